"""How full stations are, and how long people wait there."""

import numpy as np

from .axes import axes_or_new
from .derived import best_class, classes, utilisation_by_hour, waits_frame
from .wording import look, sequence, use_colours, word


def plot_utilisation(run, axes=None, *, language="en", kind=None):
    """Heat map of mean utilisation, station x hour of the day, the fullest stations at the top. `kind` keeps stations whose
    best plug is of that class: super, fast or ac."""
    with look(language):
        axes = axes_or_new(axes, (6.0, 4.2))
        share = utilisation_by_hour(run)
        if kind is not None:
            share = share.isel(station=np.flatnonzero(best_class(run["stations"]) == kind))
        fullest = np.argsort(-np.nan_to_num(share.mean("hour").values), kind="stable")
        mesh = axes.imshow(100.0 * share.values[fullest], cmap=sequence, vmin=0, vmax=100, aspect="auto",
                           interpolation="antialiased", interpolation_stage="data",
                           extent=(share.hour.values[0], share.hour.values[-1] + 1, len(fullest) + 0.5, 0.5))
        axes.set_xlabel(word("hour", language))
        axes.set_xticks(range(0, 25, 3))
        axes.set_ylabel(word("stations_ordered", language))
        axes.figure.colorbar(mesh, ax=axes, label=word("utilisation", language))
        return axes


def plot_waits(run, axes=None, *, language="en"):
    """Of the visits that stayed, which share waited longer than so many minutes, by terminal class. Logarithmic, as most
    do not wait at all; a curve begins at the share that waits."""
    waits = waits_frame(run)
    if waits.empty:
        raise ValueError(f"{run.path} has no session rows to take waits from (record.sessions)")
    with look(language):
        axes = axes_or_new(axes, (5.6, 3.6))
        for name in classes:
            minutes = np.sort(waits.wait_min[waits.terminal_class == name].to_numpy())
            if len(minutes) == 0:
                continue
            marks = np.unique(np.round(minutes, 2))  # finer would be seen by nobody, and a week has a million waits
            longer = 100.0 * (1.0 - np.searchsorted(minutes, marks, side="right") / len(minutes))
            axes.step(np.append(0.0, marks), np.append(100.0 * (minutes > 0).mean(), longer), where="post",
                      color=use_colours[name], label=f"{word(name, language)} (n = {len(minutes):,})")
        axes.set_yscale("log")
        axes.set_ylim(0.01, 100)
        axes.set_xlim(0)
        axes.set_yticks([0.01, 0.1, 1, 10, 100], ["0.01", "0.1", "1", "10", "100"])
        axes.set_xlabel(word("wait_min", language))
        axes.set_ylabel(word("visits_longer", language))
        axes.legend()
        return axes
