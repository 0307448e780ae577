import json
import resource
import signal
import subprocess
import unittest

import h5py
import xarray

from yuchong import ProgramTest, bad_input, failed, source

scenario = "scenarios/one-station.yaml"

groups = {"scenario", "city", "districts", "fleets", "zones", "stations", "sessions", "kpi", "audit", "run", "rollout",
          "zone_demand"}

# What notebooks and scripts may rely on.
summary_keys = {
    "scenario", "vehicles", "stations", "sessions", "visits", "energy_kwh", "peak_kw", "peak_time", "wait_mean_s",
    "wait_p50_s", "wait_p90_s", "wait_p95_s", "served_share", "utilisation", "events", "trips_walked", "ev_days",
    "energy_cost_yuan", "co2_kg", "cpu_s", "sim_cpu_s", "wall_s", "peak_rss_mb", "digest", "output", "status"}


class Run(ProgramTest):
    def run_scenario(self, *arguments, **options):
        return self.run_program("run", scenario, *arguments, **options)

    def digest(self, *arguments):
        self.result = self.directory / "digest.h5"
        return json.loads(self.run_scenario("-o", self.result, "--force", "--json", *arguments).stdout)["digest"]

    def test_a_run_ends_with_a_summary_and_one_file(self):
        result = self.directory / "one.h5"
        process = self.run_scenario("-o", result)
        self.assertIn("sessions", process.stdout)
        self.assertIn(str(result), process.stdout)
        self.assertEqual(self.files(), ["one.h5"])

    def test_json_is_one_object_with_what_others_rely_on(self):
        result = self.directory / "one.h5"
        summary = json.loads(self.run_scenario("-o", result, "--json").stdout)
        self.assertLessEqual(summary_keys, summary.keys())
        self.assertLessEqual({"super", "fast", "ac"}, summary["utilisation"].keys())
        self.assertEqual(summary["output"], str(result))
        self.assertEqual(summary["status"], "done")
        self.assertGreater(summary["peak_rss_mb"], 1)
        self.assertGreaterEqual(summary["cpu_s"], summary["sim_cpu_s"])

    def test_an_existing_result_is_kept_unless_forced(self):
        result = self.directory / "one.h5"
        result.write_text("precious")
        process = self.run_scenario("-o", result, expect=bad_input)
        self.assertIn("--force", process.stderr)
        self.assertEqual(result.read_text(), "precious")
        self.assertEqual(self.files(), ["one.h5"])
        self.run_scenario("-o", result, "--force")
        self.assertGreater(result.stat().st_size, 1000)

    def test_an_output_that_cannot_be_written_is_refused_before_anything_runs(self):
        (self.directory / "file").write_text("")
        (self.directory / "folder").mkdir()
        for output in ("file/one.h5", "nowhere/one.h5", "folder"):
            process = self.run_scenario("-o", self.directory / output, expect=bad_input)
            self.assertIn(output, process.stderr)
        self.assertEqual(self.files(), ["file", "folder"])

    def test_bad_input_is_reported_all_at_once_and_runs_nothing(self):
        result = self.directory / "one.h5"
        process = self.run_scenario("-o", result, "--set", "time.warmupp=1 d", "--set", "time.duration=-1 d",
                                    expect=bad_input)
        self.assertIn("warmupp", process.stderr)
        self.assertIn("duration", process.stderr)
        self.assertEqual(process.stdout, "")
        self.assertEqual(self.files(), [])
        self.run_program("run", "scenarios/no-such.yaml", expect=bad_input)

    def test_bad_spans_and_checkpoints_are_refused(self):
        result = self.directory / "one.h5"
        for option, value in (("--checkpoint-every", "30 kW"), ("--checkpoint-every", "0 d"),
                              ("--resume", self.directory / "none.checkpoint"), ("--resume", source / "README.md")):
            process = self.run_scenario("-o", result, option, value, expect=bad_input)
            self.assertIn(str(value), process.stderr)
        self.assertEqual(self.files(), [])

    def test_the_seed_option_is_the_seed_of_the_scenario(self):
        self.assertEqual(self.digest("--seed", "7"), self.digest("--set", "seed=7"))

    def test_a_full_disk_is_a_failure_that_leaves_no_result(self):
        limit = 64 * 1024

        def small_files_only():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        result = self.directory / "one.h5"
        self.run_scenario("-o", result, expect=failed, preexec_fn=small_files_only)
        self.assertFalse(result.exists())

    def test_a_small_full_disk(self):
        disk = self.directory / "disk"
        disk.mkdir()

        def on_a_disk_of(size, *command):
            """Runs a command while a file system of that size is mounted, and lists on stderr what is left there."""
            script = ('mount -t tmpfs -o size="$1" none "$2" && { disk=$2; shift 2; "$@"; code=$?; ls "$disk" >&2; '
                      'exit $code; }')
            return subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", size,
                                   disk, *command], capture_output=True, text=True, cwd=source)

        if on_a_disk_of("1m", "true").returncode != 0:
            self.skipTest("no file systems may be mounted here")
        self.assertEqual(on_a_disk_of("16m", *self.command("run", scenario, "-o", disk / "one.h5")).returncode, 0)
        # Too small for the first bytes, for the rows on the way, and for the last of them.
        busy = ["run", "scenarios/liangjiang.yaml", "--set", "scale=0.02", "--set", "time.duration=2 d", "-o"]
        self.run_program(*busy, self.directory / "whole.h5")
        whole_bytes = (self.directory / "whole.h5").stat().st_size
        for share in (0.01, 0.3, 0.6, 0.95):
            with self.subTest(share=share):
                process = on_a_disk_of(str(int(share * whole_bytes)), *self.command(*busy, disk / "one.h5"))
                self.assertEqual(process.returncode, failed, process.stderr)
                self.assertIn("yuchong: ", process.stderr)
                self.assertRegex(process.stderr, "disk is full|No space left")
                self.assertEqual(process.stdout, "")
                self.assertNotIn("\none.h5", "\n" + process.stderr)

    def test_a_closed_output_is_a_failure(self):
        with open("/dev/full", "w") as full:
            process = subprocess.run(self.command("schema"), cwd=source, stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(process.returncode, failed)

    def test_plain_progress_never_reaches_stdout(self):
        process = self.run_scenario("-o", self.directory / "one.h5", "--json", "--progress", "plain")
        json.loads(process.stdout)

    def test_results_compare_equal_to_themselves_and_differ_by_seed(self):
        a, b, c = (self.directory / name for name in ("a.h5", "b.h5", "c.h5"))
        self.run_program("run", "scenarios/liangjiang.yaml", "--set", "scale=0.002", "--set", "time.duration=1 d",
                         "-o", a)
        self.run_program("run", "scenarios/liangjiang.yaml", "--set", "scale=0.002", "--set", "time.duration=1 d",
                         "-o", b)
        self.run_program("run", "scenarios/liangjiang.yaml", "--set", "scale=0.002", "--set", "time.duration=1 d",
                         "-o", c, "--seed", "99")
        self.run_program("compare", a, b, "--exact")
        self.assertIn("digest", self.run_program("compare", a, c, "--exact", expect=failed).stdout)
        refused = self.run_program("compare", a, c, expect=bad_input)
        self.assertEqual(refused.stdout, "")
        self.assertIn("differ in their demand (seed ", refused.stderr)
        self.assertIn("--any-demand", refused.stderr)
        self.assertIn("energy_cost_yuan", self.run_program("compare", a, c, "--any-demand").stdout)

    def test_strategies_of_one_demand_are_compared(self):
        paths = []
        for strategy, share in (("uncontrolled", 1), ("peak_limit", 0.3), ("llf", 0.3)):
            paths.append(self.directory / f"{strategy}.h5")
            self.run_program("run", "scenarios/liangjiang.yaml", "--set", "scale=0.005", "--set", "time.duration=1 d",
                             "--set", f"control.strategy={strategy}", "--set", f"control.limit_share={share}",
                             "--set", "tariff.home_yuan_per_kwh=0.6", "-o", paths[-1])
        text = self.run_program("compare", *paths).stdout
        for part in ("(baseline)", "B - A", "C - A", "cost", "carbon dioxide", "city_valley_kw", "unmet_kwh"):
            self.assertIn(part, text)
        table = json.loads(self.run_program("compare", *paths, "--json").stdout)
        self.assertEqual(table["files"], [str(path) for path in paths])
        figures = {figure["name"]: figure for group in table["groups"] for figure in group["figures"]}
        for path, unmet, cost in zip(paths, figures["unmet_kwh"]["values"], figures["energy_cost_yuan"]["values"]):
            with h5py.File(path) as file:
                self.assertEqual(unmet, file["kpi/unmet_kwh"][()])
                self.assertEqual(cost, file["kpi/cost_public_yuan"][()] + file["kpi/cost_home_yuan"][()])
        with h5py.File(paths[1]) as file:
            load = file["city/base_kw"][:] + file["city/charging_kw"][:]
        self.assertEqual(figures["city_valley_kw"]["values"][1], load.min())
        self.run_program("compare", *paths, "--exact", expect=bad_input)
        with h5py.File(paths[2], "a") as file:  # as files were before
            del file.attrs["demand_hash"]
        self.assertIn("llf.h5", self.run_program("compare", *paths, expect=bad_input).stderr)
        self.run_program("compare", *paths, "--any-demand")

    def test_describe_shows_a_result(self):
        result = self.directory / "one.h5"
        self.run_scenario("-o", result)
        self.assertIn("/stations", self.run_program("describe", result).stdout)

    def test_others_read_the_result(self):
        result = self.directory / "one.h5"
        summary = json.loads(self.run_scenario("-o", result, "--json").stdout)
        for tool in (["ncdump"], ["h5dump"]):
            text = subprocess.run([*tool, result], capture_output=True, text=True, check=True).stdout
            for group in groups:
                self.assertRegex(text, f'(group: {group} |GROUP "{group}")')
        with h5py.File(result) as file:
            self.assertEqual(set(file) - {"nv"}, groups)
        for engine in ("netcdf4", "h5netcdf"):
            opened = {group: xarray.open_dataset(result, group=group, engine=engine).load() for group in groups}
            for group, dataset in opened.items():
                for name, variable in dataset.variables.items():
                    self.assertIn("long_name", variable.attrs, f"{group}/{name}")
            city, kpi = opened["city"], opened["kpi"]
            self.assertEqual(float(city.charging_kw[3]), float(opened["stations"].charging_kw[3, 0]))
            self.assertAlmostEqual(float(city.charging_kw.max()), summary["peak_kw"], delta=1e-4 * summary["peak_kw"])
            self.assertEqual(str(kpi.peak_time.values)[:19], summary["peak_time"])
            for name in ("vehicles", "stations", "sessions", "visits", "energy_kwh", "peak_kw", "wait_mean_s",
                         "served_share"):
                self.assertEqual(kpi[name].item(), summary[name], name)
            for plug_class, value in summary["utilisation"].items():
                self.assertEqual(kpi[f"utilisation_{plug_class}"].item(), value)
            root = xarray.open_dataset(result, engine=engine)
            self.assertEqual(root.attrs["digest"], summary["digest"])
            self.assertEqual(root.attrs["status"], summary["status"])


if __name__ == "__main__":
    unittest.main()
