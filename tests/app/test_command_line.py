import json
import re
import unittest

from yuchong import ProgramTest, bad_input


class CommandLine(ProgramTest):
    def complaint(self, *arguments):
        process = self.run_program(*arguments, expect=bad_input)
        self.assertEqual(process.stdout, "")
        return process.stderr

    def test_help_names_every_command(self):
        text = self.run_program("--help").stdout
        for command in ("run", "validate", "describe", "schema", "compare", "powerflow", "hosting"):
            self.assertIn(f"\n  {command} ", text)
            self.assertIn(f"Usage: yuchong {command}", self.run_program(command, "--help").stdout)

    def test_version_names_commit_compiler_and_libraries(self):
        text = self.run_program("--version").stdout
        for line in (r"yuchong \d+\.\d+\.\d+", r"git ([0-9a-f]{7,40}(-dirty)?|unknown)", r"built by \S+ \d+\.\d+.*, \w+",
                     r"Boost 1\.\d+.*", r"CLI11 \d+\.\d+.*", r"Eigen 3\.\d+.*", r"fmt \d+\.\d+.*", r"HDF5 1\.\d+.*",
                     r"SLEEF 3\.\d+.*", r"yaml-cpp 0\.\d+.*"):
            self.assertRegex(text, re.compile(f"^{line}$", re.MULTILINE))

    def test_nothing_to_do_shows_the_help(self):
        self.assertIn("Usage: yuchong", self.complaint())

    def test_unknown_commands_and_options_are_refused_with_the_nearest_known_one(self):
        self.assertIn("unknown command rn (did you mean run?)", self.complaint("rn", "x.yaml"))
        self.assertIn("unknown option --forse (did you mean --force?)", self.complaint("run", "--forse", "x.yaml"))
        self.assertIn("unknown option --verson (did you mean --version?)", self.complaint("--verson"))

    def test_missing_and_wrong_arguments_are_refused(self):
        self.assertIn("no SCENARIO given", self.complaint("run"))
        self.assertIn("y.yaml", self.complaint("run", "x.yaml", "y.yaml"))
        self.assertIn("two results are needed", self.complaint("compare", "a.h5"))
        self.assertIn("--exact takes two results", self.complaint("compare", "--exact", "a.h5", "b.h5", "c.h5"))
        self.assertIn("--kpi goes with neither", self.complaint("compare", "--kpi", "peak_kw", "--json", "a.h5", "b.h5"))
        self.assertIn("no FILE given", self.complaint("validate"))
        self.assertIn("no CASE given", self.complaint("powerflow"))
        self.assertIn("--threads", self.complaint("run", "x.yaml", "--threads", "0"))
        self.assertIn("-3 is not a whole number", self.complaint("run", "x.yaml", "--seed", "-3"))
        self.assertIn("loud", self.complaint("run", "x.yaml", "--progress", "loud"))

    def test_schema_is_a_json_schema(self):
        schema = json.loads(self.run_program("schema").stdout)
        self.assertIn("$schema", schema)
        self.assertIn("fleets", schema["properties"])

    def test_the_scenarios_here_are_valid(self):
        self.run_program("validate", "scenarios/chongqing.yaml", "scenarios/liangjiang.yaml",
                         "scenarios/one-station.yaml")

    def test_describe_shows_a_scenario(self):
        self.assertIn("models/", self.run_program("describe", "scenarios/one-station.yaml").stdout)


if __name__ == "__main__":
    unittest.main()
