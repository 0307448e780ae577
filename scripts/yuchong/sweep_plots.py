"""What a sweep tells: how key figures answer to parameters, and which parameters matter."""

import numpy as np

from .axes import axes_or_new
from .response import is_number, sweep_response
from .wording import kpi_label, look, okabe_ito, word

line_colours = [okabe_ito[name] for name in ("blue", "vermilion", "green", "orange", "purple", "sky", "black", "yellow")]


def parameter_label(sweep, parameter):
    """With its unit; levels that are words have none."""
    return f"{parameter} ({sweep.points[parameter].attrs['units']})" if is_number(sweep, parameter) else parameter


def _label(sweep, kpi, language):
    return kpi_label(kpi, sweep.points[kpi].attrs.get("units", "1"), language)


def plot_response(sweep, kpi, parameter=None, axes=None, *, difference=False, language="en"):
    """A key figure, or its difference to the baseline, over one parameter: what `sweep_response` gives. A band (whiskers
    where levels are words) is the 95 % interval of the mean, or the middle 90 % of the points of a sampled design."""
    parameter = parameter or sweep.parameters[0]
    table = sweep_response(sweep, kpi, parameter, difference=difference)
    with look(language):
        axes = axes_or_new(axes, (5.6, 3.6))
        names = list(dict.fromkeys(table.series))
        levels = list(dict.fromkeys(table.level))
        for i, name in enumerate(names):
            own, colour = table[table.series == name], line_colours[i % len(line_colours)]
            if is_number(sweep, parameter):
                axes.plot(own.level, own["mean"], marker="o", markersize=3.5, color=colour, label=name)
                axes.fill_between(own.level, own.low, own.high, color=colour, alpha=0.18, linewidth=0)
            else:
                places = [levels.index(level) + 0.5 * (i - (len(names) - 1) / 2) / len(names) for level in own.level]
                errors = np.abs(np.stack([own["mean"] - own.low, own.high - own["mean"]]))
                axes.errorbar(places, own["mean"], yerr=errors, fmt="o", markersize=4, capsize=3, color=colour, label=name)
        if not is_number(sweep, parameter):
            axes.set_xticks(range(len(levels)), levels)
            axes.set_xlim(-0.6, len(levels) - 0.4)
        if difference:
            axes.axhline(0.0, color="black", linewidth=0.8)
        axes.set_xlabel(parameter_label(sweep, parameter))
        label = _label(sweep, kpi, language)
        axes.set_ylabel(word("difference_of", language).format(label) if difference else label)
        if np.isfinite(table.low).any():
            axes.set_title(word(f"response_{table.attrs['band']}", language), fontsize=8, loc="left", color="#555555")
        if len(names) > 1:
            axes.legend(fontsize=7)
        return axes


def _bars(axes, places, values, low, high, height, **style):
    """Bars with whiskers; none where an interval is unknown."""
    errors = np.nan_to_num(np.abs(np.stack([values - low, high - values])))
    axes.barh(places, values, height, xerr=errors, error_kw={"elinewidth": 1, "capsize": 2}, **style)


def _plot_sobol(axes, group, language):
    group = group.sortby("total")
    places = np.arange(group.sizes["parameter"])
    for shift, name, colour in ((0.2, "first", okabe_ito["blue"]), (-0.2, "total", okabe_ito["sky"])):
        _bars(axes, places + shift, *(group[name + end].values for end in ("", "_low", "_high")), 0.36, color=colour,
              label=word(f"sobol_{name}", language))
    axes.set_yticks(places, group.parameter.values)
    axes.set_xlabel(word("variance_share", language))
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    axes.legend(loc="lower right")


def _plot_morris(axes, group, language):
    group = group.sortby("mu_star")
    places = np.arange(group.sizes["parameter"])
    _bars(axes, places, *(group["mu_star" + end].values for end in ("", "_low", "_high")), 0.6, color=okabe_ito["sky"],
          label=word("mu_star", language))
    axes.plot(group.sigma.values, places, "D", color=okabe_ito["vermilion"], markersize=4, label=word("sigma", language))
    axes.set_yticks(places, group.parameter.values)
    axes.set_xlabel(word("effect_across", language))
    axes.legend(loc="lower right")


def _plot_regression(axes, group, language):
    group = group.sortby(abs(group.coefficient))
    values = group.coefficient.values
    axes.barh(group.parameter.values, values, 0.6, color=np.where(values < 0, okabe_ito["vermilion"], okabe_ito["blue"]))
    axes.axvline(0.0, color="black", linewidth=0.8)
    axes.set_xlabel(word("coefficient", language).format(f"{100 * float(group.explained_share):.0f}"))


def _plot_effects(axes, group, language):
    values = group.main_effect.values
    axes.barh(group.effect.values, values, 0.6, color=np.where(values < 0, okabe_ito["vermilion"], okabe_ito["blue"]))
    axes.axvline(0.0, color="black", linewidth=0.8)
    axes.invert_yaxis()
    axes.set_xlabel(word("main_effect", language))


_plots = {"sobol": _plot_sobol, "morris": _plot_morris, "regression": _plot_regression, "effects": _plot_effects}


def plot_sensitivity(sweep, kpi, axes=None, *, language="en"):
    """Which parameters move a key figure, by what the design allows: Sobol indices, elementary effects of Morris,
    coefficients of a linear model, or main effects by level."""
    if sweep.analysis is None:
        raise KeyError(f"{sweep.path} tells nothing about parameters (its design, {sweep.design}, leaves none with numbers)")
    group = sweep[sweep.analysis]
    if kpi not in group.kpi.values:
        raise KeyError(f"{sweep.path} has no {kpi} (it has {', '.join(sweep.kpis)})")
    group = group.sel(kpi=kpi).load()
    with look(language):
        rows = group.sizes["effect" if sweep.analysis == "effects" else "parameter"]
        axes = axes_or_new(axes, (5.6, 1.2 + 0.34 * rows))
        _plots[sweep.analysis](axes, group, language)
        if sweep.analysis in ("morris", "effects"):
            unit = sweep.points[kpi].attrs.get("units", "1")
            axes.set_xlabel(axes.get_xlabel().format(unit))
        axes.set_title(_label(sweep, kpi, language))
        return axes
