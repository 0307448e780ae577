import os
import signal
import subprocess
import time
import unittest

from yuchong import ProgramTest, done, source, stopped

# Long enough to be interrupted, small enough for a test: some seconds.
arguments = ["run", "scenarios/chongqing.yaml", "--set", "scale=0.1", "--set", "time.duration=7 d"]


class Signals(ProgramTest):
    def begin(self, result):
        return subprocess.Popen(self.command(*arguments, "-o", result, "--progress", "off"), cwd=source,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def interrupt(self, process, number, after_s):
        """Seconds from the signal to the end, and what was said on stderr."""
        time.sleep(after_s)
        self.assertIsNone(process.poll(), "finished before the signal: make the run longer")
        sent = time.monotonic()
        process.send_signal(number)
        _, messages = process.communicate(timeout=30)
        return time.monotonic() - sent, messages

    def test_a_stopped_run_leaves_what_it_has_and_resumes_to_the_same_result(self):
        whole, parts = self.directory / "whole.h5", self.directory / "parts.h5"
        begin = time.monotonic()
        self.run_program(*arguments, "-o", whole)
        duration_s = time.monotonic() - begin

        process = self.begin(parts)
        took_s, messages = self.interrupt(process, signal.SIGTERM, 0.6 * duration_s)
        self.assertEqual(process.returncode, stopped, messages)
        self.assertLess(took_s, 1.0)
        self.assertEqual(self.files(), ["parts.checkpoint", "parts.partial.h5", "whole.h5"])
        partial = self.directory / "parts.partial.h5"
        header = subprocess.run(["ncdump", "-h", partial], capture_output=True, text=True, check=True).stdout
        self.assertIn(':status = "partial"', header)
        self.assertIn("partial", self.run_program("describe", partial).stdout)

        self.run_program(*arguments, "-o", parts, "--resume", self.directory / "parts.checkpoint")
        self.run_program("compare", whole, parts, "--exact")

    def test_an_early_signal_is_obeyed_too(self):
        process = self.begin(self.directory / "early.h5")
        took_s, messages = self.interrupt(process, signal.SIGINT, 0.3)
        self.assertEqual(process.returncode, stopped, messages)
        self.assertLess(took_s, 1.0)
        self.assertFalse((self.directory / "early.h5").exists())

    def test_four_months_of_a_growing_city_survive_being_killed_twice(self):
        months = ["run", "scenarios/chongqing.yaml", "--set", "scale=0.02", "--set", "time.start=2024-11-01",
                  "--set", "time.duration=120 d", "--set", "rollout.stations=by_date", "--set",
                  "rollout.vehicles=by_date"]
        whole, parts = self.directory / "whole.h5", self.directory / "parts.h5"
        self.run_program(*months, "-o", whole)
        checkpoint, resumed = self.directory / "parts.checkpoint", []
        for _ in range(2):
            last = checkpoint.stat().st_mtime_ns if checkpoint.exists() else None
            process = subprocess.Popen(self.command(*months, "-o", parts, "--checkpoint-every", "30 d", *resumed,
                                                    "--progress", "off"), cwd=source, stdout=subprocess.DEVNULL)
            while process.poll() is None and (not checkpoint.exists() or checkpoint.stat().st_mtime_ns == last):
                time.sleep(0.02)
            process.kill()
            self.assertNotEqual(process.wait(), 0, "finished before it was killed: make the run longer")
            self.assertFalse(parts.exists())
            resumed = ["--resume", checkpoint]
        self.run_program(*months, "-o", parts, *resumed)
        self.run_program("compare", whole, parts, "--exact")

    def test_periodic_checkpoints_resume_after_a_kill(self):
        whole, parts = self.directory / "whole.h5", self.directory / "parts.h5"
        self.run_program(*arguments, "-o", whole)
        process = subprocess.Popen(self.command(*arguments, "-o", parts, "--checkpoint-every", "1 d"), cwd=source)
        checkpoint = self.directory / "parts.checkpoint"
        while not checkpoint.exists() and process.poll() is None:
            time.sleep(0.02)
        process.kill()
        process.wait()
        self.assertFalse(parts.exists())
        self.run_program(*arguments, "-o", parts, "--resume", checkpoint)
        self.run_program("compare", whole, parts, "--exact")


if __name__ == "__main__":
    unittest.main()
