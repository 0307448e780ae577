import csv
import json
import os
import unittest

import h5py

from yuchong import ProgramTest, bad_input

scenario = "scenarios/liangjiang.yaml"
limits = {"branch_rating", "feeder_head", "voltage", "substation"}


class Hosting(ProgramTest):
    def find(self, *arguments, scale="0.1"):
        process = self.run_program("hosting", scenario, "--set", f"scale={scale}", "--json", *arguments)
        self.assertEqual(process.stderr, "")
        return json.loads(process.stdout)

    def complaint(self, *arguments):
        process = self.run_program("hosting", *arguments, expect=bad_input)
        self.assertEqual(process.stdout, "")
        return process.stderr

    def test_json_holds_every_level(self):
        found = self.find()
        self.assertEqual(found["scenario"], "liangjiang")
        self.assertGreater(found["existing_kw"]["stations"], 1000)
        self.assertGreater(found["existing_kw"]["home_piles"], 1000)
        self.assertEqual({d["district"] for d in found["districts"]}, {"Jiangbei", "Yubei", "Beibei"})
        for place in [found, *found["districts"], *found["zones"]]:
            self.assertIn(place["limit"], limits | {"no_feeder"})
            self.assertLessEqual(0, place["room_kw"])
            self.assertLessEqual(place["room_kw"], place["lines_kw"])
            self.assertLessEqual(place["largest_kw"], place["lines_kw"])
        self.assertGreater(found["lines_kw"], 10_000)
        zones = {zone["zone"] for zone in found["zones"]}
        for feeder in found["feeders"]:
            self.assertIn(feeder["zone"], zones)
            if feeder["nodes"] == 0:
                continue
            self.assertIn(feeder["best"]["limit"], limits)
            self.assertLessEqual(feeder["typical"]["room_kw"], feeder["best"]["room_kw"])
            self.assertIn(feeder["best"]["hour"], range(24))
            self.assertTrue(106 < feeder["best"]["lon"] < 108 and 29 < feeder["best"]["limit_lat"] < 31)

    def test_what_zones_take_stays_within_the_substations(self):
        found = self.find()
        all_kva = sum(max(0, substation["room_kva"]) for substation in found["substations"])
        self.assertLessEqual(found["room_kw"], all_kva)
        for place in found["districts"]:
            kva = sum(max(0, s["room_kva"]) for s in found["substations"] if s["district"] == place["district"])
            self.assertLessEqual(place["room_kw"], kva)

    def test_the_same_whatever_the_threads_and_the_power_flow(self):
        plain = self.find()
        self.assertEqual(plain, self.find("--threads", "2"))
        self.assertEqual(plain, self.find("--set", "grid.flow=feeders"))

    def test_more_existing_charging_leaves_less(self):
        usual, busy = self.find(), self.find("--set", "grid.hosting.home_coincidence=0.8")
        self.assertAlmostEqual(busy["existing_kw"]["home_piles"], 4 * usual["existing_kw"]["home_piles"], delta=1)
        self.assertLess(busy["lines_kw"], usual["lines_kw"])
        self.assertLessEqual(busy["room_kw"], usual["room_kw"])

    def test_existing_charging_from_a_result(self):
        path = self.directory / "run.h5"
        thin = ["--set", "scale=0.02", "--set", "time.duration=1 d"]
        self.run_program("run", scenario, *thin, "--set", "grid.flow=feeders", "-o", path, "--progress", "off")
        with h5py.File(path) as file:
            peaks = file["feeders/charging_kw"][:].max(axis=0)
        found = self.find("--from", path, scale="0.02")
        self.assertAlmostEqual(found["existing_kw"]["taken"], float(peaks.sum(dtype=float)), delta=0.1)
        stated = self.find(scale="0.02")["existing_kw"]
        self.assertAlmostEqual(stated["taken"], stated["stations"] + stated["home_piles"], delta=1e-6)
        self.assertIn("another network", self.complaint(scenario, "--set", "scale=0.05", "--from", path))
        self.run_program("run", scenario, *thin, "-o", path, "--force", "--progress", "off")
        self.assertIn("grid.flow", self.complaint(scenario, *thin, "--from", path))
        path.write_text("no result")
        self.assertIn("run.h5", self.complaint(scenario, *thin, "--from", path))

    def test_table_for_people(self):
        text = self.run_program("hosting", scenario, "--set", "scale=0.1").stdout
        self.assertRegex(text, r"(?m)^district +feeders +room_mw +lines_mw +largest_kw +limit$")
        for name in ("Yubei", "all"):
            self.assertRegex(text, rf"(?m)^{name}( +[0-9.]+){{4}}  [a-z_]+$")
        self.assertEqual(len([line for line in text.splitlines() if line.startswith("5001")]), 20)

    def test_csv_has_a_row_for_each_zone_and_feeder(self):
        path = self.directory / "room.csv"
        found = self.find("-o", path)
        with open(path) as file:
            rows = list(csv.DictReader(file))
        zones = {row["id"]: row for row in rows if row["level"] == "zone"}
        feeders = {row["id"]: row for row in rows if row["level"] == "feeder"}
        self.assertEqual(len(zones) + len(feeders), len(rows))
        self.assertEqual(list(zones), [zone["zone"] for zone in found["zones"]])
        for zone in found["zones"]:
            for name in ("room_kw", "lines_kw", "largest_kw", "feeders"):
                self.assertEqual(float(zones[zone["zone"]][name]), zone[name])
            self.assertEqual(zones[zone["zone"]]["limit"], zone["limit"])
        served = [feeder for feeder in found["feeders"] if feeder["nodes"] > 0]
        self.assertEqual(list(feeders), [feeder["feeder"] for feeder in served])
        for feeder in served:
            row = feeders[feeder["feeder"]]
            self.assertEqual(float(row["room_kw"]), feeder["best"]["room_kw"])
            self.assertEqual(float(row["typical_kw"]), feeder["typical"]["room_kw"])
            self.assertEqual(row["limit"], feeder["best"]["limit"])

    def test_an_existing_file_is_kept(self):
        path = self.directory / "room.csv"
        path.write_text("mine")
        self.assertIn("room.csv", self.complaint(scenario, "--set", "scale=0.1", "-o", path))
        self.assertEqual(path.read_text(), "mine")
        self.find("-o", path, "--force")
        self.assertTrue(path.read_text().startswith("level,id,"))
        self.assertEqual(self.files(), ["room.csv"])

    def test_bad_input(self):
        self.assertIn("no SCENARIO given", self.complaint())
        self.assertIn("nowhere.yaml", self.complaint("nowhere.yaml"))
        self.assertIn("--set", self.complaint(scenario, "--set", "grid.hosting.home_coincidence=2"))
        self.assertIn("did you mean", self.complaint(scenario, "--set", "grid.hostin.home_coincidence=0.1"))
        self.assertIn("did you mean --json", self.complaint(scenario, "--jsn"))
        self.assertIn("--threads", self.complaint(scenario, "--threads", "0"))
        missing = self.directory / "nowhere" / "room.csv"
        self.assertIn("nowhere", self.complaint(scenario, "-o", missing))

    def test_a_pipe_is_not_replaced(self):
        path = self.directory / "pipe"
        os.mkfifo(path)
        self.assertIn("not a file", self.complaint(scenario, "--set", "scale=0.1", "-o", path, "--force"))
        self.assertTrue(path.is_fifo())


if __name__ == "__main__":
    unittest.main()
