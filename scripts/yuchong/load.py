"""Charging load over time and as a duration curve."""

import numpy as np

from .axes import axes_or_new, last_twice, step_edges, time_axis
from .comparison import run_labels
from .derived import bounds_s, load_by_use
from .wording import look, okabe_ito, use_colours, word


def plot_load(run, axes=None, *, language="en"):
    """Charging load, stacked by use: home piles, and the terminal classes of public stations. What vehicles feed back is
    drawn below zero."""
    with look(language):
        axes = axes_or_new(axes)
        load = load_by_use(run) / 1000.0
        axes.stackplot(step_edges(run["stations"]), last_twice(load.values).T, labels=[word(use, language) for use in load.use.values],
                       colors=[use_colours[use] for use in load.use.values], step="post", linewidth=0)
        fed = run["city"].v2g_kw.values / 1000.0
        if fed.max() > 0.0:
            axes.fill_between(step_edges(run["city"]), 0.0, -last_twice(fed), step="post", color=okabe_ito["purple"], linewidth=0,
                              label=word("v2g", language))
        axes.set_ylabel(word("load_mw", language))
        time_axis(axes, run["stations"], language)
        axes.legend(loc="upper left", ncols=2)
        return axes


def plot_duration(runs, axes=None, *, language="en", labels=None):
    """For which share of the time the charging load was at least so high. One run, or several to compare."""
    runs = list(runs) if isinstance(runs, (list, tuple)) else [runs]
    with look(language):
        axes = axes_or_new(axes, (5.0, 3.6))
        for run, label, colour in zip(runs, labels or run_labels(runs), list(okabe_ito.values())):
            city = run["city"]
            order = np.argsort(city.charging_kw.values)[::-1]
            share = 100.0 * np.cumsum(np.diff(bounds_s(city))[order]) / bounds_s(city)[-1]
            axes.stairs(city.charging_kw.values[order] / 1000.0, np.append(0.0, share), baseline=None, label=label,
                        color=colour)
        axes.set_xlim(0, 100)
        axes.set_ylim(0)
        axes.set_xlabel(word("share_of_time", language))
        axes.set_ylabel(word("load_mw", language))
        if len(runs) > 1:
            axes.legend()
        return axes
