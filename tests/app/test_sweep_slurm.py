"""The shipped sweep of 24 runs on a Slurm of the test's own: an array with a merge behind it, killed tasks, a killed
controller, and a time limit that strikes."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from slurm import Slurm
from yuchong import ProgramTest, bad_input, done, source

shipped = source / "scenarios/sweeps/patience.yaml"


class SweepOnSlurm(ProgramTest):
    def setUp(self):
        super().setUp()
        place = pathlib.Path(tempfile.mkdtemp(prefix="yuchong-slurm-"))
        self.addCleanup(shutil.rmtree, place)
        self.slurm = Slurm(place)
        self.addCleanup(self.slurm.stop)
        self.slurm.start()

    def sweep(self, *arguments, expect=done):
        return self.run_program("sweep", *arguments, expect=expect, env=self.slurm.environment)

    def submit(self, file, folder, *options):
        """Numbers of the array and of the merge."""
        told = self.sweep("submit", file, "-o", folder, "--slurm", "--mem", "0", *options).stdout
        words = told.replace(",", "").split()
        return words[words.index("job") + 1], words[-1]

    def logs(self, folder):
        return "".join(f"== {f.name}\n{f.read_text()}" for f in sorted((folder / "slurm").glob("*")))

    def assert_same(self, folder, like):
        self.assertEqual((folder / "merged.h5").read_bytes(), (like / "merged.h5").read_bytes(), self.logs(folder))
        self.assertEqual(len(list((folder / "runs").iterdir())), len(list((like / "runs").iterdir())))
        self.assertEqual(list((folder / "work").iterdir()), [])

    def test_dry_run_prints_and_does_nothing(self):
        folder = self.directory / "dry"
        told = self.sweep("submit", shipped, "-o", folder, "--slurm", "--dry-run", "--runs-per-task", "5", "--time",
                          "2:00:00", "--partition", "long", "--at-once", "7", "--sbatch=--qos=low").stdout
        for line in ("--array=0-4%7", "--time=2:00:00", "--partition=long", "#SBATCH --qos=low", "--requeue",
                     f"sweep merge '{folder}'"):
            self.assertIn(line, told)
        self.assertFalse(folder.exists())
        self.assertEqual(self.slurm.ask("squeue", "-h", "--name", "yuchong-patience", "--states", "PD"), "")
        for part in told.split("# " + str(folder) + "/slurm/")[1:]:
            subprocess.run(["bash", "-n"], input=part.split("\n", 1)[1], text=True, check=True)

    def test_a_shipped_sweep_is_the_same_here_and_there(self):
        here, there = self.directory / "here", self.directory / "there"
        self.sweep("run", shipped, "-o", here)
        array, merge = self.submit(shipped, there, "--runs-per-task", "3")
        self.slurm.wait_for_end(array)
        self.slurm.wait_for_end(merge)
        self.assertEqual(self.slurm.state(array), ["COMPLETED"] * 8)
        self.assert_same(there, here)

    def test_a_killed_controller_loses_and_doubles_nothing(self):
        here, there = self.directory / "here", self.directory / "there"
        file = self.longer_sweep(points="[5, 10, 15, 20, 25, 30, 40, 50]")
        self.sweep("run", file, "-o", here)
        array, merge = self.submit(file, there)
        self.slurm.wait_for_saved_state()
        self.slurm.wait_for(lambda: any(there.glob("runs/*.h5")), 60)
        self.slurm.kill_controller()
        time.sleep(2)  # tasks go on, and end, without it
        self.slurm.start_controller()
        self.slurm.wait_for_end(array, heal=True)
        self.slurm.wait_for_end(merge)
        self.assert_same(there, here)

    def test_a_killed_task_is_made_good_by_resume(self):
        here, there = self.directory / "here", self.directory / "there"
        file = self.longer_sweep()
        self.sweep("run", file, "-o", here)
        array, merge = self.submit(file, there, "--runs-per-task", "2")
        os.kill(self.worker_of(there), signal.SIGKILL)
        self.slurm.wait_for_end(array)
        self.slurm.wait_for_end(merge)
        self.assertIn("FAILED", self.slurm.state(array))
        self.assertLess(len(list(there.glob("runs/*.h5"))), 4)

        told = self.sweep("resume", there, "--slurm", "--mem", "0").stdout
        self.slurm.wait_for_end(told.split()[-1])
        self.assert_same(there, here)
        self.assertIn("nothing is left to do", self.sweep("resume", there, "--slurm").stdout)

    def test_the_time_limit_saves_and_requeues(self):
        here, there = self.directory / "here", self.directory / "there"
        file = self.longer_sweep(points="[25]")
        self.sweep("run", file, "-o", here)
        # The warning may come up to a minute early: with a limit of one minute, any time after the start. The run is
        # held until then, so that it cannot be over before.
        array, merge = self.submit(file, there, "--time", "1", "--warning", "50")
        run = self.child_of(there)
        os.kill(run, signal.SIGSTOP)
        self.slurm.wait_for(lambda: "warned that time is up" in self.logs(there), 90)
        os.kill(run, signal.SIGCONT)
        self.slurm.wait_for(lambda: "PENDING" in self.slurm.state(array), 30)
        self.assertEqual(len(list(there.glob("work/*/*.checkpoint"))), 1, self.logs(there))
        self.slurm.ask("scontrol", "update", f"jobid={array}_0", "TimeLimit=10")
        self.slurm.wait_for_end(array, heal=True)
        self.slurm.wait_for_end(merge)
        self.assertEqual(self.slurm.state(array), ["COMPLETED"])
        self.assert_same(there, here)

    def test_cancel_takes_jobs_back(self):
        file, there = self.longer_sweep(), self.directory / "there"
        array, merge = self.submit(file, there)
        self.slurm.wait_for(lambda: any(there.glob("work/*/*.h5*")), 60)
        self.sweep("cancel", there)
        self.slurm.wait_for_end(array)
        self.slurm.wait_for_end(merge)
        self.assertEqual(set(self.slurm.state(merge)), {"CANCELLED"})
        self.sweep("resume", there)
        self.assertEqual(len(list((there / "runs").iterdir())), 4)

    def test_what_sbatch_refuses_is_told(self):
        told = self.sweep("submit", shipped, "-o", self.directory / "there", "--slurm", "--partition", "nowhere",
                          expect=1).stderr
        self.assertIn("invalid partition", told)
        self.sweep("submit", shipped, "-o", self.directory / "other", expect=bad_input)

    def claim(self, folder):
        """Words of a claim whose run has begun: token, process of the worker, its start, process of the run, ..."""
        found = []

        def look():
            for claim in folder.glob("work/*.claim"):
                words = claim.read_text().split()
                if len(words) > 5 and int(words[3]) > 0 and any(folder.glob("work/*/*.h5*")):
                    found[:] = words
            return bool(found)

        self.slurm.wait_for(look, 60)
        return found

    def worker_of(self, folder):
        return int(self.claim(folder)[1])

    def child_of(self, folder):
        return int(self.claim(folder)[3])

    def longer_sweep(self, duration="7 d", points="[5, 15, 25, 45]"):
        file = self.directory / "longer.yaml"
        file.write_text(f"sweep: 1\nname: longer\nscenario: {source}/scenarios/liangjiang.yaml\n"
                        f"set: {{scale: 20 %, time: {{duration: {duration}, warmup: 0 d}}}}\n"
                        f"parameters: {{patience: {{key: demand.patience.mean_min, values: {points}}}}}\n"
                        "design: {kind: grid}\nkpis: [visits, wait_mean_s]\n")
        return file


if __name__ == "__main__":
    unittest.main()
