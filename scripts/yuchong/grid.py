"""The grid under the city: voltages of feeders, hot spots of transformers."""

import warnings

import numpy as np

from .axes import axes_or_new, last_twice, step_edges, steps, time_axis
from .wording import look, okabe_ito, word


def _setting(run, *path):
    node = run.scenario
    for key in path:
        node = node.get(key) if isinstance(node, dict) else None
    return node


def _band(axes, group, values, language, words, worst):
    """The middle 90 %, the median and the worst of many series."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="All-NaN slice")  # a step without a solution for anybody
        low, middle, high = np.nanpercentile(values, [5, 50, 95], axis=1)
        extreme = worst(values, axis=1)
    axes.fill_between(step_edges(group), last_twice(low), last_twice(high), step="post", color=okabe_ito["sky"], alpha=0.45, linewidth=0,
                      label=word(words[0], language))
    steps(axes, group, middle, color=okabe_ito["blue"], label=word(words[1], language))
    steps(axes, group, extreme, color=okabe_ito["vermilion"], label=word(words[2], language))


def plot_feeder_voltage(run, axes=None, *, language="en"):
    """The lowest voltage of every feeder: the band of 90 % of them, the median and the worst, against the limit."""
    feeders = run["feeders"]
    with look(language):
        axes = axes_or_new(axes)
        _band(axes, feeders, feeders.min_voltage_pu.values, language, ("band_90", "median", "worst"), np.nanmin)
        limit = _setting(run, "grid", "operation", "low_voltage_pu")
        if limit is not None:
            axes.axhline(limit, color=okabe_ito["black"], linestyle="--", linewidth=0.9, label=word("limit", language))
        axes.set_ylabel(word("voltage_pu", language))
        time_axis(axes, feeders, language)
        axes.legend(ncols=2)
        return axes


def plot_hot_spots(run, axes=None, *, language="en"):
    """Hot spots of the transformers that have a series (those of stations and of record.transformers): the band, the median and the hottest."""
    transformers = run["transformers"]
    with look(language):
        axes = axes_or_new(axes)
        _band(axes, transformers, transformers.hot_spot_c.values, language,
              ("band_90_transformers", "median_transformer", "hottest"), np.nanmax)
        axes.set_ylabel(word("hot_spot_c", language))
        time_axis(axes, transformers, language)
        axes.legend(ncols=2)
        return axes
