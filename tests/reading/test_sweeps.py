"""What open_sweep gives and says, the tables and figures made of it."""

import re
import shutil
import subprocess
import sys
import unittest
import warnings

import h5py
import numpy as np
import xarray

import small_runs

import matplotlib.pyplot as plt
import yuchong


def opened(test, name):
    sweep = yuchong.open_sweep(small_runs.sweep(name))
    test.addCleanup(sweep.close)
    return sweep


class OpenSweep(small_runs.program.ProgramTest):
    def copy(self, name="merged.h5"):
        path = self.directory / name
        shutil.copy(small_runs.sweep("grid") / "merged.h5", path)
        return path

    def refused(self, path, *words):
        with self.assertRaises(yuchong.ResultError) as caught:
            yuchong.open_sweep(path)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_groups_are_those_of_xarray(self):
        path = small_runs.sweep("grid") / "merged.h5"
        with yuchong.open_sweep(path.parent) as sweep:
            self.assertEqual(set(sweep), {"effects", "series/city", "series/districts"})
            xarray.testing.assert_identical(sweep.points, xarray.open_dataset(path))
            for group in sweep:
                xarray.testing.assert_identical(sweep[group], xarray.open_dataset(path, group=group))
            self.assertEqual(sweep.parameters, ["patience", "tariff"])
            self.assertEqual(sweep.kpis, ["wait_mean_s", "served_share", "peak_kw", "energy_cost_yuan"])
            self.assertEqual((sweep.name, sweep.design, sweep.baseline, sweep.analysis), ("grid", "grid", 2, "effects"))
            self.assertEqual(sweep.plan["replications"], 3)
            self.assertTrue(sweep.done.values.all())
            with self.assertRaisesRegex(KeyError, "saltelli"):
                sweep["sobol"]
            with self.assertRaisesRegex(KeyError, "series of that group"):
                sweep["series/stations"]
            with self.assertRaisesRegex(KeyError, "it has effects"):
                sweep["effect"]

    def test_what_is_no_sweep(self):
        self.refused(small_runs.city_day(), "open_run")
        with self.assertRaisesRegex(yuchong.ResultError, "open_sweep"):
            yuchong.open_run(self.copy())
        self.refused(self.directory / "..", "no manifest.json")
        prepared = self.directory / "prepared"
        prepared.mkdir()
        (prepared / "manifest.json").write_text("{}")
        self.refused(prepared, "yuchong sweep merge")
        foreign = self.directory / "foreign.h5"
        with h5py.File(foreign, "w") as file:
            file["values"] = [1.0]
        self.refused(foreign, "no merged sweep")
        for version, words in (("2.0", "update it"), ("0.9", "older"), ("new", "no version")):
            path = self.copy(f"{version}.h5")
            with h5py.File(path, "r+") as file:
                file.attrs["merged_version"] = version
            self.refused(path, version, words)

    def test_cut_short_and_under_construction(self):
        path = self.copy()
        with open(path, "r+b") as file:
            file.truncate(path.stat().st_size // 2)
        self.refused(path, "truncated")
        self.refused(self.copy("merged.h5.77.tmp"), "under construction")

    def test_runs_that_are_missing_are_told(self):
        path = self.copy()
        with h5py.File(path, "r+") as file:
            file["status"][3, 1], file["status"][4, 0] = 2, 1
        with self.assertWarnsRegex(UserWarning, r"18 runs.*1 missing, 1 failed.*sweep resume"):
            yuchong.open_sweep(path).close()

    def test_series_without_the_files_they_refer_to(self):
        with yuchong.open_sweep(self.copy()) as sweep, self.assertRaisesRegex(yuchong.ResultError, "--copy"):
            sweep["series/city"]
        copied = self.directory / "copied"
        shutil.copytree(small_runs.sweep("grid"), copied)
        self.run_program("sweep", "merge", copied, "--copy")
        shutil.rmtree(copied / "runs")
        with yuchong.open_sweep(copied) as sweep, yuchong.open_sweep(small_runs.sweep("grid")) as whole:
            np.testing.assert_array_equal(sweep["series/city"].charging_kw, whole["series/city"].charging_kw)


class Response(unittest.TestCase):
    def test_lines_of_a_grid_are_the_rows_of_the_file(self):
        sweep = opened(self, "grid")
        table = yuchong.sweep_response(sweep, "wait_mean_s", "patience")
        self.assertEqual(table.attrs["band"], "interval")
        self.assertEqual(sorted(set(table.series)), ["tariff dear", "tariff usual"])
        points = sweep.points
        for row in table.itertuples():
            at = int(np.flatnonzero((points.patience.values == row.level) & (points.tariff.values == row.series.split()[1]))[0])
            self.assertEqual([row.mean, row.low, row.high], [points[f"wait_mean_s_mean{e}"].values[at] for e in ("", "_low", "_high")])
        difference = yuchong.sweep_response(sweep, "energy_cost_yuan", "tariff", difference=True)
        own = difference[(difference.series == "patience 25 min") & (difference.level == "usual")]
        self.assertEqual(own[["mean", "low", "high"]].values.tolist(), [[0.0, 0.0, 0.0]])
        self.assertEqual(list(dict.fromkeys(difference.level)), ["usual", "dear"])

    def test_a_sampled_design_is_sliced(self):
        sweep = opened(self, "regression")
        table = yuchong.sweep_response(sweep, "wait_mean_s", "patience")
        self.assertEqual(table.attrs["band"], "spread")
        self.assertEqual(len(table), 3)  # five points each
        order = np.argsort(sweep.points.patience.values)
        means = sweep.points.wait_mean_s_mean.values[order].reshape(3, 5).mean(axis=1)
        np.testing.assert_allclose(table["mean"], means)
        np.testing.assert_allclose(table.level, np.sort(sweep.points.patience.values).reshape(3, 5).mean(axis=1))
        self.assertTrue((table.low <= table["mean"]).all() and (table["mean"] <= table.high).all())

    def test_few_levels_of_a_sampled_design_stay(self):
        table = yuchong.sweep_response(opened(self, "morris"), "peak_kw", "patience")
        self.assertEqual(len(table), len(set(opened(self, "morris").points.patience.values)))

    def test_unknown_names_are_told(self):
        sweep = opened(self, "regression")
        for words, arguments, options in (("no parameter", ("wait_mean_s", "tariff"), {}), ("it has wait_mean_s", ("wait_s",), {}),
                                          ("no baseline", ("peak_kw",), {"difference": True})):
            with self.assertRaisesRegex(KeyError, words):
                yuchong.sweep_response(sweep, *arguments, **options)


class Figures(unittest.TestCase):
    def draw(self, figure, *arguments, **options):
        """The English axes; both languages name their axes and have every glyph."""
        drawn = {}
        for language in ("en", "zh"):
            with warnings.catch_warnings():
                warnings.simplefilter("error", UserWarning)
                drawn[language] = axes = figure(*arguments, language=language, **options)
                axes.figure.canvas.draw()
            self.addCleanup(plt.close, axes.figure)
        labels = {language: axes.get_ylabel() + axes.get_xlabel() + axes.get_title() for language, axes in drawn.items()}
        self.assertRegex(labels["zh"], "[\u4e00-\u9fff]")
        self.assertRegex(labels["en"], r"\(.+\)")
        return drawn["en"]

    def test_a_line_for_each_other_setting(self):
        sweep = opened(self, "grid")
        axes = self.draw(yuchong.plot_response, sweep, "wait_mean_s")
        self.assertEqual([text.get_text() for text in axes.get_legend().get_texts()], ["tariff usual", "tariff dear"])
        self.assertEqual(axes.lines[0].get_xdata().tolist(), [5, 25, 60])
        self.assertEqual(len(axes.collections), 2)  # bands
        self.assertIn("(min)", axes.get_xlabel())
        words = self.draw(yuchong.plot_response, sweep, "energy_cost_yuan", "tariff", difference=True)
        self.assertEqual([label.get_text() for label in words.get_xticklabels()], ["usual", "dear"])
        self.assertIn("difference", words.get_ylabel())

    def test_a_sampled_design(self):
        axes = self.draw(yuchong.plot_response, opened(self, "regression"), "peak_kw", "reserve")
        self.assertIn("middle 90 %", axes.get_title(loc="left"))

    def test_sensitivity_of_each_design(self):
        for name, group, variable in (("grid", "effects", "main_effect"), ("regression", "regression", "coefficient"),
                                      ("morris", "morris", "mu_star"), ("sobol", "sobol", "total")):
            with self.subTest(name):
                sweep = opened(self, name)
                axes = self.draw(yuchong.plot_sensitivity, sweep, "wait_mean_s")
                widths = [bar.get_width() for bar in axes.patches]
                for value in sweep[group][variable].sel(kpi="wait_mean_s").values:
                    self.assertTrue(np.isclose(widths, value).any())

    def test_a_sweep_without_the_figure(self):
        with self.assertRaisesRegex(KeyError, "it has wait_mean_s"):
            yuchong.plot_sensitivity(opened(self, "sobol"), "wait_s")


class Script(small_runs.program.ProgramTest):
    def run_script(self, *arguments):
        return subprocess.run([sys.executable, "-B", small_runs.source / "scripts/plot_sweep.py", *arguments], cwd=self.directory,
                              capture_output=True, text=True)

    def test_it_draws_a_panel_for_each_figure(self):
        process = self.run_script(small_runs.sweep("sobol") / "merged.h5")
        self.assertEqual((process.returncode, process.stdout), (0, "sobol.png\n"), process.stderr)
        process = self.run_script(small_runs.sweep("grid"), "-o", "two.png", "--kpi", "wait_mean_s,peak_kw")
        self.assertEqual(process.returncode, 0, process.stderr)
        tall, wide = (plt.imread(self.directory / name).shape for name in ("sobol.png", "two.png"))
        self.assertEqual(tall[1], wide[1])
        self.assertEqual(self.files(), ["sobol.png", "two.png"])

    def test_it_says_what_is_wrong(self):
        for arguments, words in (((small_runs.sweep("grid"), "--kpi", "wait"), "it has wait_mean_s"),
                                 ((small_runs.city_day(),), "open_run"), ((self.directory / "no.h5",), "no.h5")):
            process = self.run_script(*arguments)
            self.assertEqual(process.returncode, 1)
            self.assertRegex(process.stderr, re.escape(words))
            self.assertNotIn("Traceback", process.stderr)


if __name__ == "__main__":
    unittest.main()
