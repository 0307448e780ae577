"""A distribution network of one's own through the real program: described, run, studied, and refused."""

import csv
import json
import shutil
import unittest

import h5py
import numpy as np
import xarray

from yuchong import ProgramTest, bad_input, source

scenario = "scenarios/own-network.yaml"


def rows_of(name):
    with open(source / "scenarios/own-network" / name) as file:
        return list(csv.DictReader(file))


def matpower_case():
    """The shipped network as MATPOWER's case33bw.m writes it: ohms and kW, made per unit and MW by statements."""
    text = "function mpc = case33\nmpc.version = '2';\nmpc.baseMVA = 100;\nmpc.bus = [\n"
    for row in rows_of("buses.csv"):
        kind = 3 if row["type"] == "slack" else 1
        text += f"{row['bus']} {kind} {row['pd_kw']} {row['qd_kvar']} 0 0 1 1 0 {row['base_kv']} 1 1 0.9;\n"
    text += "];\nmpc.gen = [1 0 0 10 -10 1 100 1 10 0];\nmpc.branch = [\n"
    for row in rows_of("branches.csv"):
        rating_mva = float(row["rating_a"] or 0) * 12.66 * 3 ** 0.5 / 1000
        text += f"{row['from_bus']} {row['to_bus']} {row['r_ohm']} {row['x_ohm']} 0 {rating_mva!r} 0 0 0 0 {row['closed']} -360 360;\n"
    return text + ("];\nVbase = mpc.bus(1, BASE_KV) * 1e3;\nSbase = mpc.baseMVA * 1e6;\n"
                   "mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / (Vbase^2 / Sbase);\n"
                   "mpc.bus(:, [PD, QD]) = mpc.bus(:, [PD, QD]) / 1e3;\n")


