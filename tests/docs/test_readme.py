"""Runs the fenced blocks of the READMEs in a copy of what they need, all but the two commands that build."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from yuchong import ProgramTest, binary, source

pages = ["README.md", "README.zh-CN.md"]
long_commands = {"scripts/demo\n", "scripts/test\n"}


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", (source / page).read_text(), re.DOTALL | re.MULTILINE)


class Readme(ProgramTest):
    def setUp(self):
        super().setUp()
        for folder in ("models", "scenarios"):
            shutil.copytree(source / folder, self.directory / folder)
        (self.directory / "scripts").mkdir()
        for script in ("strategies", "plot_sweep.py"):
            shutil.copy(source / "scripts" / script, self.directory / "scripts")
        (self.directory / "scripts/yuchong").symlink_to(source / "scripts/yuchong")
        (self.directory / "build/release").mkdir(parents=True)
        (self.directory / "build/release/yuchong").symlink_to(binary)
        (self.directory / "output").mkdir()

    def execute(self, command):
        process = subprocess.run(command, cwd=self.directory, capture_output=True, text=True,
                                 env={**os.environ, "MPLBACKEND": "Agg", "MPLCONFIGDIR": str(self.directory)})
        self.assertEqual(process.returncode, 0, f"{command}\n{process.stdout}\n{process.stderr}")
        return process.stdout

    def test_the_two_commands_are_there(self):
        for page in pages:
            self.assertLessEqual(long_commands, set(blocks(page, "sh")))
        for command in ("scripts/demo", "scripts/test"):
            self.assertTrue(os.access(source / command, os.X_OK))

    def test_shell_blocks(self):
        small = ["build/release/yuchong", "run", "scenarios/chongqing.yaml", "--set", "scale=0.01"]
        for page in pages:
            shutil.rmtree(self.directory / "output/sweeps", ignore_errors=True)  # a sweep is not overwritten
            self.execute([*small, "--force"])  # what the demo leaves, and some blocks go on with
            (self.directory / "output/chongqing.html").unlink(missing_ok=True)
            for block in blocks(page, "sh"):
                if block not in long_commands:
                    with self.subTest(page=page, block=block):
                        self.execute(["bash", "-euc", block])

    def test_the_table_of_strategies(self):
        table = self.execute(["scripts/strategies", "--set", "scale=0.01"]).splitlines()
        names = {path.stem for path in (source / "scenarios/vgi").glob("*.yaml")}
        self.assertEqual(table[2].split()[0], "output/vgi/uncontrolled.h5")
        self.assertEqual({pathlib.Path(line.split()[0]).stem for line in table[2:]}, names)
        self.assertEqual({len(line.split()) for line in table[2:]}, {len(table[0].split())})

    def test_the_scenario_shown_is_valid(self):
        for page in pages:
            block, = blocks(page, "yaml")
            name = re.match(r"# (scenarios/\S+)", block).group(1)
            (self.directory / name).write_text(block)
            self.execute(["build/release/yuchong", "validate", name])

    def test_the_python_lines_draw_a_result(self):
        self.execute(["build/release/yuchong", "run", "scenarios/chongqing.yaml", "--set", "scale=0.01"])
        for page in pages:
            block, = blocks(page, "python")
            self.assertEqual(len(block.splitlines()), 6)
            self.execute([sys.executable, "-c", block])
            picture = self.directory / "charging-load.png"
            self.assertTrue(picture.read_bytes().startswith(b"\x89PNG"))
            picture.unlink()

    def test_links_lead_somewhere(self):
        for page in [*pages, "CONTRIBUTING.md", "CHANGELOG.md", "sim/README.md"]:
            for target in re.findall(r"\]\(([^)#]+)", (source / page).read_text()):
                if not target.startswith("http"):
                    self.assertTrue(((source / page).parent / target).exists(), f"{page} links to {target}")

    def test_both_languages_show_the_same_commands(self):
        for language in ("sh", "python", "yaml"):
            self.assertEqual(*(blocks(page, language) for page in pages))


if __name__ == "__main__":
    unittest.main()
