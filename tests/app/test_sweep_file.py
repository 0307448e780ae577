"""Each kind of bad sweep file ends with exit code 2 and a line that says where and what; nothing is run or written."""

import unittest

from yuchong import ProgramTest, bad_input, done, source

head = f"sweep: 1\nname: s\nscenario: {source}/scenarios/one-station.yaml\n"
parameter = "parameters:\n  mtbf: {key: supply.reliability.plug_mtbf_h, values: [1000, 2000]}\n"
grid = "design: {kind: grid}\n"
good = head + parameter + grid


def with_parameter(text, design=grid):
    return head + f"parameters:\n  p: {text}\n" + design


# What is wrong, the file, and what has to be said.
cases = [
    ("unknown key", good + "replicatoins: 3\n", r"s\.yaml:7:1: replicatoins: the key is not known .* replications\?"),
    ("unknown key path", with_parameter("{key: supply.reliability.plug_mtfb_h, values: [1]}"),
     r"s\.yaml:5:\d+: supply\.reliability\.plug_mtfb_h: the key is not known at point 0 \(p 1\) and all others "
     r".* plug_mtbf_h\?"),
    ("unknown key path in set", good + "set: {scael: 1}\n", r"s\.yaml:7:7: scael: the key is not known .* scale\?"),
    ("misspelt key of a parameter", with_parameter("{key: seed, vaules: [1]}"), r"p\.vaules: .* did you mean values\?"),
    ("empty range", with_parameter("{key: seed, range: [5, 5], steps: 2}"), r"p\.range: the range from 5 to 5 is empty"),
    ("range upside down", with_parameter("{key: seed, range: [7 min, 5 min], steps: 2}"), r"p\.range: the range from 7"),
    ("range in two units", with_parameter("{key: seed, range: [5 min, 7 h], steps: 2}"), r"not two numbers in one unit"),
    ("logarithmic range at 0", with_parameter("{key: seed, range: [0, 5], scale: log, steps: 2}"), r"not lie above 0"),
    ("no values", with_parameter("{key: seed, values: []}"), r"p\.values: the list is empty"),
    ("the same value twice", with_parameter("{key: seed, values: [1, 1]}"), r"the value 1 stands there twice"),
    ("nothing to vary over", with_parameter("{key: seed}"), r"nothing says what the parameter varies over"),
    ("two ways to vary", with_parameter("{key: seed, values: [1], range: [1, 2]}"), r"varies in two ways"),
    ("no key", with_parameter("{values: [1, 2]}"), r"there is no key to set"),
    ("no steps", with_parameter("{key: seed, range: [1, 2]}"), r"p\.steps: the number of steps is missing"),
    ("half a distribution", with_parameter("{key: seed, distribution: {kind: normal, mean: 1}, steps: 2}"),
     r"not fully given \(mean and sd are needed\)"),
    ("triangle without width", with_parameter("{key: seed, steps: 2, distribution: {kind: triangular, low: 1, mode: 1, "
                                              "high: 1}}"), r"the range is empty"),
    ("zero replications", good + "replications: 0\n", r"replications: 0 is out of range"),
    ("replications and a precision", good + "replications: 2\nprecision: {kpi: visits, half_width: 5 %}\n",
     r"replications and precision are both given"),
    ("most below fewest", good + "precision: {kpi: visits, half_width: 5 %, fewest: 9, most: 4}\n",
     r"fewest is above most"),
    ("unknown KPI", good + "kpis: [wait_mean]\n", r"kpis\.0: there is no key figure wait_mean .* wait_mean_s\?"),
    ("unknown KPI of a precision", good + "precision: {kpi: visit, half_width: 5 %}\n", r"precision\.kpi: .* visits\?"),
    ("unknown design", head + parameter + "design: {kind: gird}\n", r"design\.kind: .* did you mean grid\?"),
    ("no points", head + parameter + "design: {kind: sobol}\n", r"the number of points is missing"),
    ("points of a grid", head + parameter + "design: {kind: grid, points: 3}\n", r"the design has no use for it"),
    ("odd levels", head + parameter + "design: {kind: morris, trajectories: 2, levels: 5}\n", r"levels is odd"),
    ("list without rows", head + parameter + "design: {kind: list}\n", r"the points are missing"),
    ("unknown parameter in a row", head + "parameters: {p: {key: seed}}\ndesign: {kind: list, rows: [{q: 1}]}\n",
     r"design\.rows\.0\.q: there is no such parameter"),
    ("link to nothing", with_parameter("{key: seed, values: [1], with: q}"), r"there is no earlier parameter q"),
    ("link of unequal lengths", with_parameter("{key: seed, values: [1]}\n  q: {key: seed, values: [1, 2], with: p}"),
     r"it has not as many values as p"),
    ("condition on nothing", with_parameter("{key: seed, values: [1], when: {q: 1}}"), r"there is no earlier parameter q"),
    ("condition that never holds", with_parameter("{key: seed, values: [1, 2]}\n  q: {key: scale, values: [1], "
                                                  "when: {p: 3}}"), r"p never has the value"),
    ("no parameters", head + "parameters: {}\n" + grid, r"parameters: nothing varies"),
    ("a name that is taken", head + "parameters: {visits: {key: seed, values: [1]}}\n" + grid, r"the name is taken"),
    ("a name that is none", head + "parameters: {a-b: {key: seed, values: [1]}}\n" + grid, r"does not fit a variable"),
    ("baseline beyond the end", good + "baseline: 2\n", r"baseline: there is no point 2"),
    ("baseline that is no point", good + "baseline: {mtbf: 1500}\n", r"baseline: no point fits"),
    ("series that is none", good + "series: [charging_kw]\n", r"series\.0: this is no group and variable"),
    ("a point whose scenario is invalid", with_parameter("{key: supply.stations.0.grid_limit, values: [500 kW, -3 kW, "
                                                         "-4 kW]}"),
     r"s\.yaml:5:\d+: supply\.stations\.0\.grid_limit: -3 kW is out of range at point 1 \(p -3 kW\)"),
    ("a point that does not fit together", with_parameter("{key: demand.visits.0.station, values: [yuelai-1, nowhere]}"),
     r"there is no station \"nowhere\" at point 1"),
    ("a missing scenario", "sweep: 1\nname: s\nscenario: nowhere.yaml\n" + parameter + grid, r"nowhere\.yaml"),
    ("a broken scenario", good + "set: {time: {duration: -1 d}}\n", r"s\.yaml:7:\d+: time\.duration: -1 d is out of range"),
    ("ten million points", head + "parameters:\n  a: {key: demand.patience.mean_min, range: [1, 30], steps: 2000}\n"
     "  b: {key: supply.reliability.plug_mtbf_h, range: [1, 2], steps: 5000}\n" + grid,
     r"design: these are 10000000 points and 10000000 runs .* --force"),
    ("another version", good.replace("sweep: 1", "sweep: 2"), r"sweep: 2 is out of range"),
    ("YAML syntax", good + "kpis: [a\n", r"the YAML cannot be read"),
]


