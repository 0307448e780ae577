"""The depot under control against a twin that knows nothing of the program: slot by slot, in plain Python."""

import csv
import json
import subprocess
import sys
import unittest

import h5py

from yuchong import ProgramTest, source

charger_kw, step_s, step_h, week_s = 7.68, 300, 300 / 3600, 7 * 86_400


def read_sessions():
    with open(source / "scenarios/depot/sessions.csv", newline="") as file:
        return [{"charger": int(row["terminal"]), "arrival": int(row["arrival"]), "departure": int(row["departure"]),
                 "energy": float(row["energy_kwh"])} for row in csv.DictReader(file)]


def laxity_ms(session, now_s):
    return round((session["departure"] - now_s) * 1000 - session["left"] / charger_kw * 3.6e6)


first = {"fcfs": lambda s, now: 0, "edf": lambda s, now: s["departure"], "llf": laxity_ms}


def by_rank(sessions, wanted, limit_kw, rule, now_s):
    left, grants = limit_kw, {}
    for s in sorted(sessions, key=lambda s: (first[rule](s, now_s), s["arrival"], s["charger"])):
        grants[id(s)] = min(wanted[id(s)], left)
        left -= grants[id(s)]
    return grants


def alike(sessions, wanted, limit_kw):
    """The same share of equal ratings, up to what each wants: a level that fills the limit."""
    low, high = 0.0, charger_kw
    for _ in range(200):
        level = (low + high) / 2
        low, high = (low, level) if sum(min(w, level) for w in wanted.values()) > limit_kw else (level, high)
    return {id(s): min(wanted[id(s)], low) for s in sessions}


def twin(rule, limit_kw):
    """kWh of each session in the order of the file, and the largest power of a step."""
    sessions = read_sessions()
    for s in sessions:
        s["left"] = s["energy"]
    coming = sorted(sessions, key=lambda s: s["arrival"], reverse=True)
    there, peak_kw = [], 0.0
    for now_s in range(0, week_s, step_s):
        while coming and coming[-1]["arrival"] <= now_s:
            there.append(coming.pop())
        there = [s for s in there if s["departure"] > now_s and s["left"] > 1e-9]
        wanted = {id(s): min(charger_kw, s["left"] / step_h) for s in there}
        if sum(wanted.values()) <= limit_kw:
            grants = wanted
        else:
            grants = by_rank(there, wanted, limit_kw, rule, now_s) if rule in first else alike(there, wanted, limit_kw)
        peak_kw = max(peak_kw, sum(grants.values()))
        for s in there:
            s["left"] -= grants[id(s)] * step_h
    return [s["energy"] - s["left"] for s in sessions], peak_kw


class Depot(ProgramTest):
    def run_depot(self, *sets):
        result = self.directory / "depot.h5"
        summary = json.loads(self.run_program("run", "scenarios/depot-capped.yaml", "-o", result, "--force", "--json",
                                              *(x for s in sets for x in ("--set", s))).stdout)
        with h5py.File(result) as file:
            rows = sorted(zip(file["sessions/vehicle"][:], file["sessions/energy_kwh"][:]))
        return summary, [float(energy) for _, energy in rows]

    def test_each_session_gets_what_the_twin_gives_it(self):
        limit_kw = 600  # a tenth of the energy cannot be had
        for rule in ("fcfs", "edf", "llf", "proportional", "peak_limit"):
            with self.subTest(rule=rule):
                summary, energies = self.run_depot(f"control.strategy={rule}", f"control.limit_kw={limit_kw}")
                expected, peak_kw = twin(rule, limit_kw)
                self.assertEqual(len(energies), len(expected))
                self.assertLess(max(abs(a - b) for a, b in zip(energies, expected)), 1e-6)
                self.assertAlmostEqual(summary["peak_kw"], peak_kw, places=2)
                lacking = sum(s["energy"] for s in read_sessions()) - sum(expected)
                self.assertGreater(lacking, 5_000)
                self.assertAlmostEqual(summary["unmet_kwh"], lacking, delta=1e-3)

    def test_turns_are_fair_over_a_day(self):
        _, fcfs = self.run_depot("control.strategy=fcfs", "control.limit_kw=600")
        summary, turns = self.run_depot("control.strategy=round_robin", "control.limit_kw=600")
        asked = [s["energy"] for s in read_sessions()]
        worst = lambda energies: min(e / a for e, a in zip(energies, asked))
        self.assertGreater(worst(turns), worst(fcfs) + 0.1)
        self.assertLessEqual(summary["peak_kw"], 600.001)

    def test_whoever_comes_between_two_steps_takes_what_is_left(self):
        rows = ["depot,,0,36000,20,7.68,60,0.2", "depot,,60,36000,20,7.68,60,0.2", "depot,,120,36000,20,7.68,60,0.2"]
        header = "station,terminal,arrival,departure,energy_kwh,max_kw,battery_kwh,soc_start"
        (self.directory / "sessions.csv").write_text("\n".join([header, *rows]) + "\n")
        (self.directory / "s.yaml").write_text(
            f"base: {source}/scenarios/depot-capped.yaml\nname: three\ndemand: {{sessions: sessions.csv}}\n"
            "control: {strategy: fcfs, step: 1 h, limit_kw: 10}\nrecord: {station_step: 1 min}\n")
        result = self.directory / "three.h5"
        self.run_program("run", self.directory / "s.yaml", "-o", result)
        with h5py.File(result) as file:
            kw = [round(float(x), 3) for x in file["stations/charging_kw"][:4, 0]]
        self.assertEqual(kw, [7.68, 10.0, 10.0, 10.0])

    def test_the_generator_writes_the_shipped_file(self):
        made = subprocess.run([sys.executable, source / "scripts/depot_sessions"], capture_output=True, text=True)
        self.assertEqual(made.stdout, (source / "scenarios/depot/sessions.csv").read_text())


if __name__ == "__main__":
    unittest.main()
