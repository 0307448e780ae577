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

import yuchong

most_panels = 6


def figure_of(sweep, kpis, language):
    rows = sweep[sweep.analysis].sizes["effect" if sweep.analysis == "effects" else "parameter"] if sweep.analysis else 1
    columns = min(len(kpis), 2)
    lines = -(-len(kpis) // columns)
    figure, panels = plt.subplots(lines, columns, figsize=(5.5 * columns, (1.2 + 0.34 * rows) * lines), squeeze=False,
                                  layout="constrained")
    for axes, kpi in zip(panels.flat, kpis):
        yuchong.plot_sensitivity(sweep, kpi, axes, language=language)
    for axes in panels.flat[len(kpis):]:
        axes.remove()
    return figure


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("merged", type=pathlib.Path)
    parser.add_argument("-o", "--output", type=pathlib.Path, help="[<sweep>.png]")
    parser.add_argument("--kpi", help=f"NAME,NAME... [the first {most_panels}]")
    parser.add_argument("--language", choices=("en", "zh"), default="en")
    options = parser.parse_args()
    try:
        with yuchong.open_sweep(options.merged) as sweep:
            output = options.output or pathlib.Path(f"{sweep.name}.png")
            kpis = options.kpi.split(",") if options.kpi else sweep.kpis[:most_panels]
            if not kpis:
                raise SystemExit(f"{options.merged} holds no analysis (its sweep collected no key figure)")
            figure_of(sweep, kpis, options.language).savefig(output, dpi=120)
    except (KeyError, OSError, yuchong.ResultError) as error:
        raise SystemExit(str(error.args[0]) if isinstance(error, KeyError) else str(error)) from None
    print(output)


if __name__ == "__main__":
    main()
