"""Results of small runs for the tests of this folder, each made once and removed at the end; the package of scripts/."""

import atexit
import functools
import importlib.util
import os
import pathlib
import shutil
import sys
import tempfile

source = pathlib.Path(os.environ["YUCHONG_SOURCE_DIR"])
sys.path.insert(0, str(source / "scripts"))


def of_app(name):
    """A helper of tests/app, loaded by its path: one carries the name of the package."""
    spec = importlib.util.spec_from_file_location(f"app_{name}", source / f"tests/app/{name}.py")
    helper = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(helper)
    return helper


program = of_app("yuchong")

folder = pathlib.Path(tempfile.mkdtemp(prefix="yuchong-reading-"))
atexit.register(shutil.rmtree, folder)
os.environ.setdefault("MPLCONFIGDIR", str(folder / "matplotlib"))  # a cache from before the fonts came would miss them
os.environ["MPLBACKEND"] = "Agg"

grid = ["grid.flow=feeders"]
v2g = ["control.homes.strategy=valley_fill", "control.v2g.strategy=v2g_peak_shave", "control.v2g.share=0.3"]


@functools.lru_cache(maxsize=None)
def result(name, scenario, *settings):
    """The result of a scenario with settings, as a path."""
    path = folder / f"{name}.h5"
    case = program.ProgramTest()
    case.run_program("run", scenario, "-o", path, "--progress", "off", *(part for s in settings for part in ("--set", s)))
    return path


def city_day():
    return result("day", "scenarios/chongqing.yaml", "scale=0.01")


def grid_day():
    return result("grid", "scenarios/liangjiang.yaml", "scale=0.02", "time.duration=1 d", "time.start=2025-08-05", *grid)


def v2g_day():
    return result("v2g", "scenarios/liangjiang.yaml", "scale=0.02", "time.duration=1 d", "time.start=2025-08-05", *grid, *v2g)


# Small sweeps, one for each thing that a design lets one say about parameters.
sweeps = {
    "grid": """parameters:
  patience: {key: demand.patience.mean, values: [5 min, 25 min, 60 min]}
  tariff: {cases: {usual: {}, dear: {tariff.energy_yuan_per_kwh: [0.6, 0.9, 1.3, 1.5]}}}
design: {kind: grid}
replications: 3
baseline: {patience: 25 min, tariff: usual}
series: [city.charging_kw, districts.charging_kw]""",
    "regression": """parameters:
  patience: {key: demand.patience.mean, range: [5 min, 60 min]}
  reserve: {key: demand.charging.reserve_mean, range: [0.10, 0.20]}
design: {kind: latin_hypercube, points: 15}""",
    "morris": """parameters:
  patience: {key: demand.patience.mean, range: [5 min, 60 min]}
  start_soc: {key: demand.charging.start_soc50, range: [0.25, 0.45]}
  tariff: {cases: {usual: {}, dear: {tariff.energy_yuan_per_kwh: [0.6, 0.9, 1.3, 1.5]}}}
design: {kind: morris, trajectories: 4, levels: 4}""",
    "sobol": """parameters:
  patience: {key: demand.patience.mean, range: [5 min, 60 min]}
  start_soc: {key: demand.charging.start_soc50, range: [0.25, 0.45]}
design: {kind: saltelli, points: 8}""",
}


@functools.lru_cache(maxsize=None)
def sweep(name):
    """The folder of one of them, made and merged."""
    file, path = folder / f"{name}.yaml", folder / "sweeps" / name
    path.parent.mkdir(exist_ok=True)
    file.write_text(f"""sweep: 1
name: {name}
scenario: {source}/scenarios/liangjiang.yaml
set: {{scale: 2 %, time: {{duration: 1 d, warmup: 6 h}}}}
kpis: [wait_mean_s, served_share, peak_kw, energy_cost_yuan]
{sweeps[name]}
""")
    program.ProgramTest().run_program("sweep", "run", file, "-o", path, "--progress", "off")
    return path
