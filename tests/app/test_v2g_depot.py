"""A depot of bidirectional piles, read back with xarray: what was fed back, by whom, when, and what it was worth."""

import json
import pathlib
import shutil
import tempfile
import unittest
import warnings

import numpy as np
import xarray as xr

from yuchong import ProgramTest

short = ["--set", "time.duration=2 d"]
efficiency, wear, reserve = 0.9, 0.15, 0.33
feed_in = {"valley": 0.30, "flat": 0.60, "peak": 1.22}
price = {"valley": 0.33, "flat": 0.70, "peak": 1.08, "critical": 1.30}


def price_class(hour):
    """models/tariff.yaml in August."""
    return ("valley" if hour < 8 else "critical" if 12 <= hour < 14 else "peak" if 11 <= hour < 17 or 20 <= hour < 22 else "flat")


class V2gDepot(ProgramTest):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="yuchong-test-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.path, cls.plain = folder / "v2g.h5", folder / "plain.h5"
        cls.summary = json.loads(cls.run_once(cls.path))
        cls.without = json.loads(cls.run_once(cls.plain, "--set", "control.v2g.strategy=none"))

    @classmethod
    def run_once(cls, path, *more):
        return cls("run_program").run_program("run", "scenarios/depot-v2g.yaml", "-o", path, "--json", *short, *more).stdout

    def open(self, group, path=None):
        with warnings.catch_warnings():  # output/FORMAT.md: NaN times
            warnings.filterwarnings("ignore", "invalid value encountered in cast", RuntimeWarning)
            return xr.open_dataset(path or self.path, group=group).load()

    def test_stations_city_and_sessions_agree(self):
        stations, city, sessions = self.open("stations"), self.open("city"), self.open("sessions")
        kwh = float(stations.v2g_kw.sum()) * 5 / 60
        self.assertGreater(kwh, 50)
        self.assertEqual(stations.bidirectional_piles.values.tolist(), [40])
        self.assertAlmostEqual(kwh, float(city.v2g_kw.sum()) * 5 / 60, places=3)
        self.assertAlmostEqual(kwh, float(sessions.v2g_kwh.sum()), places=2)
        self.assertAlmostEqual(kwh, self.summary["v2g_kwh"], places=2)
        self.assertEqual(self.summary["v2g_kwh"], self.summary["v2g_stations_kwh"])

    def test_cars_sell_where_it_pays_and_leave_full(self):
        stations, sessions = self.open("stations"), self.open("sessions")
        by_hour = stations.v2g_kw.isel(station=0).groupby(stations.time.dt.hour).sum()
        for hour in range(24):
            best = feed_in["peak" if price_class(hour) == "critical" else price_class(hour)] * efficiency - wear
            if float(by_hour.sel(hour=hour)) > 0:  # what it sells it has bought for less: flat or valley
                self.assertGreater(best, price["flat"], hour)
        served = sessions.outcome == 0
        np.testing.assert_allclose(sessions.soc_end[served], 0.8, atol=1e-6)
        np.testing.assert_allclose(sessions.energy_kwh[served], (sessions.requested_kwh + sessions.v2g_kwh / efficiency)[served],
                                   atol=1e-5)
        deepest = sessions.soc_start - sessions.v2g_kwh / efficiency / 60
        self.assertTrue(bool(((sessions.v2g_kwh == 0) | (sessions.soc_start > reserve)).all()), deepest)

    def test_the_money_by_hand(self):
        stations = self.open("stations")
        hours = stations.time.dt.hour.values
        kwh = stations.v2g_kw.isel(station=0).values.astype(float) / 12
        paid = sum(k * feed_in["peak" if price_class(h) == "critical" else price_class(h)] for h, k in zip(hours, kwh))
        bought = sum(k / 12 * price[price_class(h)] for h, k in zip(hours, stations.charging_kw.isel(station=0).values.astype(float)))
        self.assertAlmostEqual(self.summary["v2g_revenue_yuan"], paid, places=2)
        self.assertAlmostEqual(self.summary["energy_cost_yuan"], bought, places=2)
        self.assertAlmostEqual(self.summary["v2g_wear_yuan"], wear * self.summary["v2g_kwh"] / efficiency, places=6)
        net = bought - paid + self.summary["v2g_wear_yuan"]
        self.assertAlmostEqual(self.summary["net_cost_yuan"], net, places=2)
        self.assertLess(net, self.without["net_cost_yuan"])

    def test_compare_shows_the_benefit(self):
        process = self.run_program("compare", self.plain, self.path, "--json")
        figures = {f["name"]: f["values"] for g in json.loads(process.stdout)["groups"] for f in g["figures"]}
        owed = self.summary["energy_owed_kwh"] - self.without["energy_owed_kwh"]
        saved = self.without["net_cost_yuan"] - self.summary["net_cost_yuan"]
        per_kwh = self.without["energy_cost_yuan"] / self.without["energy_kwh"]
        self.assertEqual(figures["net_benefit_yuan"][0], 0)
        self.assertAlmostEqual(figures["net_benefit_yuan"][1], saved - owed * per_kwh, places=6)

    def test_why_there_are_no_bounds(self):
        self.assertIn("cars feed back at stations", self.summary["bounds_absent"])


if __name__ == "__main__":
    unittest.main()
