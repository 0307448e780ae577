"""How a key figure of a sweep answers to one parameter."""

import numpy as np
import pandas as pd

most_series = 8
most_levels = 12
most_slices = 10
sampled = ("latin_hypercube", "sobol", "saltelli", "morris")  # where a level hardly comes twice


def _level(value):
    return None if isinstance(value, float) and np.isnan(value) or value == "" else value


def level_text(sweep, parameter, value):
    """A level as people write it: with its unit, without needless digits."""
    unit = sweep.points[parameter].attrs.get("units", "1")
    text = f"{value:g}" if isinstance(value, (float, np.floating)) else str(value)
    return text if unit == "1" else f"{text} {unit}"


def is_number(sweep, parameter):
    return np.issubdtype(sweep.points[parameter].dtype, np.number)


def _settings(sweep, parameter):
    """Points at which the parameter exists: their levels of it, and of all others that do not follow from it."""
    table = pd.DataFrame({name: [_level(v) for v in sweep.points[name].values.tolist()] for name in sweep.parameters})
    table = table[table[parameter].notna()]
    others = [name for name in sweep.parameters if name != parameter and
              (sweep.design in sampled or (table.groupby(parameter)[name].nunique(dropna=False) > 1).any())]
    return table[parameter], table[others]


def _figures(sweep, kpi, difference):
    middle = f"{kpi}_difference" if difference else f"{kpi}_mean"
    if middle not in sweep.points:
        raise KeyError(f"{sweep.path} has no {kpi} (it has {', '.join(sweep.kpis)})" if kpi not in sweep.kpis else
                       f"{sweep.path} has no differences (its sweep file names no baseline)")
    return pd.DataFrame({"mean": sweep.points[middle].values, "low": sweep.points[f"{middle}_low"].values,
                         "high": sweep.points[f"{middle}_high"].values})


def _in_words(sweep, setting):
    """Levels by parameter as one text, without those that do not exist there."""
    return "; ".join(f"{name} {level_text(sweep, name, value)}" for name, value in setting.items()
                     if value is not None and _level(value) is not None)


def point_text(sweep, point):
    """The setting of a point."""
    return _in_words(sweep, {name: sweep.points[name].values.tolist()[point] for name in sweep.parameters})


def _sliced(levels):
    """A level as it is where there are few, else the mean of one of ten slices (fewer of few points) that hold as many points each."""
    if not pd.api.types.is_numeric_dtype(levels) or levels.nunique() <= min(most_levels, len(levels) // 3):
        return levels
    rank, slices = levels.rank(method="first").to_numpy() - 1.0, max(1, min(most_slices, len(levels) // 5))
    of = (rank * slices // len(levels)).astype(int)
    return levels.groupby(of).transform("mean")


def sweep_response(sweep, kpi, parameter=None, *, difference=False):
    """The key figure, or its difference to the baseline, by the level of one parameter (the first unless named).

    A table with the columns `series`, `level`, `mean`, `low`, `high`. Where the other parameters take few combinations there is
    a series for each, and `low` to `high` is the 95 % interval of the mean over replications (attribute `band` of the table:
    "interval"). Elsewhere there is one series of means over the points with that level, or over a tenth of the points by
    that parameter, and `low` to `high` holds the middle 90 % of them ("spread").
    """
    parameter = parameter or sweep.parameters[0]
    return sweep_responses(sweep, [kpi], parameter, difference=difference)[kpi]


def sweep_responses(sweep, kpis, parameter, *, difference=False):
    """`sweep_response` of several key figures, by name."""
    if parameter not in sweep.parameters:
        raise KeyError(f"{sweep.path} has no parameter {parameter} (it has {', '.join(sweep.parameters)})")
    levels, others = _settings(sweep, parameter)
    named = levels.to_frame("level").assign(series=[_in_words(sweep, other) for other in others.to_dict("records")]
                                            if len(others.columns) else "")
    along_lines = named.series.nunique() <= most_series and not named.duplicated().any() \
        and (named.groupby("series")["level"].nunique() > 1).all()
    tables = {}
    for kpi in kpis:
        figures = _figures(sweep, kpi, difference).loc[levels.index]
        table = figures.join(named) if along_lines else _slice_means(figures["mean"], levels)
        if is_number(sweep, parameter):
            table = table.sort_values("level", kind="stable")
        tables[kpi] = table[["series", "level", "mean", "low", "high"]].reset_index(drop=True)
        tables[kpi].attrs["band"] = "interval" if along_lines else "spread"
    return tables


def _slice_means(values, levels):
    groups = values.groupby(_sliced(levels).to_numpy(), sort=False)
    table = pd.DataFrame({"mean": groups.mean(), "low": groups.quantile(0.05), "high": groups.quantile(0.95)})
    return table.rename_axis("level").reset_index().assign(series="")
