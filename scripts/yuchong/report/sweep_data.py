"""What the page about a sweep shows, as plain lists and numbers."""

import numpy as np
import pandas as pd

from ..response import is_number, point_text, sweep_responses
from .sweep_story import kpi_names, levels_of, sweep_story, told_kpis

most_rows = 200      # of the table of points
most_lines = 8       # of points over time
most_steps = 400     # of a line over time


def _short(values, digits=6):
    """Numbers of so many significant digits; none where there is none."""
    return [float(f"{v:.{digits}g}") if np.isfinite(v) else None for v in np.asarray(values, float).ravel()]


def _level(value):
    return value if isinstance(value, str) else _short([value])[0]


def _unit(sweep, name):
    unit = sweep.points[name].attrs.get("units", "1").replace("kW h", "kWh")
    return "" if unit == "1" else unit


def _parameters(sweep):
    return [{"name": name, "unit": _unit(sweep, name), "keys": str(sweep.points[name].attrs.get("long_name", "")),
             "number": bool(is_number(sweep, name)), "levels": levels_of(sweep, name)} for name in sweep.parameters]


def _kpis(sweep):
    return [{"name": kpi, "words": kpi_names(kpi), "unit": _unit(sweep, kpi), "long": str(sweep.points[kpi].attrs.get("long_name", ""))}
            for kpi in sweep.kpis]


def _lines(table):
    lines = [{"name": name, "level": [_level(v) for v in own.level],
              **{column: _short(own[column]) for column in ("mean", "low", "high")}}
             for name, own in table.groupby("series", sort=False)]
    return {"band": table.attrs["band"], "lines": lines}


def _responses(sweep):
    """By kind of value, parameter and key figure."""
    kinds = {"value": False, **({"difference": True} if sweep.baseline is not None else {})}
    return {kind: {parameter: {kpi: _lines(table) for kpi, table in
                               sweep_responses(sweep, sweep.kpis, parameter, difference=difference).items()}
                   for parameter in sweep.parameters} for kind, difference in kinds.items()}


_variables = {"sobol": ("first", "first_low", "first_high", "total", "total_low", "total_high"),
              "morris": ("mu_star", "mu_star_low", "mu_star_high", "sigma"), "regression": ("coefficient",),
              "effects": ("main_effect",)}


def _sensitivity(sweep):
    if sweep.analysis is None:
        return None
    group = sweep[sweep.analysis].load()
    rows = "effect" if sweep.analysis == "effects" else "parameter"
    by_kpi = {kpi: {name: _short(group[name].sel(kpi=kpi).values) for name in _variables[sweep.analysis]} for kpi in sweep.kpis}
    if sweep.analysis == "regression":
        for kpi in sweep.kpis:
            by_kpi[kpi]["explained"] = _short([group.explained_share.sel(kpi=kpi)])[0]
    return {"kind": sweep.analysis, "rows": [str(name) for name in group[rows].values], "by_kpi": by_kpi,
            "matrix": _matrix(sweep, group, rows)}


def _matrix(sweep, group, rows):
    """All figures at once, in hundredths: what `words.all_...` says. Rows as those of the group, one column a figure."""
    variable = {"sobol": "total", "morris": "mu_star", "regression": "coefficient", "effects": "main_effect"}[sweep.analysis]
    values = group[variable].transpose(rows, "kpi").sel(kpi=sweep.kpis).values
    if sweep.analysis == "morris":
        values = values / np.fmax(np.nanmax(np.abs(values), axis=0, initial=0.0), 1e-300)
    if sweep.analysis == "effects":
        means = np.array([float(np.nanmean(sweep.points[f"{kpi}_mean"].values)) for kpi in sweep.kpis])
        values = np.divide(values, np.abs(means), out=np.full(values.shape, np.nan), where=means != 0)
    return [_short(row, 3) for row in 100.0 * values]


def _points(sweep):
    """The first points: their levels; mean, half width and whether beyond chance of each figure."""
    count = min(most_rows, sweep.points.sizes["point"])
    table = {"all": int(sweep.points.sizes["point"]), "levels": [], "figures": []}
    columns = [sweep.points[name].values.tolist() for name in sweep.parameters]
    table["levels"] = [[_level(column[point]) for column in columns] for point in range(count)]
    for kpi in sweep.kpis:
        mean, low, high = (sweep.points[f"{kpi}_mean{end}"].values[:count] for end in ("", "_low", "_high"))
        beyond = np.full(count, False)
        if sweep.baseline is not None:
            lower, upper = (sweep.points[f"{kpi}_difference_{end}"].values[:count] for end in ("low", "high"))
            beyond = (lower > 0) | (upper < 0)
        table["figures"].append({"mean": _short(mean), "half": _short((high - low) / 2.0), "beyond": beyond.tolist()})
    return table


def _over_time(sweep):
    """Series with no dimension beside time, the mean over the replications of some points."""
    shown = []
    all_points = sweep.points.sizes["point"]
    picked = np.unique(np.linspace(0, all_points - 1, min(most_lines, all_points)).round().astype(int))
    for name in (group for group in sweep if group.startswith("series/")):
        group = sweep[name]
        for variable, values in group.data_vars.items():
            if values.dims != ("point", "replication", "time"):
                continue
            stride = -(-values.sizes["time"] // most_steps)
            times = [pd.Timestamp(t).strftime("%Y-%m-%d %H:%M") for t in group.time.values[::stride]]
            lines = []
            for point in picked:
                done = np.flatnonzero(sweep.done.values[point])
                if len(done):
                    mean = values.isel(point=point, replication=done).mean("replication").values
                    starts = np.arange(0, len(mean), stride)
                    mean = np.add.reduceat(mean, starts) / np.diff(np.append(starts, len(mean)))
                    lines.append({"name": point_text(sweep, point), "values": _short(mean, 5)})
            unit = values.attrs.get("units", "1")
            shown.append({"name": f"{name.removeprefix('series/')}.{variable}", "unit": "" if unit == "1" else unit,
                          "long": str(values.attrs.get("long_name", "")), "times": times, "lines": lines})
    return {"shown": len(picked), "all": int(all_points), "series": shown}


def _provenance(sweep):
    facts = {name: str(sweep.attrs[name]) for name in ("sweep", "description", "design", "model_hash", "merged_version",
                                                        "yuchong_version") if str(sweep.attrs.get(name, ""))}
    seeds = sweep.points.seed.values
    facts["scenario"] = str(sweep.plan.get("scenario", ""))
    facts["seeds"] = f"{seeds[0]}" if len(seeds) == 1 else f"{seeds[0]} ... {seeds[-1]}"
    facts["runs"] = ", ".join(f"{int(sweep.fate(fate).sum()):,} {fate}" for fate in ("done", "failed", "missing", "not_wanted"))
    return facts


def sweep_data(sweep):
    description = str(sweep.attrs.get("description") or sweep.name)
    return {
        "title": description, "name": sweep.name, "first": next(iter(told_kpis(sweep)), None), "design": sweep.design, "baseline": sweep.baseline, "story": sweep_story(sweep),
        "parameters": _parameters(sweep), "kpis": _kpis(sweep), "responses": _responses(sweep), "sensitivity": _sensitivity(sweep),
        "points": _points(sweep), "over_time": _over_time(sweep), "provenance": _provenance(sweep),
        "lacking": {fate: int(sweep.fate(fate).sum()) for fate in ("missing", "failed")},
        "file": str(sweep.points.sweep_file.values[()]),
    }
