"""A run that breaks a conservation law fails loudly and keeps its file for those who look for the reason."""

import os
import subprocess
import time
import unittest

import h5py

from yuchong import ProgramTest, failed, source

scenario = ["scenarios/liangjiang.yaml"]
settings = ["scale=0.05", "time.duration=7 d"]


class Audit(ProgramTest):
    def test_a_broken_law_fails_the_run(self):
        result, checkpoint = self.directory / "broken.h5", self.directory / "broken.checkpoint"
        command = self.command("run", *scenario, *(part for setting in settings for part in ("--set", setting)),
                               "-o", result)
        process = subprocess.Popen([*command, "--checkpoint-every", "6 h"], cwd=source)
        while not checkpoint.exists() and process.poll() is None:
            time.sleep(0.002)
        process.kill()
        process.wait()
        self.assertTrue(checkpoint.exists(), "finished before the kill: make the run longer")
        subprocess.run([os.environ["BREAK_LAW"], *scenario, checkpoint, *settings], cwd=source, check=True)

        process = subprocess.run([*command, "--resume", checkpoint], cwd=source, capture_output=True, text=True)
        self.assertEqual(process.returncode, failed, process.stderr)
        self.assertIn("yuchong: audit failed: energy_total", process.stderr)
        self.assertIn("yuchong: audit failed: energy_worst_station", process.stderr)
        self.assertIn("BROKEN: energy_total", process.stdout)
        with h5py.File(result) as file:
            self.assertEqual(file.attrs["status"], b"audit_failed")
            laws = dict(zip(file["audit/law"].asstr()[:], file["audit/holds"][:]))
        self.assertEqual({law for law, holds in laws.items() if not holds}, {"energy_total", "energy_worst_station"})
        self.assertGreaterEqual(len(laws), 6)


if __name__ == "__main__":
    unittest.main()
