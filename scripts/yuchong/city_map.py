"""Maps: the city with its stations, and with its feeders.

The background is /zones (a dot each, as large as its population) and the rivers of /barriers, both of format 1.6.
"""

import numpy as np
from matplotlib.collections import LineCollection

from .axes import axes_or_new
from .derived import best_class, meanings, station_waits
from .wording import look, okabe_ito, sequence, word

sizes = {"super": 26, "fast": 12, "ac": 5}  # of markers, points^2
markers = {"super": "^", "fast": "o", "ac": "s"}


def rivers(run):
    """Lines of the rivers, each an array of lon, lat."""
    if "barriers" not in run:
        return []
    barriers = run["barriers"]
    names = meanings(barriers.kind)
    of = barriers.vertex_barrier.values
    points = np.column_stack([barriers.lon.values, barriers.lat.values])
    return [points[of == b] for b in range(barriers.sizes["barrier"]) if names[int(barriers.kind.values[b])] == "river"]


def _background(run, axes, language):
    stations = run["stations"]
    lon, lat = stations.lon.values, stations.lat.values
    if "zones" in run:
        zones = run["zones"]
        axes.scatter(zones.lon, zones.lat, s=np.sqrt(np.maximum(zones.population, 0.0)) / 4.0, color="#e4e4e4", linewidth=0,
                     zorder=1, label=word("zone", language))
        lon, lat = np.append(lon, zones.lon.values), np.append(lat, zones.lat.values)
    water = LineCollection(rivers(run), colors="#9ecae1", linewidths=2.2, zorder=2, label=word("river", language))
    axes.add_collection(water, autolim=False)
    margin = 0.03 * max(np.ptp(lon), np.ptp(lat), 0.02)
    axes.set_xlim(lon.min() - margin, lon.max() + margin)
    axes.set_ylim(lat.min() - margin, lat.max() + margin)
    axes.set_aspect(1.0 / np.cos(np.radians(lat.mean())))
    axes.set_xlabel(word("lon", language))
    axes.set_ylabel(word("lat", language))
    if run["districts"].sizes["district"] <= 40:
        _name_districts(run["districts"], axes, language)


def _name_districts(districts, axes, language):
    names = districts.district.values if language == "en" else districts.name_zh.values
    for name, lon, lat in zip(names, districts.lon.values, districts.lat.values):
        axes.annotate(str(name), (lon, lat), fontsize=5.5, color="#444444", ha="center", zorder=5, annotation_clip=True,
                      clip_on=True)


def _draw_stations(axes, stations, waits, top, language):
    """Those without any wait pale, the others by their wait, the longest on top."""
    best = best_class(stations)
    for name in ("ac", "fast", "super"):
        calm = (best == name) & ~(waits > 0)
        axes.scatter(stations.lon.values[calm], stations.lat.values[calm], color="#a8a8a8", s=0.5 * sizes[name],
                     marker=markers[name], linewidth=0, zorder=3)
    for name in ("ac", "fast", "super"):
        own = np.flatnonzero((best == name) & (waits > 0))
        own = own[np.argsort(waits[own], kind="stable")]
        drawn = axes.scatter(stations.lon.values[own], stations.lat.values[own], c=waits[own], cmap=f"{sequence}_r", vmin=0,
                             vmax=top, s=sizes[name], marker=markers[name], linewidth=0, zorder=4)
        axes.scatter([], [], color="#555555", s=25, marker=markers[name], linewidth=0, label=word(name, language))
    return drawn


def _city_centre(stations):
    """A window of some 40 km on the middle of all stations, if the city is far wider; else None."""
    lon, lat = stations.lon.values, stations.lat.values
    if np.ptp(lon) < 1.5:
        return None
    return np.median(lon) - 0.24, np.median(lon) + 0.24, np.median(lat) - 0.19, np.median(lat) + 0.19


def plot_map(run, axes=None, *, language="en"):
    """Stations by best class (marker) and mean wait of their visits (colour), over the zones and rivers of the city; the
    middle of a wide city larger beside it."""
    stations, waits = run["stations"], station_waits(run)
    with look(language):
        axes = axes_or_new(axes, (7.6, 6.4))
        _background(run, axes, language)
        top = max(1.0, float(np.nanpercentile(waits[waits > 0], 95))) if (waits > 0).any() else 1.0
        drawn = _draw_stations(axes, stations, waits, top, language)
        axes.scatter([], [], color="#a8a8a8", s=12, linewidth=0, label=word("no_wait", language))
        axes.figure.colorbar(drawn, ax=axes, label=word("mean_wait_min", language), shrink=0.7, extend="max")
        axes.legend(loc="lower right", fontsize=7)
        centre = _city_centre(stations)
        if centre is not None:
            inset = axes.inset_axes([0.0, 0.56, 0.52, 0.44], zorder=6)
            _background(run, inset, language)
            _draw_stations(inset, stations, waits, top, language)
            inset.set(xlim=centre[:2], ylim=centre[2:], xticks=[], yticks=[], xlabel="", ylabel="")
            inset.spines[["top", "right"]].set_visible(True)
            axes.indicate_inset_zoom(inset, edgecolor="black")
        return axes


def plot_feeder_map(run, axes=None, *, language="en"):
    """Feeders as lines from their substation to their far end, by the highest loading of the run. Synthetic network."""
    feeders, substations = run["feeders"], run["substations"]
    with look(language):
        axes = axes_or_new(axes, (7.0, 6.4))
        _background(run, axes, language)
        loading = 100.0 * np.nanmax(feeders.max_loading_pu.values, axis=0)
        order = np.argsort(loading)
        home = feeders.substation.values[order]
        lines = np.stack([np.column_stack([substations.lon.values[home], substations.lat.values[home]]),
                          np.column_stack([feeders.lon.values[order], feeders.lat.values[order]])], axis=1)
        drawn = axes.add_collection(LineCollection(lines, array=loading[order], cmap=f"{sequence}_r", linewidths=0.9,
                                                   zorder=3, clim=(0.0, max(100.0, float(loading.max())))))
        axes.scatter(substations.lon, substations.lat, s=6, marker="s", color=okabe_ito["black"], zorder=4,
                     label=word("substation", language))
        axes.figure.colorbar(drawn, ax=axes, label=word("loading", language), shrink=0.7)
        axes.legend(loc="upper left", fontsize=7)
        return axes
