"""Reads and draws results of Yuchong.

    import yuchong
    run = yuchong.open_run("output/chongqing.h5")
    run["city"].charging_kw.plot()                 # groups are plain xarray datasets
    yuchong.plot_load(run, language="zh")          # a figure in one line

On a Debian machine nothing has to be installed: put the folder `scripts` on PYTHONPATH. Elsewhere `pip install scripts/`.
"""

import importlib

# Read when they are first used, so that `import yuchong` costs nothing and says nothing about modules nobody needs.
_homes = {
    "city_map": ("plot_feeder_map", "plot_map"),
    "comparison": ("compare_runs", "plot_strategies"),
    "derived": ("load_by_use", "sessions_frame", "utilisation", "utilisation_by_hour", "waits_frame"),
    "grid": ("plot_feeder_voltage", "plot_hot_spots"),
    "group_file": ("ResultError",),
    "load": ("plot_duration", "plot_load"),
    "response": ("sweep_response", "sweep_responses"),
    "rollout": ("plot_rollout", "plot_siting_curve", "plot_targets", "rollout_targets"),
    "run_file": ("PartialResult", "Run", "open_run"),
    "stations": ("plot_utilisation", "plot_waits"),
    "sweep_file": ("Sweep", "open_sweep"),
    "sweep_plots": ("plot_response", "plot_sensitivity"),
}
_home_of = {name: home for home, names in _homes.items() for name in names}
__all__ = sorted(_home_of)


def __getattr__(name):
    if name not in _home_of:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_home_of[name]}"), name)


def __dir__():
    return __all__
