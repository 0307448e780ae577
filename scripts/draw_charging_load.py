#!/usr/bin/python3
"""Draws the charging load of a run, home and public, beside the city's base load: the picture of the README.

    scripts/draw_charging_load.py output/chongqing.h5 docs/images/charging-load.png
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import matplotlib.dates as dates
import xarray as xr


def main(result, picture):
    city = xr.open_dataset(result, group="city").resample(time="15min").mean()
    public_mw = xr.open_dataset(result, group="stations").charging_kw.sum("station") / 1000
    home_mw = city.charging_kw / 1000 - public_mw
    figure, (load, base) = plt.subplots(2, 1, figsize=(9, 5.4), sharex=True, height_ratios=[3, 1], layout="constrained")
    load.stackplot(city.time, home_mw, public_mw, labels=["private piles", "public stations"],
                   colors=["#56b4e9", "#e69f00"])
    load.set_ylabel("charging load (MW)")
    load.set_title("Chongqing, 952,000 new-energy vehicles, a weekday in August")
    load.legend(loc="upper left", frameon=False)
    base.plot(city.time, city.base_kw / 1e6, color="#555555")
    base.set_ylabel("base load (GW)")
    base.set_ylim(0)
    base.xaxis.set_major_formatter(dates.DateFormatter("%H:%M"))
    base.set_xlim(city.time.values[0], city.time.values[-1])
    for axes in (load, base):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(picture, dpi=150)


if len(sys.argv) != 3:
    sys.exit(__doc__)
main(*sys.argv[1:])
