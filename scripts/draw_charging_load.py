#!/usr/bin/python3
"""Draws the charging load of a run, by use, beside the city's base load: the picture of the README.

    scripts/draw_charging_load.py output/chongqing.h5 docs/images/charging-load.png
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

import yuchong


def main(result, picture):
    with yuchong.open_run(result) as run:
        figure, (load, base) = plt.subplots(2, 1, figsize=(9, 5.4), sharex=True, height_ratios=[3, 1], layout="constrained")
        yuchong.plot_load(run, load)
        load.set_title(f"Chongqing, {run.kpi['vehicles']:,} new-energy vehicles, a weekday in August")
        load.set_xlabel("")
        city = run["city"]
        base.plot(city.time, city.base_kw / 1e6, color="#555555")
        base.set_ylabel("base load (GW)")
        base.set_xlabel("civil time (UTC+8)")
        base.set_ylim(0)
        for axes in (load, base):
            axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(picture, dpi=150)


if len(sys.argv) != 3:
    sys.exit(__doc__)
main(*sys.argv[1:])
