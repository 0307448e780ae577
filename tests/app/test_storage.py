"""A station with storage and sun against a twin that knows nothing of the program: minute by minute, in plain Python."""

import csv
import json
import math
import subprocess
import unittest

import h5py
import yaml

from yuchong import ProgramTest, bad_input, source

minutes, limit_kw, power_kw, usable_kwh, efficiency = 1440, 630.0, 400.0, 430.0, 0.95
reserve_kwh, lowest_soc, nominal_kwh = 0.3 * usable_kwh, 0.1, 537.5
prices = ["valley"] * 8 + ["flat"] * 3 + ["peak", "critical", "critical", "peak", "peak", "peak"] + ["flat"] * 3 + \
    ["peak"] * 2 + ["flat"] * 2  # of August


def cars_at(minute):
    with open(source / "scenarios/storage/sessions.csv", newline="") as file:
        return sum(int(row["arrival"]) <= 60 * minute < int(row["departure"]) for row in csv.DictReader(file))


def sun_kw(minute, peak_kw):
    """In August, without an influence of temperature, at the middle of the quarter of an hour."""
    with open(source / "models/storage_pv.yaml") as file:
        panels = yaml.safe_load(file)["supply"]["photovoltaics"]
    hour = (minute // 15 * 15 + 7.5) / 60
    clear = panels["clear_sky_w_m2"]["august"]
    before = math.floor(hour)
    w_m2 = clear[before] + (hour - before) * (clear[(before + 1) % 24] - clear[before])
    loss = panels["inverter_efficiency"] * (1 - panels["other_losses"])
    return peak_kw * panels["mean_of_clear"][7] * w_m2 / 1000 * loss


def twin(rule, peak_kw, start):
    """Charging, storage, sun, connection in kW, and the energy in the storage, by minute."""
    suns = [sun_kw(m, peak_kw) for m in range(0, minutes, 15)]
    cars = [cars_at(m) for m in range(minutes)]
    energy, spent, rows = start * usable_kwh, False, []
    for m in range(minutes):
        sun, price = suns[m // 15], prices[m // 60]
        held_kw = energy * efficiency * 60
        spent = spent and energy < reserve_kwh
        promised, spent = 0 if spent else min(power_kw, held_kw), spent or held_kw < power_kw
        load = min(100.0 * cars[m], limit_kw + sun + promised)
        net = load - sun
        recharges = rule == "peak_shave" or (rule == "arbitrage" and price == "valley")
        relieves = rule == "self_consumption" or (rule == "arbitrage" and price in ("peak", "critical"))
        needed = max(net - limit_kw, 0)
        out = into = 0.0
        if relieves and net > 0 and energy > reserve_kwh:
            out = min(net, power_kw)
            part = min(1, (energy - reserve_kwh) * efficiency * 60 / out)  # of the minute, down to the reserve
            out = part * out + (1 - part) * needed
        elif needed > 0:
            out = needed
        else:
            room = limit_kw - net if recharges else max(-net, 0)
            into = min(room, power_kw, (usable_kwh - energy) / efficiency * 60)
        energy += (efficiency * into - out / efficiency) / 60
        rows.append((load, into - out, sun, net + into - out, energy))
    return rows


class Storage(ProgramTest):
    def run_station(self, *sets):
        result = self.directory / "storage.h5"
        summary = json.loads(self.run_program("run", "scenarios/storage.yaml", "-o", result, "--force", "--json",
                                              *(x for s in sets for x in ("--set", s))).stdout)
        self.assertEqual(summary["status"], "done")
        with h5py.File(result) as file:
            stations = {name: file["stations"][name][:, 0] for name in
                        ("charging_kw", "storage_kw", "pv_kw", "connection_kw", "storage_soc")}
            stations["city_kw"] = file["city/connection_kw"][:]
        return summary, stations

    def test_each_minute_is_that_of_the_twin(self):
        for rule in ("peak_shave", "arbitrage", "self_consumption"):
            for peak_kw, start in ((0.001, 1), (300, 0.5), (900, 0)):
                with self.subTest(rule=rule, peak_kw=peak_kw):
                    summary, seen = self.run_station(
                        "supply.photovoltaics.gamma_per_k=0", f"supply.stations.0.storage.rule={rule}",
                        f"supply.stations.0.photovoltaics.peak_kw={peak_kw} kW",
                        f"supply.stations.0.storage.start_share={start}")
                    expected = twin(rule, peak_kw, start)
                    for m, (load, storage, sun, net, energy) in enumerate(expected):
                        for name, value in (("charging_kw", load), ("storage_kw", storage), ("pv_kw", sun),
                                            ("connection_kw", net), ("city_kw", net)):
                            self.assertAlmostEqual(float(seen[name][m]), value, delta=0.05, msg=f"{name} {m}")
                        self.assertAlmostEqual(float(seen["storage_soc"][m]), lowest_soc + energy / nominal_kwh,
                                               delta=2e-5, msg=f"minute {m}")
                    self.assertAlmostEqual(summary["pv_kwh"], sum(r[2] for r in expected) / 60, delta=1e-3)
                    self.assertAlmostEqual(summary["feed_in_kwh"], sum(max(-r[3], 0) for r in expected) / 60, delta=0.1)
                    self.assertAlmostEqual(summary["station_import_kwh"],
                                           sum(max(r[3], 0) for r in expected) / 60, delta=0.1)

    def test_what_surplus_earns_and_purchases_cost(self):
        summary, seen = self.run_station("supply.stations.0.photovoltaics.peak_kw=900 kW",
                                         "supply.stations.0.storage.rule=self_consumption")
        self.assertGreater(summary["feed_in_kwh"], 100)
        self.assertAlmostEqual(summary["feed_in_yuan"], 0.396 * summary["feed_in_kwh"], places=6)
        self.assertAlmostEqual(summary["self_consumption"], 1 - summary["feed_in_kwh"] / summary["pv_kwh"], places=9)
        yuan = {"valley": 0.33, "flat": 0.70, "peak": 1.08, "critical": 1.30}
        cost = sum(max(float(kw), 0) / 60 * yuan[prices[m // 60]] for m, kw in enumerate(seen["connection_kw"]))
        self.assertAlmostEqual(summary["cost_public_yuan"], cost, delta=0.01)

    def test_demand_charge_is_for_the_connection(self):
        two_part = "tariff.two_part=true"
        with_storage, seen = self.run_station(two_part)
        quarters = [float(seen["connection_kw"][q:q + 15].mean()) for q in range(0, minutes, 15)]
        share = 1 / 31 * 36
        self.assertAlmostEqual(with_storage["demand_charge_yuan"], max(quarters) * share, delta=0.01)
        self.assertAlmostEqual(max(quarters), 630, delta=0.001)

    def test_a_city_without_has_none_of_it(self):
        result = self.directory / "none.h5"
        summary = json.loads(self.run_program("run", "scenarios/one-station.yaml", "-o", result, "--json").stdout)
        self.assertFalse([key for key in summary if "storage" in key or "pv" in key])
        with h5py.File(result) as file:
            self.assertFalse({"plant", "storage_kw", "pv_kw", "connection_kw"} & set(file["stations"]))
            self.assertNotIn("connection_kw", file["city"])

    def test_describe_says_what_stands_where(self):
        text = self.run_program("describe", "scenarios/storage.yaml").stdout
        self.assertIn("1 with a storage (0.5 MWh, 0.4 MW), 0 with solar panels (0.0 MW)", text)
        self.assertIn("no storage and no solar panels", self.run_program("describe", "scenarios/one-station.yaml").stdout)
        drawn = self.run_program("describe", "scenarios/vgi/storage-pv.yaml").stdout
        self.assertRegex(drawn, r"\d+ with a storage \([\d.]+ MWh, [\d.]+ MW\), \d+ with solar panels")

    def test_a_stopped_run_goes_on_to_the_same_rows(self):
        whole, cut = self.directory / "whole.h5", self.directory / "cut.h5"
        command = ("run", "scenarios/vgi/storage-pv.yaml", "--set", "scale=0.02", "--set", "time.duration=2 d")
        self.run_program(*command, "-o", whole)
        process = subprocess.Popen(self.command(*command, "-o", cut, "--checkpoint-every", "6 h"), cwd=source,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        checkpoint = self.directory / "cut.checkpoint"
        while not checkpoint.exists() and process.poll() is None:
            pass
        process.kill()
        process.wait()
        if checkpoint.exists():
            self.run_program(*command, "-o", cut, "--resume", checkpoint)
        self.run_program("compare", "--exact", whole, cut)


class BadInput(ProgramTest):
    def told(self, yaml_text):
        (self.directory / "s.yaml").write_text(f"base: {source}/scenarios/storage.yaml\nname: s\n" + yaml_text)
        return self.run_program("validate", self.directory / "s.yaml", expect=bad_input).stderr

    def test_wrong_values_are_told_with_their_place(self):
        for text, problem in (
                ("supply: {storage: {rule: shave}}", "2:2"),
                ("supply: {storage: {share: [0.2, 0.2]}}", "supply.storage.share"),
                ("supply: {storage: {share: [0.2, 2, 0]}}", "supply.storage.share"),
                ("supply: {storage: {least_kwh: 200 kW}}", "supply.storage.least_kwh"),
                ("supply: {photovoltaics: {kw_per_plug: 0 kW}}", "supply.photovoltaics.kw_per_plug")):
            with self.subTest(text=text):
                stderr = self.told(text + "\n")
                self.assertIn("s.yaml:3:", stderr)
                self.assertIn(problem if problem != "2:2" else "supply.storage.rule", stderr)

    def test_a_station_by_hand(self):
        station = ("supply:\n  stations:\n    - {id: a, zone: yuelai, position: {lon: 106.5, lat: 29.7}, grid_limit: 500 kW,"
                   " bays: 0, service_fee: 0 yuan/kWh, ac_piles: 1,\n       ")
        for entry, problem in (("storage: {power: 5 kW}}", "storage.kwh"), ("storage: {kwh: 0 kWh}}", "storage.kwh"),
                               ("photovoltaics: {}}", "photovoltaics.peak_kw"),
                               ("storage: {kwh: 10 kWh, rule: none}}", "storage.rule")):
            with self.subTest(entry=entry):
                self.assertIn(problem, self.told(station + entry + "\ndemand: {sessions: ''}\n"))


if __name__ == "__main__":
    unittest.main()
