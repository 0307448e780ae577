"""Runs the notebooks of scripts/notebooks on fresh results of small runs, as a reader would; they are stored without output."""

import json
import os
import subprocess
import sys
import unittest

import small_runs

notebooks = sorted((small_runs.source / "scripts/notebooks").glob("*.ipynb"))
short = ["scale=0.02", "time.duration=1 d"]
results = {
    "chongqing": ("scenarios/chongqing.yaml", "scale=0.02"),
    "chongqing-grid": ("scenarios/chongqing-grid.yaml", "scale=0.02"),
    **{f"vgi/{name}": (f"scenarios/vgi/{name}.yaml", "grid.flow=feeders", *short)
       for name in ("uncontrolled", "home-valley-fill", "v2g-peak-shave")},
}
policies = ("coverage", "p_median", "equal")
small_city = ["scale=0.1", "time.duration=1 d"]


class Notebooks(small_runs.program.ProgramTest):
    def test_they_stand_in_order_and_without_output(self):
        self.assertGreaterEqual(len(notebooks), 6)
        self.assertEqual([path.name[:3] for path in notebooks], [f"{i + 1:02}-" for i in range(len(notebooks))])
        for path in notebooks:
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                self.assertFalse(cell.get("outputs"), path)
                self.assertIsNone(cell.get("execution_count"), path)

    def make_rollout(self, folder):
        """Plans by three methods, and a city without and with the sites of the first."""
        for policy in policies:
            self.run_program("plan", "scenarios/liangjiang.yaml", "--stations", 40, "--policy", policy, "-o", folder / f"{policy}-sites.csv",
                             "--curve", folder / f"{policy}.csv")
        small_runs.result("rollout/before", "scenarios/liangjiang.yaml", *small_city)
        small_runs.result("rollout/after", "scenarios/liangjiang.yaml", *small_city, f"supply.added_stations={folder}/coverage-sites.csv")

    def test_they_run_clean_on_fresh_results(self):
        for part in ("vgi", "rollout", "sweeps"):
            (small_runs.folder / part).mkdir(exist_ok=True)
        for name, case in results.items():
            small_runs.result(name, *case)
        self.make_rollout(small_runs.folder / "rollout")
        for name in ("patience", "screening"):
            self.run_program("sweep", "run", f"scenarios/sweeps/{name}.yaml", "-o", small_runs.folder / "sweeps" / name, "--progress", "off")
        for path in notebooks:
            with self.subTest(path.name):
                process = subprocess.run(
                    [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", self.directory, path],
                    cwd=path.parent, capture_output=True, text=True,
                    env={**{name: value for name, value in os.environ.items() if name != "MPLBACKEND"}, "YUCHONG_RESULTS": str(small_runs.folder), "PYDEVD_DISABLE_FILE_VALIDATION": "1",
                         "PYTHONDONTWRITEBYTECODE": "1"})
                self.assertEqual(process.returncode, 0, process.stderr[-4000:])
                cells = json.loads((self.directory / path.name).read_text(encoding="utf-8"))["cells"]
                outputs = [output for cell in cells for output in cell.get("outputs", [])]
                for cell in cells:  # a figure is made where the last line ends in a semicolon
                    if cell["cell_type"] == "code" and "".join(cell["source"]).endswith(";"):
                        self.assertTrue(any("image/png" in output.get("data", {}) for output in cell["outputs"]), cell["source"])
                self.assertTrue(any("image/png" in output.get("data", {}) for output in outputs))
                warned = [output["text"] for output in outputs if output.get("name") == "stderr"]
                self.assertEqual(warned, [])


if __name__ == "__main__":
    unittest.main(warnings="ignore")