class BadSweepFiles(ProgramTest):
    def test_each_kind(self):
        file, folder = self.directory / "s.yaml", self.directory / "folder"
        for number, (name, text, expected) in enumerate(cases):
            commands = [("validate", file)]
            if number % 8 == 0:  # they read files in the same way
                commands += [("sweep", "run", file, "-o", folder), ("sweep", "prepare", file, "-o", folder),
                             ("sweep", "submit", file, "-o", folder, "--slurm", "--dry-run")]
            for command in commands:
                with self.subTest(name, command=command[:2]):
                    file.write_text(text)
                    told = self.run_program(*command, expect=bad_input)
                    self.assertRegex(told.stderr, expected)
                    self.assertEqual(told.stdout, "")
                    self.assertFalse(folder.exists())

    def test_all_problems_come_at_once(self):
        file = self.directory / "s.yaml"
        file.write_text(with_parameter("{key: seed, values: []}\n  q: {key: seed, range: [2, 1], steps: 2}") +
                        "kpis: [wait]\n")
        self.assertEqual(len(self.run_program("validate", file, expect=bad_input).stderr.splitlines()), 3)

    def test_what_is_sound_passes(self):
        file = self.directory / "s.yaml"
        file.write_text(good)
        self.assertIn("ok, 2 points, 2 runs", self.run_program("validate", file).stdout)
        sweeps = sorted((source / "scenarios/sweeps").glob("*.yaml"))
        self.assertGreaterEqual(len(sweeps), 3)
        self.assertEqual(self.run_program("validate", *sweeps).stdout.count(": ok"), len(sweeps))

    def test_the_program_judges_as_the_sweep_does(self):
        """A scenario is no sweep, and the other way round."""
        scenario = source / "scenarios/one-station.yaml"
        self.assertIn("no sweep file", self.run_program("sweep", "run", scenario, expect=bad_input).stderr)
        file = self.directory / "s.yaml"
        file.write_text(good)
        self.run_program("run", file, expect=bad_input)

    def test_bad_command_lines(self):
        for words, expected in ((("rnu",), "did you mean run"), ((), "no command given"), (("run",), "no SWEEP given"),
                                (("status",), "no DIR given"), (("task", "x"), "no TASK given"),
                                (("task", "x", "-1"), "unknown option|no number"), (("task", "x", "1e3"), "no number"),
                                (("submit", "x"), "which scheduler"), (("run", "x", "--jbos", "3"), "--jobs"),
                                (("run", "x", "y"), "more than it can use"), (("run", "x", "--jobs", "0"), "jobs"),
                                (("resume", self.directory), "no folder of a sweep"),
                                (("merge", self.directory / "nowhere"), "no folder of a sweep")):
            with self.subTest(words=words):
                self.assertRegex(self.run_program("sweep", *words, expect=bad_input).stderr, expected)
        self.assertIn("--jobs", self.run_program("sweep", "run", "--help", expect=done).stdout)


if __name__ == "__main__":
    unittest.main()
