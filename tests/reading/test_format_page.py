"""output/FORMAT.md against files of real runs: what a file holds stands on the page with its type, dimensions, unit and
meaning, and what stands on the page is in some file; the attributes, the version, and that the recipes read what is there."""

import re
import unittest

import h5py

import small_runs

import yuchong

page = (small_runs.source / "output/FORMAT.md").read_text(encoding="utf-8")

# Between them they have every group and figure.
runs = {
    "day": ("scenarios/chongqing.yaml", "scale=0.01", "record.economics=true"),
    "v2g": ("scenarios/liangjiang.yaml", "scale=0.02", "time.duration=1 d", "time.start=2025-08-05", *small_runs.grid,
            *small_runs.v2g, "ageing.follow=true"),
    "control": ("scenarios/vgi/demand-response.yaml", "scale=0.01", "control.strategy=edf", "record.set_points=true"),
    "storage": ("scenarios/vgi/storage-pv.yaml", "scale=0.02", "time.duration=1 d"),
    "stations-v2g": ("scenarios/depot-v2g.yaml",),
    "outage": ("scenarios/outage.yaml",),
    "volt-var": ("scenarios/vgi/volt-var.yaml", "scale=0.02", "time.duration=1 d"),
    "droop": ("scenarios/vgi/droop.yaml", "scale=0.02", "time.duration=1 d"),
    "guidance": ("scenarios/guidance.yaml", "scale=0.02", "time.warmup=1 d"),
    "own": ("scenarios/own-network.yaml",),
    "swap": ("scenarios/swap-station.yaml",),
}


def sections():
    """Heading by heading, the rows of its tables as lists of cells."""
    heading, rows = "", {}
    for line in page.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("| `"):
            rows.setdefault(heading, []).append([cell.strip(" `") for cell in line.strip("|").split(" | ")])
    return rows


def documented():
    return {f"{group}/{name.strip()} {kind} ({dimensions.strip()}) {unit}: {meaning.rstrip(' |')}"
            for group, rows in sections().items() if group.startswith("/")
            for name, kind, dimensions, unit, meaning in ([cell.strip("` ") for cell in row] for row in rows)}


def type_of(variable):
    return "string" if variable.dtype == object else str(variable.dtype)


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def written(path):
    found = set()
    with h5py.File(path) as file:
        for group in file.values():
            for name, variable in group.items():
                scale = text(variable.attrs.get("NAME", b""))
                if scale.startswith("This is a netCDF dimension but not"):
                    continue
                if h5py.h5ds.is_scale(variable.id):
                    dimensions = [name]
                else:
                    dimensions = [variable.dims[i][0].name.rsplit("/", 1)[1] for i in range(variable.ndim)]
                unit = text(variable.attrs["units"])
                unit = "time" if " since " in unit else unit
                found.add(f"{group.name}/{name} {type_of(variable)} ({', '.join(dimensions)}) {unit}: "
                          f"{text(variable.attrs['long_name'])}")
    return found


class FormatPage(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.paths = {name: small_runs.result(f"format-{name}", *case) for name, case in runs.items()}

    def test_both_ways(self):
        on_page = documented()
        in_files = {name: written(path) for name, path in self.paths.items()}
        self.assertGreater(len(on_page), 200)
        for name, found in in_files.items():
            # Names along a network of the scenario's own are described as such, as the page says under /feeders.
            own = {entry for entry in found if entry.endswith("of the scenario's own network")}
            self.assertEqual(bool(own), name == "own")
            self.assertEqual(sorted(found - own - on_page), [], name)
            self.assertLessEqual({entry.split(": ")[0] for entry in own}, {entry.split(": ")[0] for entry in on_page})
        self.assertEqual(sorted(on_page - set().union(*in_files.values())), [])

    def test_attributes(self):
        on_page = {row[0] for row in sections()["Attributes of the file"]}
        for path in self.paths.values():
            with h5py.File(path) as file:
                self.assertEqual(set(file.attrs), on_page)

    def test_version(self):
        current, = re.findall(r"The current version of the result format is (\d+\.\d+)\.", page)
        for path in self.paths.values():
            with yuchong.open_run(path) as run:
                self.assertEqual(run.attrs["format_version"], current)
        history = re.findall(r"^\| (\d+\.\d+) \|", page, re.MULTILINE)
        self.assertEqual(history[-1], current)
        self.assertEqual(history, sorted(history, key=lambda v: tuple(map(int, v.split(".")))))

    def test_recipes_name_what_is_there(self):
        recipes = re.findall(r"```(\w+)\n(.*?)```", page[page.index("## Reading recipes"):page.index("## Versions")], re.DOTALL)
        self.assertEqual([language for language, _ in recipes], ["python", "r", "julia", "matlab", "sh"])
        with h5py.File(self.paths["day"]) as file:
            for language, recipe in recipes:
                for path in re.findall(r"[\"'](/?(?:city|stations|sessions|kpi)/\w+)[\"']", recipe):
                    self.assertIn(path, file, language)

    def test_the_python_recipe_runs(self):
        recipe = re.search(r"## Reading recipes.*?```python\n(.*?)```", page, re.DOTALL).group(1)
        exec(compile(recipe.replace("output/chongqing.h5", str(self.paths["day"])), "recipe", "exec"), {})


if __name__ == "__main__":
    unittest.main(warnings="ignore")
