"""The same scenario, models and seed give the same digest and results, whatever the build, processor or options."""

import json
import os
import subprocess
import sys
import unittest

from yuchong import ProgramTest, binary, source

# With the power flow, and limits of the grid and of control low enough to hold stations back.
scenario = ["scenarios/liangjiang.yaml", "--set", "scale=0.02", "--set", "time.duration=1 d", "--set", "grid.flow=feeders",
            "--set", "grid.enforce=feeder", "--set", "grid.operation.overload_pu=0.5", "--set", "control.strategy=llf",
            "--set", "control.limit_share=0.4", "--set", "control.homes.strategy=valley_fill"]

# glibc picks its mathematics by processor; this hides FMA, AVX2 and AVX-512 from it.
without_fma = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX2_Usable,-FMA_Usable,-FMA4_Usable"}

other_builds = ["release", "dev", "release-clang"]


def libm_bits(environment):
    """What the C library's mathematics gives in a process of that environment."""
    probe = "import math; print(hash(tuple(math.exp(1e-5 * i) + math.sin(0.37 * i) for i in range(100_000))))"
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True,
                          env={**os.environ, **environment}).stdout


class SameBits(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = 0

    def run_once(self, *options, program=binary, environment=None):
        """(digest, result file) of one run."""
        SameBits.number += 1
        result = self.directory / f"{SameBits.number}.h5"
        process = subprocess.run([program, "run", *scenario, "-o", result, "--json", *options], cwd=source,
                                 capture_output=True, text=True, env={**os.environ, **(environment or {})})
        self.assertEqual(process.returncode, 0, process.stderr)
        return json.loads(process.stdout)["digest"], result

    def expect_equal(self, *options, **how):
        digest, result = self.run_once(*options, **how)
        self.assertEqual(digest, self.reference[0])
        self.run_program("compare", self.reference[1], result, "--exact")

    def setUp(self):
        super().setUp()
        self.reference = self.run_once("--progress", "off")

    def test_ways_to_run(self):
        for options in ([], ["--threads", "1"], ["--threads", "2"], ["--progress", "plain"],
                        ["--checkpoint-every", "3 h"]):
            with self.subTest(options=options):
                self.expect_equal(*options)

    def test_recording_does_not_steer_the_model(self):
        for options in (["--set", "record.sessions=none"], ["--set", "record.sessions=sample(0.1)"],
                        ["--set", "record.city_step=1 h", "--set", "record.station_step=1 h"]):
            with self.subTest(options=options):
                self.assertEqual(self.run_once(*options)[0], self.reference[0])

    def test_the_seed_does_steer_it(self):
        self.assertNotEqual(self.run_once("--seed", "424242")[0], self.reference[0])

    def test_without_fma_in_the_c_library(self):
        if libm_bits({}) == libm_bits(without_fma):
            self.skipTest("no FMA in this processor, or no such switch in this C library")
        self.expect_equal(environment=without_fma)

    @unittest.skipUnless(os.environ.get("YUCHONG_ALL_BUILDS"), "scripts/test builds the others")
    def test_every_build(self):
        for build in other_builds:
            for environment in ({}, without_fma):
                with self.subTest(build=build, environment=environment):
                    self.expect_equal(program=source / "build" / build / "yuchong", environment=environment)


if __name__ == "__main__":
    unittest.main()
