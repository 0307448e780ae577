"""Areas of districts on the page: every point of one is nearest to a zone of that district, and every zone lies in its own."""

import unittest

import numpy as np

import small_runs

import yuchong
from yuchong.report import areas


def inside(points, rings):
    """Even-odd rule over all rings of a polygon."""
    odd = np.zeros(len(points), bool)
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, np.roll(ring, -1, axis=0)):
            crosses = (y1 > points[:, 1]) != (y2 > points[:, 1])
            with np.errstate(divide="ignore", invalid="ignore"):
                odd ^= crosses & (points[:, 0] < (x2 - x1) * (points[:, 1] - y1) / (y2 - y1) + x1)
    return odd


class Areas(unittest.TestCase):
    def check(self, path):
        with yuchong.open_run(path) as run:
            zones = run["zones"].load()
        polygons = areas.district_polygons(zones)
        self.assertEqual(set(polygons), set(map(str, zones.district.values)))
        centres = np.column_stack([zones.lon.values, zones.lat.values])
        generator = np.random.default_rng(1)
        low, high = centres.min(axis=0) - 0.1, centres.max(axis=0) + 0.1
        points = np.vstack([centres, generator.uniform(low, high, (3000, 2))])
        shrink = [np.cos(np.radians(float(zones.lat.mean()))), 1.0]
        nearest = np.array([np.argmin((((centres - p) * shrink) ** 2).sum(axis=1)) for p in points])
        owners = np.zeros(len(points), int)
        for name, parts in polygons.items():
            within = np.logical_or.reduce([inside(points, rings) for rings in parts])
            owners += within
            own = zones.district.values[nearest] == name
            self.assertFalse((within & ~own).any(), name)
            self.assertTrue(within[:len(centres)][zones.district.values == name].all(), name)
        self.assertLessEqual(owners.max(), 1)
        return owners[len(centres):].mean()

    def test_the_city(self):
        self.assertGreater(self.check(small_runs.city_day()), 0.2)

    def test_three_districts(self):
        self.assertGreater(self.check(small_runs.grid_day()), 0.2)

    def test_zones_by_hand(self):
        self.check(small_runs.result("one", "scenarios/one-station.yaml"))
        self.check(small_runs.result("own", "scenarios/own-network.yaml"))

    def test_an_enclave_is_a_hole(self):
        square = np.array([[0.0, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 9.0]])
        hole = np.array([[4.0, 4.0], [4.0, 5.0], [5.0, 5.0], [5.0, 4.0]])
        far = square + 20.0
        found = areas._polygons([square, hole, far])
        self.assertEqual(sorted(len(rings) for rings in found), [1, 2])
        outer, = (rings for rings in found if len(rings) == 2)
        self.assertTrue((outer[0] == square).all() and (outer[1] == hole).all())


if __name__ == "__main__":
    unittest.main(warnings="ignore")
