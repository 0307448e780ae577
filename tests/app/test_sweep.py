"""Sweeps on one machine: what they make, and that nothing is lost or doubled when things go wrong."""

import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

import h5py
import numpy
import xarray

from yuchong import ProgramTest, bad_input, binary, done, failed, source, stopped

small = "{scale: 2 %, time: {duration: 1 d, warmup: 0 d}}"
long = "{scale: 30 %, time: {duration: 7 d, warmup: 0 d}}"  # long enough to be interrupted
two_values = "parameters: {patience: {key: demand.patience.mean_min, values: [5, 45]}}\ndesign: {kind: grid}\n"


class SweepTest(ProgramTest):
    def sweep_file(self, text, size=small, name="s"):
        path = self.directory / f"{name}.yaml"
        path.write_text(f"sweep: 1\nname: {name}\nscenario: {source}/scenarios/liangjiang.yaml\nset: {size}\n{text}")
        return path

    def sweep(self, action, *arguments, expect=done):
        return self.run_program("sweep", action, *arguments, expect=expect)

    def run_sweep(self, file, name, *options, expect=done):
        folder = self.directory / name
        self.sweep("run", file, "-o", folder, "--progress", "off", *options, expect=expect)
        return folder

    def begin(self, *arguments):
        process = subprocess.Popen(self.command("sweep", *arguments, "--progress", "off"), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process

    def status(self, folder):
        return json.loads(self.sweep("status", folder, "--json").stdout)

    def wait_for(self, what, seconds=60):
        until = time.monotonic() + seconds
        while True:
            try:
                if what():
                    return
            except (OSError, StopIteration):  # a file that went away while it was looked at
                pass
            self.assertLess(time.monotonic(), until, "it did not come about")
            time.sleep(0.01)

    def assert_complete(self, folder, like):
        """All runs once, nothing left over, and the same merged file to the bit."""
        counts = self.status(folder)["counts"]
        self.assertEqual(counts.pop("done"), len(list((like / "runs").iterdir())))
        self.assertEqual(set(counts.values()), {0}, counts)
        self.assertEqual(sorted(p.name for p in (folder / "runs").iterdir()),
                         sorted(p.name for p in (like / "runs").iterdir()))
        self.assertEqual(list((folder / "work").iterdir()), [])
        self.assertEqual((folder / "merged.h5").read_bytes(), (like / "merged.h5").read_bytes())


class WhatASweepMakes(SweepTest):
    grid = ("parameters:\n"
            "  patience: {key: demand.patience.mean_min, values: [5 min, 25 min, 45 min]}\n"
            "  reserve: {key: demand.charging.reserve_mean, range: [0.1, 0.2], steps: 2}\n"
            "design: {kind: grid}\nreplications: 3\nbaseline: {patience: 25 min}\n"
            "kpis: [wait_mean_s, energy_kwh, visits]\nseries: [city.charging_kw, districts.charging_kw]\n")

    def test_the_merged_file(self):
        folder = self.run_sweep(self.sweep_file(self.grid), "a")
        for engine in ("netcdf4", "h5netcdf"):
            with xarray.open_dataset(folder / "merged.h5", engine=engine) as root:
                self.assertEqual(dict(root.sizes), {"point": 6, "replication": 3})
                self.assertEqual(list(root.patience.values), [5, 5, 25, 25, 45, 45])
                self.assertEqual(root.patience.units, "min")
                self.assertEqual(list(root.reserve.values[:2]), [0.1, 0.2])
                self.assertIn("patience", root.wait_mean_s.coords)
                self.assertEqual(list(root.seed.values), [1, 2, 3])
                self.assertTrue((root.status == 0).all())
                numpy.testing.assert_allclose(root.energy_kwh_mean, root.energy_kwh.mean("replication"), rtol=1e-12)
                half = 4.302652729749464 * root.energy_kwh.std("replication", ddof=1) / 3 ** 0.5
                numpy.testing.assert_allclose(root.energy_kwh_mean_high - root.energy_kwh_mean, half, rtol=1e-8)
                differences = root.wait_mean_s - root.wait_mean_s.sel(point=2)
                numpy.testing.assert_allclose(root.wait_mean_s_difference, differences.mean("replication"), atol=1e-9)
            with xarray.open_dataset(folder / "merged.h5", group="effects", engine=engine) as effects:
                effect = effects.sel(effect="patience=45 min", kpi="wait_mean_s").main_effect
                with xarray.open_dataset(folder / "merged.h5") as root:
                    self.assertAlmostEqual(float(effect), float(root.wait_mean_s_mean[4:].mean()
                                                                - root.wait_mean_s_mean.mean()), 6)
        subprocess.run(["ncdump", "-h", folder / "merged.h5"], check=True, capture_output=True)

    def test_numbers_of_runs_stand_where_they_belong(self):
        folder = self.run_sweep(self.sweep_file(self.grid), "a")
        with h5py.File(folder / "merged.h5") as merged:
            for point, replication in ((0, 0), (3, 1), (5, 2)):
                with h5py.File(folder / f"runs/p{point:05}-r{replication:03}.h5") as run:
                    self.assertEqual(run.attrs["seed"], merged["seed"][replication])
                    for kpi in ("wait_mean_s", "energy_kwh", "visits"):
                        self.assertEqual(run["kpi"][kpi][()], merged[kpi][point, replication])
                    for group in ("city", "districts"):
                        numpy.testing.assert_array_equal(run[group]["charging_kw"][:],
                                                         merged["series"][group]["charging_kw"][point, replication])

    def test_series_are_referred_to_or_copied(self):
        folder = self.run_sweep(self.sweep_file(self.grid), "a")
        with xarray.open_dataset(folder / "merged.h5", group="series/districts") as series:
            joined = series.charging_kw.load()
        self.assertEqual(joined.dims, ("point", "replication", "time", "district"))
        self.sweep("merge", folder, "--copy")
        os.rename(folder / "runs", folder / "elsewhere")
        with xarray.open_dataset(folder / "merged.h5", group="series/districts") as series:
            xarray.testing.assert_identical(series.charging_kw.load(), joined)

    def test_a_series_that_does_not_fit_is_left_out_and_told(self):
        file = self.sweep_file(two_values + "replications: 3\nseries: [stations.charging_kw, city.charging_kw]\n")
        folder = self.directory / "a"
        told = self.sweep("run", file, "-o", folder, expect=failed).stderr  # seeds draw other stations
        self.assertIn("stations.charging_kw cannot be joined", told)
        with h5py.File(folder / "merged.h5") as merged:
            self.assertNotIn("stations", merged["series"])
            self.assertEqual(merged["series/city/charging_kw"].shape[:2], (2, 3))

    def test_points_share_their_demand(self):
        file = self.sweep_file("parameters: {sharing: {key: supply.network.sharing, values: [greedy, fair]}}\n"
                               "design: {kind: grid}\nreplications: 2\nkpis: [visits]\n")
        folder = self.run_sweep(file, "a")
        hashes = [[h5py.File(folder / f"runs/p{p:05}-r{r:03}.h5").attrs["demand_hash"] for p in range(2)]
                  for r in range(2)]
        self.assertEqual(len(set(hashes[0])), 1)
        self.assertEqual(len(set(hashes[1])), 1)
        self.assertNotEqual(hashes[0][0], hashes[1][0])

    def test_workers_do_not_show_in_the_result(self):
        file = self.sweep_file(self.grid)
        one = self.run_sweep(file, "one", "--jobs", "1")
        two = self.run_sweep(file, "two", "--jobs", "2")
        self.assert_complete(two, one)
        tasks = self.directory / "tasks"
        told = self.sweep("prepare", file, "-o", tasks, "--runs-per-task", "4").stdout
        self.assertIn("5 tasks, 0 to 4", told)
        subprocess.run(["xargs", "-P", "2", "-I", "{}", binary, "sweep", "task", tasks, "{}", "--progress", "off"],
                       input="3\n1\n4\n0\n2\n", text=True, check=True)
        self.sweep("merge", tasks)
        self.assert_complete(tasks, one)
        self.sweep("task", tasks, "5", expect=bad_input)

    def test_a_precision_is_reached_and_not_overdone(self):
        file = self.sweep_file(two_values + "precision: {kpi: energy_kwh, half_width: 6 %, fewest: 3, most: 12}\n"
                               "kpis: [energy_kwh]\n")
        folder = self.run_sweep(file, "p")
        with xarray.open_dataset(folder / "merged.h5") as root:
            for point in range(2):
                values = root.energy_kwh.values[point]
                values = values[~numpy.isnan(values)]
                self.assertTrue(3 <= len(values) <= 12)
                half = [4.302652729749464, 3.182446305284263, 2.7764451051977987, 2.5705818366147395,
                        2.4469118487916806, 2.3646242510102993, 2.306004135033371, 2.2621571627409915,
                        2.2009851600829503, 2.200985160082949]
                widths = [half[n - 3] * values[:n].std(ddof=1) / n ** 0.5 / values[:n].mean()
                          for n in range(3, len(values) + 1)]
                if len(values) < 12:
                    self.assertLessEqual(widths[-1], 0.06)
                self.assertTrue(all(width > 0.06 for width in widths[:-1]))
        tasks = self.directory / "tasks"
        self.assertIn("2 tasks", self.sweep("prepare", file, "-o", tasks).stdout)
        for task in range(2):
            self.sweep("task", tasks, task)
        self.sweep("merge", tasks)
        self.assert_complete(tasks, folder)

    def test_a_finished_sweep_is_not_overwritten(self):
        file = self.sweep_file(two_values)
        folder = self.run_sweep(file, "a")
        before = (folder / "manifest.json").read_bytes()
        told = self.sweep("run", file, "-o", folder, expect=bad_input).stderr
        self.assertIn("holds a sweep already", told)
        self.assertEqual((folder / "manifest.json").read_bytes(), before)

    def test_designs_for_sensitivity_come_with_their_indices(self):
        parameters = ("parameters:\n"
                      "  patience: {key: demand.patience.mean_min, range: [5, 45]}\n"
                      "  reserve: {key: demand.charging.reserve_mean, range: [0.1, 0.2]}\n"
                      "kpis: [visits, wait_mean_s]\n")
        for design, group, variables in (
                ("{kind: saltelli, points: 8}", "sobol", ("first", "first_low", "total", "total_high", "rows")),
                ("{kind: morris, trajectories: 6}", "morris", ("mu_star", "mu_star_low", "sigma", "effects")),
                ("{kind: latin_hypercube, points: 12}", "regression", ("coefficient", "explained_share"))):
            with self.subTest(design=design):
                file = self.sweep_file(parameters + f"design: {design}\n", name=group)
                folder = self.run_sweep(file, group)
                with xarray.open_dataset(folder / "merged.h5", group=group) as found:
                    self.assertEqual(list(found.parameter.values), ["patience", "reserve"])
                    self.assertEqual(list(found.kpi.values), ["visits", "wait_mean_s"])
                    for variable in variables:
                        self.assertTrue(numpy.isfinite(found[variable].sel(kpi="wait_mean_s")).all(), variable)


class WhatGoesWrong(SweepTest):
    def test_a_failed_run_stops_nobody_and_keeps_its_log(self):
        socket = self.directory / "nobody.sock"
        file = self.sweep_file(
            f"parameters:\n  strategy: {{key: control.strategy, values: [uncontrolled, external, fcfs]}}\n"
            f"  socket: {{key: control.external.socket, values: ['unix {socket}'], when: {{strategy: external}}}}\n"
            "  wait: {key: control.external.connect_within_s, values: [1], when: {strategy: external}}\n"
            "design: {kind: grid}\n")
        folder = self.run_sweep(file, "a", expect=failed)
        status = self.status(folder)
        self.assertEqual((status["counts"]["done"], status["counts"]["failed"]), (2, 1))
        run, = [run for run in status["runs"] if run["state"] == "failed"]
        self.assertEqual(run["point"], 1)
        self.assertIn("control.strategy=external", run["settings"])
        log = (folder / "failed" / f"{run['run']}.log").read_text()
        self.assertIn(run["message"], log)
        self.assertIn(run["run"], self.sweep("status", folder).stdout)
        with xarray.open_dataset(folder / "merged.h5") as root:
            self.assertEqual(list(root.status.values[:, 0]), [0, 1, 0])
            self.assertTrue(numpy.isnan(root.visits.values[1, 0]))
            self.assertTrue(numpy.isfinite(root.visits.values[[0, 2], 0]).all())

    def test_deleted_and_truncated_results_are_made_again_and_only_these(self):
        file = self.sweep_file(two_values + "replications: 3\n")
        folder, like = self.run_sweep(file, "a"), self.run_sweep(file, "b")
        runs = sorted((folder / "runs").iterdir())
        kept = {path.name: path.stat().st_ino for path in runs[2:]}
        runs[0].unlink()
        os.truncate(runs[1], runs[1].stat().st_size // 2)
        self.assertEqual({run["run"]: run["state"] for run in self.status(folder)["runs"]}["p00000-r001"], "damaged")
        self.sweep("merge", folder, expect=failed)
        self.sweep("resume", folder)
        self.assert_complete(folder, like)
        self.assertEqual({name: (folder / "runs" / name).stat().st_ino for name in kept}, kept)
        self.assertTrue((folder / "failed" / "p00000-r001.damaged.h5").exists())

    def test_a_stopped_sweep_goes_on_from_its_checkpoints(self):
        file = self.sweep_file(two_values + "kpis: [visits]\n", size=long)
        like = self.run_sweep(file, "b", "--jobs", "2")
        folder = self.directory / "a"
        process = self.begin("run", file, "-o", folder, "--jobs", "2")
        self.wait_for(lambda: len(list(folder.glob("work/*/*.h5*"))) >= 2)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=60)
        self.assertEqual(process.returncode, stopped, told)
        self.assertIn("sweep resume", told)
        self.assertEqual(self.status(folder)["counts"]["stopped"], 2, told)
        self.assertEqual(len(list(folder.glob("work/*/*.checkpoint"))), 2)
        resume = self.begin("resume", folder, "--jobs", "1")
        command = []

        def look():
            for claim in folder.glob("work/*.claim"):
                words = claim.read_text().split()
                if len(words) > 5 and int(words[3]) > 0:
                    command[:] = pathlib.Path(f"/proc/{words[3]}/cmdline").read_text().split("\0")
            return "run" in command

        self.wait_for(look)
        self.assertIn("--resume", command)
        _, told = resume.communicate(timeout=60)
        self.assertEqual(resume.returncode, done, told)
        self.assert_complete(folder, like)

    def test_a_killed_controller_and_two_resumes_at_once(self):
        file = self.sweep_file(two_values + "replications: 3\nkpis: [visits]\n", size=long)
        like = self.run_sweep(file, "b")
        folder = self.directory / "a"
        process = self.begin("run", file, "-o", folder, "--jobs", "2")
        self.wait_for(lambda: any(folder.glob("runs/*.h5")))
        process.kill()
        process.wait()
        self.assertLess(len(list(folder.glob("runs/*.h5"))), 6)
        both = [self.begin("resume", folder, "--jobs", "2") for _ in range(2)]
        for resumed in both:
            _, told = resumed.communicate(timeout=120)
            self.assertEqual(resumed.returncode, done, told)
        self.assert_complete(folder, like)

    def test_a_killed_task_is_claimed_anew(self):
        file = self.sweep_file(two_values + "kpis: [visits]\n", size=long)
        like = self.run_sweep(file, "b")
        folder = self.directory / "a"
        self.sweep("prepare", file, "-o", folder)
        task = self.begin("task", folder, "0")
        self.wait_for(lambda: any(folder.glob("work/*/*.h5*")))
        task.kill()
        task.wait()
        self.sweep("task", folder, "1")
        self.wait_for(lambda: self.status(folder)["counts"]["running"] == 0)  # its child saves and ends
        self.assertEqual(self.status(folder)["counts"]["stopped"], 1)
        self.sweep("task", folder, "0")
        self.sweep("merge", folder)
        self.assert_complete(folder, like)

    def test_a_machine_that_fails_costs_what_was_done_since_the_last_checkpoint(self):
        file = self.sweep_file(two_values + "kpis: [visits]\n", size=long)
        like = self.run_sweep(file, "b")
        folder = self.directory / "a"
        self.sweep("prepare", file, "-o", folder)
        task = self.begin("task", folder, "0", "--checkpoint-every", "1 d")
        self.wait_for(lambda: any(folder.glob("work/*/*.checkpoint")))
        claims = []
        self.wait_for(lambda: claims.append(next(folder.glob("work/*.claim")).read_text().split()) or
                      int((claims[-1] + ["0"] * 4)[3]) > 0)
        child = int(claims[-1][3])
        task.kill()  # first, so that nobody calls the child's death a failure
        os.kill(child, signal.SIGKILL)
        task.wait()
        self.wait_for(lambda: self.status(folder)["counts"]["running"] == 0)
        self.assertEqual(self.status(folder)["counts"]["stopped"], 1)
        begin = next(folder.glob("work/*/*.checkpoint")).stat().st_size
        self.assertGreater(begin, 10_000)  # not the empty one of a run that has not begun
        self.sweep("resume", folder)
        self.assert_complete(folder, like)
        self.sweep("run", file, "-o", self.directory / "c", "--checkpoint-every", "often", expect=bad_input)

    def test_a_killed_child_is_a_failure_that_resume_makes_good(self):
        file = self.sweep_file(two_values + "kpis: [visits]\n", size=long)
        like = self.run_sweep(file, "b")
        folder = self.directory / "a"
        process = self.begin("run", file, "-o", folder, "--jobs", "1")
        claim = folder / "work/p00000-r000.claim"
        self.wait_for(lambda: claim.exists() and claim.read_text().count("\n") == 3 and
                      int(claim.read_text().split()[3]) > 0)
        os.kill(int(claim.read_text().split()[3]), signal.SIGKILL)
        _, told = process.communicate(timeout=120)
        self.assertEqual(process.returncode, failed, told)
        counts = self.status(folder)["counts"]
        self.assertEqual((counts["done"], counts["failed"]), (1, 1))
        self.assertIn("ended by signal 9", self.sweep("status", folder).stdout)
        self.sweep("resume", folder)
        self.assert_complete(folder, like)
        self.assertEqual(list((folder / "failed").iterdir()), [])

    def test_claims_of_other_machines_are_respected_until_they_are_stale(self):
        file = self.sweep_file(two_values)
        like = self.run_sweep(file, "b")
        folder = self.directory / "a"
        self.sweep("prepare", file, "-o", folder)
        claim = folder / "work/p00000-r000.claim"
        claim.write_text("0123456789abcdef\n4242 4242 4243 4243\nanother pid:[1]\n")
        self.sweep("task", folder, "0")
        self.assertEqual(self.status(folder)["counts"]["running"], 1)
        self.assertEqual(list((folder / "runs").iterdir()), [])
        os.utime(claim, (time.time() - 600, time.time() - 600))
        self.sweep("resume", folder)
        self.assert_complete(folder, like)

    def test_a_cancelled_sweep_stops_and_can_be_resumed(self):
        file = self.sweep_file(two_values + "replications: 3\nkpis: [visits]\n", size=long)
        folder = self.directory / "a"
        process = self.begin("run", file, "-o", folder, "--jobs", "1")
        self.wait_for(lambda: any(folder.glob("work/*/*.h5*")))
        self.sweep("cancel", folder)
        _, told = process.communicate(timeout=60)
        self.assertEqual(process.returncode, stopped, told)
        self.assertIn("cancelled", told)
        self.sweep("task", folder, "0", expect=stopped)
        self.sweep("resume", folder)
        self.assertEqual(self.status(folder)["counts"]["done"], 6)

    def test_a_scenario_that_changed_is_not_mixed_in(self):
        base = self.directory / "base.yaml"
        text = f"base: {source}/scenarios/liangjiang.yaml\nscale: 2 %\ntime: {{duration: 1 d, warmup: 0 d}}\n"
        base.write_text(text)
        file = self.directory / "s.yaml"
        file.write_text(f"sweep: 1\nname: s\nscenario: base.yaml\n{two_values}")
        folder = self.directory / "a"
        self.sweep("prepare", file, "-o", folder)
        self.sweep("task", folder, "0")
        base.write_text(text + "demand: {patience: {shape: 2}}\n")
        self.sweep("task", folder, "1", expect=failed)
        self.assertIn("changed since the sweep was laid out", self.sweep("status", folder).stdout)
        base.write_text(text)
        self.sweep("resume", folder)

    def test_a_full_disk_loses_nothing(self):
        file = self.sweep_file(two_values + "replications: 4\nkpis: [visits]\n")
        like = self.run_sweep(file, "b")
        size = sum(path.stat().st_size for path in (like / "runs").iterdir())
        disk = self.directory / "disk"
        disk.mkdir()
        script = ('mount -t tmpfs -o size="$1" none "$2"; folder="$2/a"; '
                  '"$3" sweep run "$4" -o "$folder" --jobs 2 --progress off || echo "code $?"; '
                  '"$3" sweep status "$folder"; mount -o remount,size=100m "$2"; '
                  '"$3" sweep resume "$folder" --progress off || exit 1; cp -r "$folder" "$5"')

        def mounted(script, *words):
            return subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-euc", script, "sh", *words],
                                  capture_output=True, text=True)

        if mounted('mount -t tmpfs -o size=1m none "$1"', disk).returncode != 0:
            self.skipTest("no file systems may be mounted here")
        process = mounted(script, str(size // 2), disk, binary, file, self.directory / "a")
        self.assertEqual(process.returncode, done, process.stdout + process.stderr)
        self.assertIn("code 1", process.stdout)
        self.assertIn("the disk is full", process.stdout + process.stderr)
        self.assert_complete(self.directory / "a", like)


if __name__ == "__main__":
    unittest.main()
