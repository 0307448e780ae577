"""Plans new stations, runs the scenario with them, and looks at the files between."""

import csv
import json
import unittest

from yuchong import ProgramTest, bad_input, source

scenario = "scenarios/liangjiang.yaml"


class Plan(ProgramTest):
    def find(self, *arguments):
        process = self.run_program("plan", scenario, "--stations", "25", "--json", *arguments)
        self.assertEqual(process.stderr, "")
        return json.loads(process.stdout)

    def test_the_table_is_a_scenario_with_so_many_stations_more(self):
        table, curve = self.directory / "sites.csv", self.directory / "curve.csv"
        found = self.find("-o", table, "--curve", curve)
        with open(table, newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["station"] for row in rows], [site["station"] for site in found["sites"]])
        self.assertEqual(len(rows), 25)
        (self.directory / "more.yaml").write_text(
            f"format: 1\nname: more\nbase: {source}/{scenario}\ntime: {{duration: 1 d}}\n"
            "supply: {added_stations: sites.csv}\n")
        summary = json.loads(self.run_program("run", self.directory / "more.yaml", "-o", self.directory / "m.h5",
                                              "--json", "--progress", "off").stdout)
        self.assertEqual(summary["status"], "done")
        self.assertEqual(summary["stations"], 993 + 25)
        # A plan for the scenario that has them finds the circles as this one left them.
        again = json.loads(self.run_program("plan", self.directory / "more.yaml", "--stations", "1", "--json").stdout)
        self.assertEqual(again["existing"], found["existing"] + 25)
        self.assertAlmostEqual(again["before"]["covered_share"], found["after"]["covered_share"], places=9)
        # The table writes places to a tenth of a metre.
        self.assertAlmostEqual(again["before"]["mean_km"], found["after"]["mean_km"], places=5)

        with open(curve, newline="") as file:
            steps = list(csv.DictReader(file))
        self.assertEqual([int(step["stations"]) for step in steps], list(range(26)))
        shares = [float(step["covered_share"]) for step in steps]
        self.assertEqual(shares, sorted(shares))
        self.assertAlmostEqual(shares[0], found["before"]["covered_share"], places=8)
        self.assertAlmostEqual(shares[-1], found["after"]["covered_share"], places=8)

    def test_a_file_that_is_there_stays(self):
        table = self.directory / "sites.csv"
        table.write_text("mine\n")
        process = self.run_program("plan", scenario, "--stations", "5", "-o", table, expect=bad_input)
        self.assertIn("sites.csv", process.stderr)
        self.assertEqual(table.read_text(), "mine\n")
        self.run_program("plan", scenario, "--stations", "5", "-o", table, "--force")
        self.assertTrue(table.read_text().startswith("station,name,zone,"))

    def test_what_cannot_be_asked_is_said(self):
        for arguments, words in (((), "--stations says how many"), (("--stations", "0"), "--stations"),
                                 (("--stations", "5", "--policy", "best"), "no policy best, known are coverage"),
                                 (("--stations", "5", "--set", "rollout.circle_km=0"), "rollout.circle_km")):
            process = self.run_program("plan", scenario, *arguments, expect=bad_input)
            self.assertEqual(process.stdout, "")
            self.assertIn(words, process.stderr)
        self.assertIn("no SCENARIO given", self.run_program("plan", expect=bad_input).stderr)

    def test_people_read_what_is_reached_what_it_costs_and_what_is_promised(self):
        text = self.run_program("plan", scenario, "--stations", "25", "--policy", "p_median").stdout
        for words in ("25 new super-charging stations by p_median", "within the circle", "no choice of as many sites",
                      "swaps since", "million yuan a station", "Yubei"):
            self.assertIn(words, text)
        fewer = self.run_program("plan", scenario, "--stations", "25", "--set", "rollout.stations=by_date").stdout
        existing = [int(t.split("there are")[1].split()[0]) for t in (text, fewer)]
        self.assertLess(existing[1], existing[0])


unittest.main()
