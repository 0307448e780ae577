"""Runs of the same demand side by side."""

import os

import pandas as pd

from .axes import axes_or_new, name_rows
from .group_file import ResultError
from .wording import kpi_name, look, okabe_ito, word

default_figures = ("peak_kw", "city_peak_kw", "energy_cost_yuan", "co2_kg", "grid_losses_kwh", "unmet_kwh")


def figures_of(run):
    """Numbers of /kpi, and city_peak_kw: the highest step mean of base load and charging, less what is fed back."""
    city = run["city"]
    numbers = {name: float(value) for name, value in run.kpi.items() if name != "peak_time"}
    numbers["city_peak_kw"] = float((city.base_kw + city.charging_kw - city.v2g_kw).max())
    return numbers


def run_labels(runs):
    """What tells runs apart: the scenario, else the name of the file, else both with a number."""
    names = [run.name for run in runs]
    if len(set(names)) < len(names):
        names = [os.path.splitext(os.path.basename(run.path))[0] for run in runs]
    if len(set(names)) < len(names):
        names = [f"{name} {i + 1}" for i, name in enumerate(names)]
    return names


def compare_runs(runs, *, any_demand=False):
    """A table, one column a run, one row a figure. Refuses runs whose demand differs, as `yuchong compare` does."""
    runs = list(runs)
    demands = {str(run.attrs.get("demand_hash")) for run in runs}
    if len(demands) > 1 and not any_demand:
        raise ResultError("the runs differ in demand (attribute demand_hash), so what differs in their figures is not the "
                          "strategy alone; any_demand=True compares them nevertheless")
    return pd.DataFrame({label: figures_of(run) for label, run in zip(run_labels(runs), runs)})


def plot_strategies(runs, axes=None, *, language="en", figures=default_figures, any_demand=False):
    """Figures of each run as changes in per cent against the first run."""
    table = compare_runs(runs, any_demand=any_demand)
    shown = [name for name in figures if name in table.index and table.loc[name].notna().all() and table.loc[name].iloc[0]]
    change = 100.0 * (table.loc[shown].div(table.loc[shown].iloc[:, 0], axis=0) - 1.0).iloc[:, 1:]
    with look(language):
        axes = axes_or_new(axes, (7.2, 0.8 + 0.22 * len(shown) * (1 + change.shape[1])))
        height = 0.8 / max(1, change.shape[1])
        colours = [c for name, c in okabe_ito.items() if name != "yellow"]
        for i, name in enumerate(change.columns):
            places = [row + (i + 0.5) * height - 0.4 for row in range(len(shown))]
            bars = axes.barh(places, change[name], height=0.9 * height, color=colours[(i + 1) % len(colours)], label=name)
            axes.bar_label(bars, fmt="%+.1f", padding=2, fontsize=7)
        axes.axvline(0.0, color="black", linewidth=0.8)
        axes.margins(x=0.12)
        name_rows(axes, [kpi_name(name, language) for name in shown])
        axes.invert_yaxis()
        axes.set_xlabel(word("change", language))
        axes.legend(title=f"0 % = {table.columns[0]}", fontsize=7)
        return axes
