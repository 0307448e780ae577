"""Every scenario of scenarios/vgi, thinned to seconds: valid, audited, and different only in what it controls."""

import json
import unittest

from yuchong import ProgramTest, source

names = sorted(path.stem for path in (source / "scenarios/vgi").glob("*.yaml"))
thinned = ["scale=0.06", "time.duration=1 d"]
longer = {"demand-response": ["time.duration=4 d"]}  # to its last event


class Vgi(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.summaries = {}

    def summary(self, name):
        if name not in self.summaries:
            process = self.run_program("run", f"scenarios/vgi/{name}.yaml", "-o", self.directory / f"{name}.h5", "--json",
                                       *(x for s in thinned + longer.get(name, []) for x in ("--set", s)))
            self.summaries[name] = json.loads(process.stdout)
        return self.summaries[name]

    def test_each_is_valid_and_says_its_name(self):
        self.assertGreaterEqual(len(names), 12)
        self.run_program("validate", *(f"scenarios/vgi/{name}.yaml" for name in names))
        for name in names:
            with self.subTest(name=name):
                self.assertEqual(self.summary(name)["scenario"], f"vgi-{name}")
                self.assertEqual(self.summary(name)["status"], "done")

    def test_strategies_differ(self):
        # A storage need not move any session; it moves what energy costs. Nor does reactive power, which the grid sees.
        told = ("digest", "energy_cost_yuan", "volt_var_taken_kvarh")
        runs = {tuple(self.summary(name).get(figure) for figure in told) for name in names}
        self.assertEqual(len(runs), len(names))

    def test_cars_feed_back_where_they_may(self):
        for name in names:
            with self.subTest(name=name):
                self.assertEqual(self.summary(name).get("v2g_kwh", 0.0) > 0.0, name.startswith("v2g-"))

    def test_piles_of_stations_add_to_what_homes_feed_back(self):
        self.assertEqual(self.summary("v2g-arbitrage")["v2g_stations_kwh"], 0)
        process = self.run_program("run", "scenarios/vgi/v2g-stations.yaml", "-o", self.directory / "a.h5", "--json",
                                   "--set", "scale=0.1", "--set", "time.duration=2 d")
        both = json.loads(process.stdout)
        self.assertGreater(both["v2g_stations_kwh"], 0)
        self.assertGreater(both["v2g_kwh"], 10 * both["v2g_stations_kwh"])

    def test_net_figures_add_up(self):
        for name in names:
            with self.subTest(name=name):
                s = self.summary(name)
                net = s["energy_cost_yuan"] - s.get("v2g_revenue_yuan", 0) - s.get("feed_in_yuan", 0)
                self.assertAlmostEqual(s["net_energy_cost_yuan"], net, delta=1e-6 * net)
                self.assertAlmostEqual(s["net_cost_yuan"], net + s["demand_charge_yuan"] + s.get("v2g_wear_yuan", 0), delta=1e-6 * net)
                self.assertAlmostEqual(s["net_co2_kg"], s["co2_kg"] - s.get("v2g_co2_kg", 0), delta=1e-6 * net)

    def test_homes_leave_nobody_short(self):
        nobody = self.summary("uncontrolled")["sessions_unmet"]
        for name in (name for name in names if name.startswith(("home-", "v2g-"))):
            with self.subTest(name=name):
                self.assertLessEqual(self.summary(name)["sessions_unmet"], nobody)


if __name__ == "__main__":
    unittest.main()
