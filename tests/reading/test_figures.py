"""Every figure, in both languages: drawn, named axes with units, no missing glyph, something to see on it."""

import re
import unittest
import warnings

import numpy as np

import small_runs

import matplotlib.pyplot as plt
import yuchong
from yuchong import wording


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.day, cls.grid, cls.v2g = (yuchong.open_run(path()) for path in
                                      (small_runs.city_day, small_runs.grid_day, small_runs.v2g_day))
        for run in (cls.day, cls.grid, cls.v2g):
            cls.addClassCleanup(run.close)

    def draw(self, figure, *arguments, **options):
        """Axes by language; the picture has ink on it."""
        drawn = {}
        for language in ("en", "zh"):
            with warnings.catch_warnings():
                warnings.simplefilter("error", UserWarning)  # a glyph that no font has
                axes = figure(*arguments, language=language, **options)
                axes.figure.canvas.draw()
            pixels = np.asarray(axes.figure.canvas.buffer_rgba())[..., :3]
            self.assertGreater((pixels < 200).any(axis=-1).mean(), 0.003)
            drawn[language] = axes
            self.addCleanup(plt.close, axes.figure)
        return drawn

    def labels(self, axes):
        bars = [other for other in axes.figure.axes if other is not axes and other.get_ylabel()]
        return [axes.get_xlabel(), axes.get_ylabel(), *(bar.get_ylabel() for bar in bars)]

    def check(self, figure, *arguments, numbers=2, **options):
        drawn = self.draw(figure, *arguments, **options)
        for axes in drawn.values():
            labels = [label for label in self.labels(axes) if label]
            self.assertGreaterEqual(len(labels), numbers)
            for label in labels:
                self.assertRegex(label, r"[(（].+[)）]$")  # its unit
        self.assertNotEqual(self.labels(drawn["en"]), self.labels(drawn["zh"]))
        self.assertTrue(any(re.search("[\u4e00-\u9fff]", label) for label in self.labels(drawn["zh"])))
        return drawn["en"]

    def test_load(self):
        axes = self.check(yuchong.plot_load, self.day)
        peak = float(yuchong.load_by_use(self.day).sum("use").max()) / 1000.0
        self.assertTrue(peak <= axes.get_ylim()[1] <= 1.2 * peak)
        self.assertEqual(len(axes.get_legend().get_texts()), 4)
        fed = self.check(yuchong.plot_load, self.v2g)
        self.assertLess(fed.get_ylim()[0], 0)
        self.assertEqual(len(fed.get_legend().get_texts()), 5)

    def test_duration(self):
        axes = self.check(yuchong.plot_duration, [self.grid, self.v2g], labels=["plain", "fed back"])
        for patch, run in zip(axes.patches, (self.grid, self.v2g)):
            values = patch.get_data().values
            self.assertTrue((np.diff(values) <= 0).all())
            self.assertAlmostEqual(values[0], float(run["city"].charging_kw.max()) / 1000.0, places=5)
            self.assertAlmostEqual(patch.get_data().edges[-1], 100.0)

    def test_utilisation(self):
        axes = self.check(yuchong.plot_utilisation, self.day, numbers=3)
        shown = axes.images[0].get_array()
        self.assertEqual(shown.shape, (self.day["stations"].sizes["station"], 24))
        means = np.nanmean(np.ma.filled(shown, np.nan), axis=1)
        self.assertTrue((np.diff(means[np.isfinite(means)]) <= 1e-5).all())
        supers = self.check(yuchong.plot_utilisation, self.day, kind="super", numbers=3)
        self.assertEqual(supers.images[0].get_array().shape[0], int((self.day["stations"].super_terminals > 0).sum()))

    def test_waits(self):
        axes = self.check(yuchong.plot_waits, self.day)
        for line in axes.lines:
            self.assertTrue((np.diff(line.get_ydata()) <= 1e-9).all())
        rowless = yuchong.open_run(small_runs.result("no-rows", "scenarios/chongqing.yaml", "scale=0.002",
                                                     "record.sessions=none"))
        self.addCleanup(rowless.close)
        with self.assertRaisesRegex(ValueError, "record.sessions"):
            yuchong.plot_waits(rowless)

    def test_map(self):
        axes = self.check(yuchong.plot_map, self.day, numbers=3)
        stations = self.day["stations"]
        # On the city once; its middle is drawn again, larger.
        marks = [m for m in axes.collections if m.get_zorder() in (3, 4) and len(m.get_offsets())]
        self.assertEqual(sum(len(m.get_offsets()) for m in marks), stations.sizes["station"])
        self.assertEqual(len(axes.child_axes), 1)
        self.check(yuchong.plot_feeder_map, self.grid, numbers=3)

    def test_grid(self):
        axes = self.check(yuchong.plot_feeder_voltage, self.grid)
        worst = axes.lines[1].get_ydata()
        self.assertTrue(np.allclose(worst[:-1], np.nanmin(self.grid["feeders"].min_voltage_pu.values, axis=1)))
        self.assertEqual(axes.lines[2].get_ydata()[0], self.grid.scenario["grid"]["operation"]["low_voltage_pu"])
        self.check(yuchong.plot_hot_spots, self.grid)
        with self.assertRaisesRegex(KeyError, "flow: feeders"):
            yuchong.plot_feeder_voltage(self.day)

    def test_strategies(self):
        axes = self.check(yuchong.plot_strategies, [self.grid, self.v2g], numbers=1)
        table = yuchong.compare_runs([self.grid, self.v2g])
        change = 100.0 * (table.loc["peak_kw"].iloc[1] / table.loc["peak_kw"].iloc[0] - 1.0)
        self.assertTrue(any(abs(bar.get_width() - change) < 1e-9 for bar in axes.patches))

    def test_figures_of_ones_own_choice(self):
        axes = self.draw(yuchong.plot_strategies, [self.grid, self.v2g], figures=["served_share", "feeders"])["zh"]
        self.assertEqual([label.get_text() for label in axes.get_yticklabels()], ["服务率", "feeders"])

    def test_axes_of_ones_own_get_the_font_too(self):
        figure, axes = plt.subplots()
        self.addCleanup(plt.close, figure)
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            yuchong.plot_strategies([self.grid, self.v2g], axes, language="zh")
            axes.figure.canvas.draw()
        self.assertRegex(axes.get_yticklabels()[0].get_text(), "[\u4e00-\u9fff]")

    def test_an_unknown_language(self):
        with self.assertRaisesRegex(ValueError, "fr"):
            yuchong.plot_load(self.day, language="fr")

    def test_words_stand_in_both_languages(self):
        for key, pair in wording.words.items():
            self.assertEqual(len(pair), 2, key)
            self.assertTrue(all(pair), key)


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # of xarray about times that did not happen
