"""Results of a run with a power flow, through the real program: what describe says is what the file holds."""

import json
import re
import unittest

import h5py
import numpy as np

from yuchong import ProgramTest, failed

# Limits so low that a day of a small city breaks them.
tight = ["--set", "grid.flow=feeders", "--set", "grid.operation.overload_pu=0.5",
         "--set", "grid.operation.low_voltage_pu=0.97"]
small = ["run", "scenarios/liangjiang.yaml", "--set", "scale=0.02", "--set", "time.duration=1 d", "--progress", "off"]


class GridResult(ProgramTest):
    def run_small(self, name, *arguments):
        path = self.directory / name
        process = self.run_program(*small, *arguments, "-o", path, "--json")
        return path, json.loads(process.stdout)

    def line_of(self, text, first):
        """The words of the line that begins with this one."""
        lines = [line.split() for line in text.splitlines() if line.split()[:1] == [first]]
        self.assertEqual(len(lines), 1, first)
        return lines[0]

    def test_describe_counts_the_spells_and_names_the_worst(self):
        path, summary = self.run_small("grid.h5", *tight)
        text = self.run_program("describe", path).stdout
        text = text[text.index("beyond limits of the grid"):text.index("\naudit")]
        with h5py.File(path) as file:
            violations = {name: column[()] for name, column in file["violations"].items()}
            names = file["violations/limit"].attrs["flag_meanings"].decode().split()
            transformers = file["transformers/transformer"].asstr()[()]
            district_of = file["feeders/district"].asstr()[()][file["transformers/feeder"][()]]
        self.assertTrue(text.startswith(f"beyond limits of the grid: {len(violations['limit'])} spells"))
        for limit in ("transformer_loading", "low_voltage"):
            chosen = violations["limit"] == names.index(limit)
            elements = len(set(violations["element"][chosen]))
            self.assertGreater(elements, 0)
            self.assertEqual(self.line_of(text, limit)[1:3], [str(chosen.sum()), str(elements)])
        self.assertNotIn("feeder_loading", text)

        loading = np.where(violations["limit"] == names.index("transformer_loading"), violations["worst"], 0.0)
        self.assertEqual(summary["transformers_overloaded"], len(set(violations["element"][loading > 0.0])))
        worst = violations["element"][np.argmax(loading)]
        own = (violations["element"] == worst) & (loading > 0.0)
        hours = (violations["end"] - violations["begin"])[own].sum() / 3600.0
        row = self.line_of(text, transformers[worst])
        self.assertEqual(row[1:4], [district_of[worst], f"{loading.max():.3f}", "0.50"])
        minute = int(violations["begin"][np.argmax(loading)] // 60)
        self.assertEqual(row[5], f"{minute // 60:02}:{minute % 60:02}")
        self.assertEqual(row[6:8], [f"{hours:.2f}", str(own.sum())])
        section = text[text.index("transformers beyond the rating"):]
        listed = [float(line.split()[2]) for line in section.splitlines()[2:] if re.match("  [^ ]", line)]
        self.assertEqual(len(listed), min(5, summary["transformers_overloaded"]))
        self.assertEqual(listed, sorted(listed, reverse=True))

    def test_a_grid_within_its_limits_is_said_to_be(self):
        path, _ = self.run_small("quiet.h5", "--set", "grid.flow=feeders")
        self.assertIn("no limit of the grid was broken", self.run_program("describe", path).stdout)
        path, _ = self.run_small("none.h5")
        self.assertNotRegex(self.run_program("describe", path).stdout, "of the grid( was|:)|beyond the rating")

    def test_results_of_the_grid_do_not_depend_on_threads_and_differ_by_limit(self):
        one, _ = self.run_small("one.h5", *tight, "--threads", "1")
        two, _ = self.run_small("two.h5", *tight, "--threads", "2")
        self.run_program("compare", one, two, "--exact")
        other, _ = self.run_small("other.h5", "--set", "grid.flow=feeders")
        differences = self.run_program("compare", one, other, "--exact", expect=failed).stdout
        self.assertIn("/violations/limit", differences)
        self.assertNotIn("/feeders/head_kw", differences)


if __name__ == "__main__":
    unittest.main()
