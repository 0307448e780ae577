"""The rollout: stations and vehicles by day, targets, and what each planned station adds."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib import dates

from .axes import axes_or_new, name_rows
from .wording import languages, look, okabe_ito, word

measures = ("vehicles", "stations", "super_stations", "super_terminals", "service_area_stations", "circle_share")


def rollout_targets(run):
    """Targets as a table, one row each: title, title_zh, required, value, unit, met (True, False, None: not measurable), met_on,
    due, source, and `reached`, the value as a share of what is required."""
    targets = run["rollout_targets"]
    table = pd.DataFrame({name: targets[name].values for name in
                          ("title", "title_zh", "required", "value", "unit", "met", "met_on", "due", "source")},
                         index=pd.Index(targets.target.values, name="target"))
    table["met"] = [None if met < 0 else bool(met) for met in targets.met.values]
    table["reached"] = np.where(table.required > 0, table.value / table.required.where(table.required > 0), np.nan)
    return table


def target_number(value, unit):
    """A share in per cent; a count without what is counted, which the title of the target says."""
    return f"{100.0 * value:.3g} %" if unit == "1" else f"{value:,.0f}"


def plot_rollout(run, measure="super_stations", axes=None, *, language="en"):
    """One of vehicles, stations, super_stations, super_terminals, service_area_stations or circle_share, by day."""
    if measure not in measures:
        raise ValueError(f"{measure!r} is not known (one of {', '.join(measures)})")
    rollout = run["rollout"]
    with look(language):
        axes = axes_or_new(axes)
        values = 100.0 * rollout[measure].values if measure == "circle_share" else rollout[measure].values
        axes.step(rollout.day.values, values, where="post", color=okabe_ito["blue"], marker="o" if len(values) == 1 else None)
        locator = dates.AutoDateLocator(minticks=3, maxticks=8)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
        axes.set_xlabel(word("day", language))
        axes.set_ylabel(word(f"rollout_{measure}", language))
        return axes


longest_line = {"en": 40, "zh": 18}  # of a title, in letters
_colours = {True: okabe_ito["green"], False: okabe_ito["vermilion"]}


def plot_targets(run, axes=None, *, language="en"):
    """What is reached of each target, in per cent of what is required; a target that cannot be measured has no bar."""
    table = rollout_targets(run)
    with look(language):
        label = word("reached", language)
        titles = table[("title", "title_zh")[languages.index(language)]]
        axes = axes_or_new(axes, (7.2, 1.1 + 0.5 * len(table)))
        for place, (_, row) in enumerate(table.iterrows()):
            if row.met is None:
                axes.annotate(word("not_measurable", language), (0, place), xytext=(4, 0), textcoords="offset points", va="center",
                              fontsize=8, color="#777777")
                continue
            axes.barh(place, 100.0 * row.reached, 0.6, color=_colours[row.met])
            said = f"{target_number(row.value, row.unit)} / {target_number(row.required, row.unit)}"
            if row.met and pd.notna(row.met_on):
                said += f"  {word('met_on', language).format(pd.Timestamp(row.met_on).date())}"
            elif not row.met and pd.notna(row.due):
                said += f"  {word('due', language).format(pd.Timestamp(row.due).date())}"
            axes.annotate(said, (100.0 * row.reached, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
        axes.axvline(100.0, color="black", linewidth=0.9, linestyle="--")
        name_rows(axes, [textwrap.fill(title, longest_line[language]) for title in titles])
        axes.set_ylim(len(table) - 0.5, -0.5)
        axes.set_xlim(0, 1.6 * max(100.0, 100.0 * np.nan_to_num(table.reached.astype(float)).max()))
        axes.set_xlabel(label)
        return axes


_quantities = {"covered_share": 100.0, "mean_km": 1.0}


def plot_siting_curve(curves, axes=None, *, quantity="covered_share", language="en"):
    """What `yuchong plan --curve` wrote, over the number of new stations: the share of vehicles within the circle, or the mean
    way (`quantity="mean_km"`). One file, or several as {label: file}."""
    if quantity not in _quantities:
        raise ValueError(f"{quantity!r} is not known (one of {', '.join(_quantities)})")
    several = isinstance(curves, dict)
    with look(language):
        axes = axes_or_new(axes, (5.6, 3.6))
        for (label, file), colour in zip((curves if several else {"": curves}).items(), list(okabe_ito.values())[1:] * 9):
            curve = pd.read_csv(file)
            axes.plot(curve.stations, _quantities[quantity] * curve[quantity], color=colour, label=label)
        axes.set_xlim(left=0)
        axes.set_xlabel(word("new_stations", language))
        axes.set_ylabel(word(quantity, language))
        if several:
            axes.legend()
        return axes
