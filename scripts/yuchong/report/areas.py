"""Areas of districts as polygons, for a map: the ground that is nearer to a district's zones than to any other's.

A result holds the centres and areas of zones, no boundaries. Around the zones stand points that belong to nobody, so that
areas end where the city does.
"""

import collections

import matplotlib.tri
import numpy as np

km_per_degree = 111.2


def _plane(zones):
    """Centres in km, and the way back."""
    lon0, lat0 = float(zones.lon.mean()), float(zones.lat.mean())
    east = km_per_degree * np.cos(np.radians(lat0))
    points = np.column_stack([(zones.lon.values - lon0) * east, (zones.lat.values - lat0) * km_per_degree])
    return points, lambda xy: xy / [east, km_per_degree] + [lon0, lat0]


def _nobody(points, reach_km):
    """A grid of points around the city, none of them within reach of a zone."""
    margin = 3.0 * reach_km.max() + 10.0
    low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
    spacing = max(4.0, (high - low).max() / 80.0)
    grid = np.stack(np.meshgrid(*[np.arange(a, b, spacing) for a, b in zip(low, high)]), axis=-1).reshape(-1, 2)
    grid[:, 0] += np.where(np.round((grid[:, 1] - low[1]) / spacing).astype(int) % 2, spacing / 2.0, 0.0)
    free = np.full(len(grid), True)
    for point, reach in zip(points, reach_km):
        free &= ((grid - point) ** 2).sum(axis=1) > reach ** 2
    return grid[free]


def _centres_of_circles(triangles, points):
    a, b, c = (points[triangles[:, i]] for i in range(3))
    d = 2.0 * ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0])
    bb, cc = ((b - a) ** 2).sum(axis=1), ((c - a) ** 2).sum(axis=1)
    x = ((c - a)[:, 1] * bb - (b - a)[:, 1] * cc) / d
    y = ((b - a)[:, 0] * cc - (c - a)[:, 0] * bb) / d
    return a + np.column_stack([x, y])


def _cells(points, count):
    """Corners of the cell of each of the first `count` points: ids of corners counterclockwise, and the corners."""
    triangulation = matplotlib.tri.Triangulation(*points.T)
    corners = _centres_of_circles(triangulation.triangles, points)
    around = collections.defaultdict(list)
    for t, triangle in enumerate(triangulation.triangles):
        for p in triangle:
            around[p].append(t)
    cells = []
    for p in range(count):
        middles = points[triangulation.triangles[around[p]]].mean(axis=1) - points[p]
        cells.append(np.array(around[p])[np.argsort(np.arctan2(middles[:, 1], middles[:, 0]))])
    return cells, corners


def _rings(cells):
    """Outlines of a set of cells: what remains when the edges that two of them share are taken out."""
    edges = {(int(a), int(b)) for cell in cells for a, b in zip(cell, np.roll(cell, -1))}
    following = collections.defaultdict(list)
    for a, b in edges:
        if (b, a) not in edges:
            following[a].append(b)
    rings = []
    while following:
        start = min(following)
        ring, at = [], start
        while True:
            ring.append(at)
            step = following[at].pop()
            if not following[at]:
                del following[at]
            at = step
            if at == start or at not in following:
                break
        rings.append(ring)
    return rings


def _signed_area(ring):
    x, y = ring.T
    return 0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def _inside(point, ring):
    x, y = ring.T
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > point[1]) != (y2 > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        left = point[0] < (x2 - x) * (point[1] - y) / (y2 - y) + x
    return bool(np.sum(crosses & left) % 2)


def _polygons(rings):
    """Each outer ring with the holes in it."""
    outer = sorted((r for r in rings if _signed_area(r) > 0.0), key=_signed_area)
    polygons = [[ring] for ring in outer]
    for hole in (r for r in rings if _signed_area(r) < 0.0):
        for polygon in polygons:
            if _inside(hole[0], polygon[0]):
                polygon.append(hole)
                break
    return polygons


def district_polygons(zones):
    """By district: a list of polygons, each a list of rings, each an array of lon, lat."""
    points, to_degrees = _plane(zones)
    points, first = np.unique(np.round(points, 6), axis=0, return_index=True)
    districts = zones.district.values[first]
    reach = 1.35 * np.sqrt(np.maximum(zones.area_km2.values[first], 1.0) / np.pi)
    cells, corners = _cells(np.vstack([points, _nobody(points, reach)]), len(points))
    result = {}
    for name in dict.fromkeys(zones.district.values):
        own = [cell for cell, district in zip(cells, districts) if district == name]
        rings = [to_degrees(corners[ring]) for ring in _rings(own) if len(ring) > 2]
        result[str(name)] = _polygons(rings)
    return result
