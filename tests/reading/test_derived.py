"""What is derived from a result agrees with what the program itself counted."""

import unittest

import numpy as np

import small_runs

import yuchong
from yuchong import derived


def by_hand(edges, rectangles):
    """Energy in each step, rectangle by rectangle."""
    return [sum(power * max(0.0, min(b, end) - max(a, begin)) for begin, end, power in rectangles)
            for a, b in zip(edges, edges[1:])]


class Derived(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.run_ = yuchong.open_run(small_runs.city_day())
        cls.addClassCleanup(cls.run_.close)

    def test_rectangles_of_power_are_cut_at_the_edges(self):
        rectangles = [(-5.0, 12.0, 2.0), (3.0, 4.0, 7.0), (10.0, 40.0, 1.0), (20.0, 30.0, 0.5), (20.0, 20.5, 9.0), (-9.0, -1.0, 3.0),
                      (30.0, 31.0, 3.0), (0.0, 30.0, 1.0)]
        edges = np.array([0.0, 10.0, 20.0, 30.0])
        begin, end, power = np.array(rectangles).T
        rectangle, step, energy = derived._spread(edges, begin, end, power)
        self.assertTrue(np.allclose(np.bincount(step, energy, 3), by_hand(edges, rectangles)))
        for i, one in enumerate(rectangles):
            own = rectangle == i
            self.assertTrue(np.allclose(np.bincount(step[own], energy[own], 3), by_hand(edges, [one])))

    def test_rebinning_keeps_energy(self):
        edges, values = np.array([0.0, 1.0, 3.0, 6.0]), np.array([4.0, 1.0, 2.0])
        self.assertTrue(np.allclose(derived.rebin_mean(values, edges, np.array([0.0, 3.0, 6.0])), [2.0, 2.0]))
        self.assertTrue(np.allclose(derived.rebin_mean(values, edges, np.array([0.0, 2.0, 6.0])), [2.5, 1.75]))

    def test_uses_add_up_to_the_city(self):
        load = derived.load_by_use(self.run_)
        hours = np.diff(derived.bounds_s(self.run_["stations"])) / 3600.0
        kpi = self.run_.kpi
        energy = {str(use): float((load.sel(use=use) * hours).sum()) for use in load.use.values}
        self.assertAlmostEqual(sum(energy.values()) / kpi["grid_energy_kwh"], 1.0, places=5)
        self.assertTrue((load >= 0).all())
        public = self.run_["stations"].charging_kw.sum("station")
        self.assertTrue(np.allclose(load.sel(use=["super", "fast", "ac"]).sum("use"), public, rtol=1e-5))
        # Grid side over plug side is much the same for all, and sessions that reach over the ends are few.
        rows = derived.sessions_frame(self.run_, ["place", "terminal_class", "energy_kwh"])
        at_stations = rows[rows.place != "home"]  # depots too
        for name in ("super", "fast", "ac"):
            share = energy[name] / sum(energy[c] for c in ("super", "fast", "ac"))
            of_rows = at_stations[at_stations.terminal_class == name].energy_kwh.sum() / at_stations.energy_kwh.sum()
            self.assertAlmostEqual(share, of_rows, delta=0.03)

    def test_a_station_of_one_class_is_exact(self):
        load, stations = derived.load_by_use(self.run_), self.run_["stations"]
        there = {"super": stations.super_terminals > 0, "fast": stations.fast_terminals > 0, "ac": stations.ac_piles > 0}
        several = sum(there.values()) > 1
        for name, has in there.items():
            alone = stations.charging_kw.where(has & ~several, 0.0).sum("station")
            at_all = stations.charging_kw.where(has, 0.0).sum("station")
            self.assertTrue((load.sel(use=name) >= alone - 1e-2).all(), name)
            self.assertTrue((load.sel(use=name) <= at_all + 1e-2).all(), name)
        self.assertTrue(np.allclose(derived._load_by_class(self.run_, steps_at_once=7),
                                    load.sel(use=["super", "fast", "ac"]).values))

    def test_without_session_rows_public_load_is_one(self):
        run = yuchong.open_run(small_runs.result("no-rows", "scenarios/chongqing.yaml", "scale=0.002", "record.sessions=none"))
        self.addCleanup(run.close)
        load = derived.load_by_use(run)
        self.assertEqual(load.use.values.tolist(), ["home", "public"])
        self.assertTrue(np.allclose(load.sel(use="public"), run["stations"].charging_kw.sum("station"), rtol=1e-5))

    def test_waits_are_those_of_the_summary(self):
        waits, kpi = derived.waits_frame(self.run_), self.run_.kpi
        self.assertGreater(kpi["wait_mean_s"], 0)
        self.assertAlmostEqual(waits.wait_min.mean() * 60.0, kpi["wait_mean_s"], places=6)
        self.assertAlmostEqual(float((waits.wait_min <= 10).mean()), kpi["wait_share_10_min"], places=9)
        self.assertAlmostEqual(np.percentile(waits.wait_min, 95) * 60.0, kpi["wait_p95_s"], places=6)
        means = derived.station_waits(self.run_)
        station = int(waits.station.iloc[int(np.argmax(waits.wait_min))])
        self.assertAlmostEqual(means[station], waits.wait_min[waits.station == station].mean())
        self.assertEqual(np.isfinite(means).sum(), waits.station.nunique())

    def test_utilisation_is_a_share(self):
        share = derived.utilisation(self.run_)
        self.assertEqual(share.dims, ("time", "station"))
        self.assertTrue(((share >= 0) & (share <= 1 + 1e-6)).all())
        hourly = derived.utilisation_by_hour(self.run_)
        self.assertEqual(hourly.dims, ("station", "hour"))
        first_hour = share.isel(time=slice(0, 4)).mean("time")
        self.assertTrue(np.allclose(hourly.sel(hour=0), first_hour))

    def test_codes_become_names(self):
        table = derived.sessions_frame(self.run_, ["place", "outcome", "energy_kwh"])
        self.assertEqual(list(table.columns), ["place", "energy_kwh", "outcome"])
        kpi = self.run_.kpi
        rows = derived.sessions_frame(self.run_, ["place", "outcome", "arrival"])
        inside = rows[(rows.place == "public") & (rows.arrival >= derived.window(self.run_)[0])]
        self.assertEqual((inside.outcome == "balked").sum(), kpi["visits_balked"])
        self.assertEqual(len(inside), kpi["visits"])

    def test_runs_of_other_demand_are_not_compared(self):
        with yuchong.open_run(small_runs.grid_day()) as plain, yuchong.open_run(small_runs.v2g_day()) as fed:
            table = yuchong.compare_runs([plain, fed])
            self.assertEqual(table.loc["vehicles"].nunique(), 1)
            self.assertGreater(table.loc["v2g_kwh"].iloc[1], 0)
            city = plain["city"]
            self.assertAlmostEqual(table.loc["city_peak_kw"].iloc[0],
                                   float((city.base_kw + city.charging_kw - city.v2g_kw).max()))
            with self.assertRaisesRegex(yuchong.ResultError, "demand"):
                yuchong.compare_runs([plain, self.run_])
            self.assertEqual(yuchong.compare_runs([plain, self.run_], any_demand=True).shape[1], 2)


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # of xarray about times that did not happen
