"""Runs the program under test and keeps its results in a directory that goes away."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

binary = os.environ["YUCHONG"]
source = pathlib.Path(os.environ["YUCHONG_SOURCE_DIR"])

done, failed, bad_input, stopped = 0, 1, 2, 3


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="yuchong-test-"))
        self.addCleanup(shutil.rmtree, self.directory)

    def command(self, *arguments):
        return [binary, *map(str, arguments)]

    def run_program(self, *arguments, expect=done, **options):
        """The finished process; fails with its messages if the exit code is another."""
        process = subprocess.run(self.command(*arguments), capture_output=True, text=True, cwd=source, **options)
        self.assertEqual(process.returncode, expect, f"{arguments}\n{process.stdout}\n{process.stderr}")
        return process

    def files(self):
        return sorted(path.name for path in self.directory.iterdir())
