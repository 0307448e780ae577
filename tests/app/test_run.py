import json
import resource
import signal
import subprocess
import unittest

from yuchong import ProgramTest, bad_input, failed, source

scenario = "scenarios/one-station.yaml"

# What notebooks and scripts may rely on.
summary_keys = {
    "scenario", "vehicles", "stations", "sessions", "visits", "energy_kwh", "peak_kw", "peak_time", "wait_mean_s",
    "wait_p50_s", "wait_p90_s", "wait_p95_s", "served_share", "utilisation", "events", "trips_walked", "ev_days",
    "cpu_s", "sim_cpu_s", "wall_s", "peak_rss_mb", "digest", "output", "status"}


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
        self.run_program("compare", a, c)

    def test_describe_shows_a_result(self):
        result = self.directory / "one.h5"
        self.run_scenario("-o", result)
        self.assertIn("/stations", self.run_program("describe", result).stdout)

    def test_ncdump_reads_the_result(self):
        result = self.directory / "one.h5"
        self.run_scenario("-o", result)
        header = subprocess.run(["ncdump", "-h", result], capture_output=True, text=True, check=True).stdout
        self.assertIn("group: sessions", header)


if __name__ == "__main__":
    unittest.main()
