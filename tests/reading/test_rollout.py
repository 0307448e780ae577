"""The rollout against its targets, on groups written here as the result format has them; what `plan --curve` writes."""

import shutil
import unittest
import warnings

import h5py
import numpy as np
import pandas as pd
import xarray

import small_runs
from page_test import PageTest

import matplotlib.pyplot as plt
import yuchong

days = pd.date_range("2025-12-20", periods=20)
targets = {  # required, value, met, met_on, unit
    "T01": (2000.0, 2013.0, 1, "2025-12-24", "station"), "T04": (170.0, np.nan, -1, None, "station"), "T05": (0.9, 0.81, 0, None, "1")}


def add_rollout(path):
    """Into a result, as the city's rollout has it."""
    encoding = {"units": "days since 1970-01-01"}
    by_day = {name: ("day", np.linspace(*ends, len(days))) for name, ends in {
        "vehicles": (940e3, 958e3), "stations": (6200, 6318), "super_stations": (1990, 2165), "super_terminals": (3800, 4005),
        "service_area_stations": (np.nan, np.nan), "circle_share": (0.80, 0.82)}.items()}
    xarray.Dataset(by_day, {"day": days}).to_netcdf(path, mode="a", group="rollout", encoding={"day": encoding})
    required, value, met, met_on, unit = map(list, zip(*targets.values()))
    columns = {"required": required, "value": value, "met": np.array(met, np.int8), "met_on": pd.to_datetime(met_on),
               "due": pd.to_datetime(["2025-12-31"] * 3), "unit": unit, "source": ["[plan]"] * 3,
               "title": ["super stations", "service areas", "circle"], "title_zh": ["超充站", "服务区", "超充圈"]}
    xarray.Dataset({name: ("target", values) for name, values in columns.items()}, {"target": list(targets)}).to_netcdf(
        path, mode="a", group="rollout_targets", encoding={"met_on": encoding, "due": encoding})


class Rollout(PageTest):
    def without(self):
        """A result as files of format 1.6 are."""
        path = self.directory / "rollout.h5"
        shutil.copy(small_runs.city_day(), path)
        with h5py.File(path, "a") as file:
            del file["rollout"], file["rollout_targets"]
        return path

    def result(self):
        path = self.without()
        add_rollout(path)
        return path

    def draw(self, figure, *arguments, **options):
        drawn = {}
        for language in ("en", "zh"):
            with warnings.catch_warnings():
                warnings.simplefilter("error", UserWarning)
                drawn[language] = figure(*arguments, language=language, **options)
                drawn[language].figure.canvas.draw()
            self.addCleanup(plt.close, drawn[language].figure)
        self.assertRegex(drawn["zh"].get_xlabel(), "[\u4e00-\u9fff].*）$")
        return drawn["en"]

    def test_targets(self):
        with yuchong.open_run(self.result()) as run:
            table = yuchong.rollout_targets(run)
            axes = self.draw(yuchong.plot_targets, run)
        self.assertEqual(table.met.tolist(), [True, None, False])
        self.assertEqual([round(bar.get_width(), 6) for bar in axes.patches], [100.65, 90.0])
        self.assertEqual([label.get_text() for label in axes.get_yticklabels()], ["super stations", "service areas", "circle"])
        texts = " ".join(text.get_text() for text in axes.texts)
        for words in ("2,013 / 2,000", "met on 2025-12-24", "not measurable", "81 % / 90 %", "due 2025-12-31"):
            self.assertIn(words, texts)

    def test_by_day(self):
        with yuchong.open_run(self.result()) as run:
            axes = self.draw(yuchong.plot_rollout, run)
            np.testing.assert_allclose(axes.lines[0].get_ydata(), run["rollout"].super_stations.values)
            share = self.draw(yuchong.plot_rollout, run, "circle_share")
            np.testing.assert_allclose(share.lines[0].get_ydata()[0], 80.0)
            with self.assertRaisesRegex(ValueError, "super_stations"):
                yuchong.plot_rollout(run, "superstations")

    def test_a_run_without_says_so(self):
        with yuchong.open_run(self.without()) as run, self.assertRaisesRegex(KeyError, "1.7"):
            yuchong.plot_targets(run)

    def test_the_page_has_a_section(self):
        self.open(self.result())
        section = self.browser.find_element("id", "rollout")
        for words in ("Rollout targets", "2,013", "met (2025-12-24)", "not measurable", "not met", "81 %"):
            self.assertIn(words, section.text)
        self.assertEqual(len(section.find_elements("css selector", ".chart")), 1)
        self.press("#language")
        self.assertIn("超充圈", section.text)

    def test_the_page_of_a_run_without_has_none(self):
        self.open(self.without())
        self.assertFalse(self.browser.find_element("id", "rollout").is_displayed())

    def test_a_real_run_tells_of_its_targets(self):
        with yuchong.open_run(small_runs.city_day()) as run:
            table = yuchong.rollout_targets(run)
            self.draw(yuchong.plot_rollout, run)
        self.assertEqual(table.met["T01"], True)
        self.assertEqual((table.met["T04"], table.value["T04"]), (False, 169))
        self.assertIsNone(table.met["T08"])  # no station has a storage

    def test_siting_curves(self):
        curves = {}
        for policy in ("coverage", "p_median"):
            curves[policy] = self.directory / f"{policy}.csv"
            self.run_program("plan", "scenarios/liangjiang.yaml", "--stations", "10", "--policy", policy, "--curve", curves[policy])
        axes = self.draw(yuchong.plot_siting_curve, curves)
        self.assertEqual([text.get_text() for text in axes.get_legend().get_texts()], list(curves))
        for line, file in zip(axes.lines, curves.values()):
            np.testing.assert_allclose(line.get_ydata(), 100.0 * pd.read_csv(file).covered_share)
            self.assertEqual(line.get_xdata().tolist(), list(range(11)))
        way = self.draw(yuchong.plot_siting_curve, curves["p_median"], quantity="mean_km")
        self.assertTrue((np.diff(way.lines[0].get_ydata()) <= 0).all())


if __name__ == "__main__":
    unittest.main(warnings="ignore")
