"""pip installs the package, and what it installed works without the repository."""

import os
import shutil
import subprocess
import sys
import unittest

import small_runs

import yuchong


class Package(small_runs.program.ProgramTest):
    def test_pip_installs_it_whole(self):
        copy = self.directory / "scripts"  # pip builds inside the folder it is given
        shutil.copytree(small_runs.source / "scripts", copy, ignore=shutil.ignore_patterns("__pycache__"))
        target = self.directory / "installed"
        process = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation",
                                  "--target", target, copy], capture_output=True, text=True)
        self.assertEqual(process.returncode, 0, process.stderr)
        shutil.rmtree(copy)
        page = self.directory / "page.html"
        sweep_page = self.directory / "sweep.html"
        for command in (["-m", "yuchong.report", small_runs.sweep("regression"), "-o", sweep_page],
                        ["-m", "yuchong.report", small_runs.city_day(), "-o", page],
                        ["-c", f"import yuchong; assert yuchong.__file__.startswith({str(target)!r}); "
                               f"print(yuchong.open_run({str(small_runs.city_day())!r}).kpi['vehicles'])"]):
            process = subprocess.run([sys.executable, *map(str, command)], cwd=self.directory, capture_output=True, text=True,
                                     env={**os.environ, "PYTHONPATH": str(target)})
            self.assertEqual(process.returncode, 0, process.stderr)
        with yuchong.open_run(small_runs.city_day()) as run:
            self.assertEqual(process.stdout.strip(), str(run.kpi["vehicles"]))
        for written in (page, sweep_page):
            self.assertIn("echarts", written.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main(warnings="ignore")
