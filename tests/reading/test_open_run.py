"""What open_run gives, and what it says of files that it cannot open."""

import os
import shutil
import signal
import subprocess
import time
import unittest
import warnings

import h5py
import numpy as np
import xarray

import small_runs

import yuchong
from yuchong import group_file


class OpenRun(small_runs.program.ProgramTest):
    def copy(self, name):
        path = self.directory / name
        shutil.copy(small_runs.city_day(), path)
        return path

    def refused(self, path, *words, error=yuchong.ResultError, **options):
        with self.assertRaises(error) as caught:
            yuchong.open_run(path, **options)
        for word in (str(path), *words):
            self.assertIn(word, str(caught.exception))

    def test_groups_are_those_of_xarray(self):
        with yuchong.open_run(small_runs.city_day()) as run:
            with h5py.File(small_runs.city_day()) as file:
                self.assertEqual(set(run), set(file))
            for group in run:
                xarray.testing.assert_identical(run[group], xarray.open_dataset(small_runs.city_day(), group=group))
            self.assertIs(run["/city"], run["city"])
            self.assertEqual(run.name, "chongqing")
            self.assertEqual(run.scenario["scale"], 0.01)
            self.assertEqual(run.kpi["peak_time"], run["city"].time.values[np.argmax(run["city"].charging_kw.values)])
            self.assertEqual(str(run.attrs["status"]), "done")

    def test_groups_are_opened_when_asked_for_and_read_when_used(self):
        with yuchong.open_run(small_runs.city_day()) as run:
            self.assertEqual(run._open, {})
            self.assertFalse(run["stations"].charging_kw.variable._in_memory)
            self.assertEqual(set(run._open), {"stations"})

    def test_either_engine_gives_the_same(self):
        chosen = group_file.engine
        self.addCleanup(setattr, group_file, "engine", chosen)
        opened = {}
        for engine in ("netcdf4", "h5netcdf"):
            group_file.engine = lambda: engine
            with yuchong.open_run(small_runs.city_day()) as run:
                opened[engine] = run.attrs["digest"], list(run), run["city"].load(), run["sessions"].load()
        for one, other in zip(*opened.values()):
            if isinstance(one, xarray.Dataset):
                xarray.testing.assert_equal(one, other)
            else:
                self.assertEqual(one, other)

    def test_an_absent_group_says_when_it_is_there(self):
        with yuchong.open_run(small_runs.city_day()) as run:
            with self.assertRaisesRegex(KeyError, "grid: {flow: feeders}"):
                run["feeders"]
            with self.assertRaisesRegex(KeyError, "it has .*stations"):
                run["feeder"]

    def test_files_that_are_no_results(self):
        self.refused(self.directory, "a folder")
        with self.assertRaises(FileNotFoundError):
            yuchong.open_run(self.directory / "nowhere.h5")
        text = self.directory / "text.h5"
        text.write_text("format: 1\n")
        self.refused(text, "no HDF5 file")
        checkpoint = self.directory / "day.checkpoint"
        checkpoint.write_bytes(b"YUCHONG")
        self.refused(checkpoint, "--resume")
        empty = self.directory / "empty.h5"
        empty.touch()
        self.refused(empty, "empty")
        foreign = self.directory / "foreign.h5"
        with h5py.File(foreign, "w") as file:
            file["city"] = [1.0]
        self.refused(foreign, "no result of Yuchong")

    def test_truncated_and_damaged_files(self):
        whole = small_runs.city_day().read_bytes()
        for kept in (len(whole) - 1, len(whole) // 2, 200):
            path = self.directory / f"first-{kept}.h5"
            path.write_bytes(whole[:kept])
            self.refused(path, "truncated", str(kept), str(len(whole)))
        path = self.directory / "stub.h5"
        path.write_bytes(whole[:20])
        self.refused(path, "damaged")
        path = self.directory / "overwritten.h5"
        path.write_bytes(whole[:60] + bytes(4000) + whole[4060:])
        self.refused(path, "damaged")

    def test_formats_of_other_versions(self):
        path = self.copy("other.h5")
        for version, words in (("2.0", "update it"), ("0.9", "older"), ("new", "no version")):
            with h5py.File(path, "r+") as file:
                file.attrs["format_version"] = version
            self.refused(path, version, words)
        with h5py.File(path, "r+") as file:
            file.attrs["format_version"] = "1.99"
        yuchong.open_run(path).close()

    def test_a_file_under_construction(self):
        self.refused(self.copy("day.h5.tmp"), "under construction")

    def test_a_stopped_run(self):
        output = self.directory / "week.h5"
        process = subprocess.Popen(self.command("run", "scenarios/chongqing-week.yaml", "-o", output, "--progress", "off",
                                                "--set", "scale=0.1", "--set", "time.duration=300 d"),
                                   cwd=small_runs.source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not any(path.name.endswith(".tmp") for path in self.directory.iterdir()):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(), small_runs.program.stopped)
        partial = self.directory / "week.partial.h5"
        self.refused(partial, "stopped", "--resume", "partial=True", error=yuchong.PartialResult)
        with yuchong.open_run(partial, partial=True) as run:
            self.assertEqual(run.kpi, {})
            self.assertIn("charging_kw", run["city"])

    def test_a_run_that_failed_its_audit(self):
        path = self.copy("failed.h5")
        with h5py.File(path, "r+") as file:
            file.attrs["status"] = "audit_failed"
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yuchong.open_run(os.fspath(path)).close()
        self.assertTrue(any("do not trust it" in str(warning.message) for warning in caught))


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # of xarray about times that did not happen
