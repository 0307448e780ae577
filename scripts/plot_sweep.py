#!/usr/bin/python3
"""Draws what a sweep tells about its parameters, from DIR/merged.h5: Sobol indices, Morris effects, regression
coefficients or main effects, whichever its design has, one panel a key figure.

    scripts/plot_sweep.py output/sweeps/screening/merged.h5 [-o screening.png] [--kpi wait_mean_s,peak_kw]
"""

import argparse
import pathlib

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import xarray

most_panels = 6


def groups(file):
    """The analysis that the file holds, as (name, dataset)."""
    for name in ("sobol", "morris", "regression", "effects"):
        try:
            return name, xarray.open_dataset(file, group=name)
        except OSError:
            continue
    raise SystemExit(f"{file} holds no analysis (its sweep collected no key figure)")


def draw_sobol(axes, of_kpi):
    order = of_kpi.sortby("total").parameter.values
    of_kpi = of_kpi.sel(parameter=order)
    for shift, name in ((-0.2, "first"), (0.2, "total")):
        value = of_kpi[name]
        errors = [abs(value - of_kpi[f"{name}_low"]), abs(of_kpi[f"{name}_high"] - value)]
        axes.barh([i + shift for i in range(len(order))], value, 0.36, xerr=errors, label=name,
                  error_kw={"elinewidth": 1})
    axes.set_yticks(range(len(order)), order)
    axes.set_xlabel("share of variance")
    axes.legend(loc="lower right")


def draw_morris(axes, of_kpi):
    of_kpi = of_kpi.sortby("mu_star")
    low, high = of_kpi.mu_star - of_kpi.mu_star_low, of_kpi.mu_star_high - of_kpi.mu_star
    axes.barh(of_kpi.parameter, of_kpi.mu_star, 0.6, xerr=[abs(low), abs(high)], error_kw={"elinewidth": 1},
              label="µ*")
    axes.plot(of_kpi.sigma, of_kpi.parameter, "kx", label="σ")
    axes.set_xlabel("effect across the range")
    axes.legend(loc="lower right")


def draw_regression(axes, of_kpi):
    of_kpi = of_kpi.sortby(abs(of_kpi.coefficient))
    axes.barh(of_kpi.parameter, of_kpi.coefficient, 0.6)
    axes.set_xlabel(f"standardised coefficient; {float(of_kpi.explained_share):.0%} explained")


def draw_effects(axes, of_kpi):
    axes.barh(of_kpi.effect, of_kpi.main_effect, 0.6)
    axes.invert_yaxis()
    axes.set_xlabel("main effect")


draw = {"sobol": draw_sobol, "morris": draw_morris, "regression": draw_regression, "effects": draw_effects}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("merged", type=pathlib.Path)
    parser.add_argument("-o", "--output", type=pathlib.Path, help="[<sweep>.png]")
    parser.add_argument("--kpi", help=f"NAME,NAME... [the first {most_panels}]")
    options = parser.parse_args()
    with xarray.open_dataset(options.merged) as root:
        sweep = root.attrs["sweep"]
        units = {name: variable.attrs.get("units", "1") for name, variable in root.data_vars.items()}
    name, analysis = groups(options.merged)
    known = list(analysis.kpi.values)
    kpis = options.kpi.split(",") if options.kpi else known[:most_panels]
    if unknown := [kpi for kpi in kpis if kpi not in known]:
        raise SystemExit(f"{options.merged} has no {', '.join(unknown)} (it has {', '.join(known)})")

    columns = min(len(kpis), 2)
    rows = -(-len(kpis) // columns)
    rows_high = 1.2 + 0.32 * analysis.sizes[analysis[list(analysis.data_vars)[-1]].dims[0]]
    figure, panels = plt.subplots(rows, columns, figsize=(5.5 * columns, rows_high * rows), squeeze=False,
                                  layout="constrained")
    for axes, kpi in zip(panels.flat, kpis):
        draw[name](axes, analysis.sel(kpi=kpi))
        axes.set_title(kpi if units[kpi] == "1" else f"{kpi} ({units[kpi]})")
    for axes in panels.flat[len(kpis):]:
        axes.remove()
    output = options.output or pathlib.Path(f"{sweep}.png")
    figure.savefig(output, dpi=120)
    print(output)


if __name__ == "__main__":
    main()