class OwnNetwork(ProgramTest):
    def copy(self):
        """The scenario where it may be changed."""
        shutil.copy(source / scenario, self.directory)
        shutil.copytree(source / "scenarios/own-network", self.directory / "own-network")
        return self.directory / "own-network.yaml"

    def run_it(self, path, *arguments):
        result = self.directory / "own.h5"
        process = self.run_program("run", path, "-o", result, "--force", "--json", "--progress", "off", *arguments)
        return result, json.loads(process.stdout)

    def test_the_shipped_scenario_runs_on_its_feeder(self):
        self.run_program("validate", scenario)
        result, summary = self.run_it(scenario)
        load_kw = sum(float(row["pd_kw"]) for row in rows_of("buses.csv"))
        with xarray.open_dataset(result, group="feeders") as feeders:
            self.assertEqual(list(feeders["feeder"].values), ["2"])
            self.assertEqual(feeders["kind"].attrs["flag_meanings"].split()[int(feeders["kind"][0])], "own")
            self.assertAlmostEqual(float(feeders["rating_kva"][0]), 350 * 12.66 * 3 ** 0.5, delta=1)
            self.assertTrue(np.isnan(feeders["line_km"][0]))
            head_kw, voltage = feeders["head_kw"].values, feeders["min_voltage_pu"].values
            base_kw = head_kw - feeders["charging_kw"].values - feeders["losses_kw"].values
            self.assertTrue(np.isfinite(head_kw).all() and np.isfinite(feeders["max_loading_pu"]).all())
        # The peak of a heatwave day is the load of the file, noise aside.
        self.assertTrue(0.9 * load_kw < base_kw.max() < 1.15 * load_kw)
        self.assertTrue(0.4 * load_kw < base_kw.min() < 0.8 * load_kw)
        # 0.913 pu at 1 pu at full load in the paper; here from about 1.05.
        self.assertTrue(((voltage > 0.94) & (voltage < 1.03)).all())
        self.assertLess(voltage[np.argmax(head_kw)], voltage[np.argmin(head_kw)])
        with xarray.open_dataset(result, group="city") as city:
            charging_kw = city["charging_kw"].values
        self.assertGreater(charging_kw.max(), 100)
        self.assertEqual(summary["status"], "done")
        self.assertIn("own", self.run_program("describe", scenario).stdout)
        self.run_program("describe", result)

    def test_base_load_of_the_file_gives_the_losses_of_the_paper(self):
        """At the highest hour, without noise, the feeder loses what the published solution does at a like voltage."""
        result, _ = self.run_it(scenario, "--set", "grid.noise.sigma=0", "--set", "grid.operation.bus_target_pu=1.0")
        with h5py.File(result) as file:
            head_kw, losses_kw = file["feeders/head_kw"][:, 0], file["feeders/losses_kw"][:, 0]
            charging_kw = file["feeders/charging_kw"][:, 0]
        high = np.argmax(head_kw - charging_kw)
        self.assertAlmostEqual(losses_kw[high], 203, delta=40)

    def test_tables_and_matpower_are_one_network(self):
        tables, _ = self.run_it(scenario)
        tables = tables.rename(self.directory / "tables.h5")
        path = self.copy()
        (self.directory / "case33.m").write_text(matpower_case())
        path.write_text(path.read_text().replace("case: own-network", "case: case33.m"))
        matpower, _ = self.run_it(path)
        with h5py.File(tables) as a, h5py.File(matpower) as b:
            for name in ("head_kw", "min_voltage_pu", "max_loading_pu", "rating_kva"):
                np.testing.assert_allclose(b[f"feeders/{name}"][:], a[f"feeders/{name}"][:], rtol=1e-6, err_msg=name)

    def test_without_ratings_there_is_no_limit_to_meet(self):
        path = self.copy()
        branches = self.directory / "own-network/branches.csv"
        branches.write_text(branches.read_text().replace("350", ""))
        result, summary = self.run_it(path)
        self.assertEqual((summary["status"], summary["feeder_max_loading_pu"]), ("done", 0))
        with h5py.File(result) as file:
            self.assertTrue(np.isnan(file["feeders/rating_kva"][0]))
            self.assertTrue((file["feeders/max_loading_pu"][:] == 0).all())
        self.assertIn("no limit on its lines", self.run_program("describe", path).stdout)
        found = json.loads(self.run_program("hosting", path, "--json").stdout)
        self.assertIn(found["limit"], {"voltage", "substation"})
        feeder, = found["feeders"]
        self.assertEqual((feeder["feeder"], feeder["kind"], feeder["nodes"]), ("2", "own", 32))
        self.assertIn(feeder["best"]["bus"], {str(bus) for bus in range(2, 34)})
        self.assertTrue(0 < feeder["best"]["room_kw"] < 100_000)

    def test_limits_of_the_own_network_hold_stations_back(self):
        path = self.copy()
        connections = self.directory / "own-network/connections.csv"
        connections.write_text(connections.read_text().replace("market,630", "market,50"))
        _, free = self.run_it(path)
        _, held = self.run_it(path, "--set", "grid.enforce=station")
        self.assertEqual(free["transformers_overloaded"], 1)
        self.assertEqual(held["transformers_overloaded"], 0)
        _, lines = self.run_it(path, "--set", "grid.enforce=feeder")
        self.assertEqual((lines["status"], lines["transformers_overloaded"]), ("done", 0))

    def test_hosting_takes_the_record_of_a_run(self):
        result, _ = self.run_it(scenario)
        found = json.loads(self.run_program("hosting", scenario, "--json", "--from", result).stdout)
        with h5py.File(result) as file:
            self.assertAlmostEqual(found["existing_kw"]["taken"], float(file["feeders/charging_kw"][:].max()), delta=0.1)

    def test_checkpoints_change_nothing(self):
        whole, _ = self.run_it(scenario)
        whole = whole.rename(self.directory / "whole.h5")
        self.run_program("run", scenario, "-o", self.directory / "own.h5", "--progress", "off", "--checkpoint-every", "6 h")
        self.run_program("compare", "--exact", whole, self.directory / "own.h5")

    def test_a_bad_network_is_refused_by_validate_and_run(self):
        path = self.copy()
        (self.directory / "own-network/connections.csv").write_text(
            "bus,zone,households,station,transformer_kva\n5,old-town,400,,400\n99,new-town,400,,400\n8,,,market,630\n")
        for command in (["validate", path], ["run", path, "-o", self.directory / "none.h5"], ["hosting", path]):
            message = self.run_program(*command, expect=bad_input).stderr
            self.assertRegex(message, r"connections\.csv:3:1: bus: there is no bus 99 ")
            self.assertRegex(message, r"connections\.csv:1:1: station: the station gateway is not connected ")
            self.assertRegex(message, r"connections\.csv:1:1: zone: the zone village has people but no transformer ")
        self.assertFalse((self.directory / "none.h5").exists())


if __name__ == "__main__":
    unittest.main()
