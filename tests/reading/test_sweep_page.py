"""The page about a sweep: what `yuchong report` takes and refuses, and what a real Chromium shows of it."""

import json
import re
import shutil
import unittest

import h5py
import numpy as np

import small_runs
from page_test import PageTest
from small_runs import program

import yuchong
from yuchong.report import sweep_story, sweep_words

drawn = """
return [...document.querySelectorAll(arguments[0])].map(box => echarts.getInstanceByDom(box).getOption().series
    .map(s => ({type: s.type, name: s.name, data: s.data})));
"""


def page_data(path):
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL).group(1))


class Report(program.ProgramTest):
    def test_the_folder_and_its_merged_file_give_the_same_page(self):
        for name, said in ((small_runs.sweep("grid"), "a"), (small_runs.sweep("grid") / "merged.h5", "b")):
            self.run_program("report", name, "-o", self.directory / f"{said}.html")
        one, other = ((self.directory / f"{said}.html").read_bytes() for said in "ab")
        self.assertEqual(one, other)
        self.assertLess(len(one), 8e6)
        own = self.directory / "own"
        own.mkdir()
        shutil.copy(small_runs.sweep("sobol") / "merged.h5", own)
        self.assertEqual(self.run_program("report", own).stdout, f"{own}/merged.html\n")

    def test_it_holds_what_the_file_holds(self):
        path = self.directory / "page.html"
        self.run_program("report", small_runs.sweep("grid"), "-o", path)
        found = page_data(path)["sweep"]
        with yuchong.open_sweep(small_runs.sweep("grid")) as sweep:
            points = sweep.points
            for column, kpi in enumerate(sweep.kpis):
                np.testing.assert_allclose(found["points"]["figures"][column]["mean"], points[f"{kpi}_mean"], rtol=1e-5)
                beyond = (points[f"{kpi}_difference_low"] > 0) | (points[f"{kpi}_difference_high"] < 0)
                self.assertEqual(found["points"]["figures"][column]["beyond"], beyond.values.tolist())
            lines = {line["name"]: line for line in found["responses"]["difference"]["patience"]["peak_kw"]["lines"]}
            own = points.tariff.values == "dear"
            np.testing.assert_allclose(lines["tariff dear"]["mean"], points.peak_kw_difference.values[own], rtol=1e-5)
            self.assertEqual([row[1] for row in found["points"]["levels"]], points.tariff.values.tolist())
            means = sweep["series/city"].charging_kw.mean("replication")
            self.assertEqual([one["name"] for one in found["over_time"]["series"]], ["city.charging_kw"])
            np.testing.assert_allclose(found["over_time"]["series"][0]["lines"][3]["values"], means[3], rtol=1e-3)

    def test_the_story(self):
        for name, words in (("grid", ("patience", "by more than chance")), ("sobol", ("of the variance",)),
                            ("morris", ("moves most with", "seed")), ("regression", ("a linear model explains",))):
            path = self.directory / f"{name}.html"
            self.run_program("report", small_runs.sweep(name), "-o", path)
            sentences = page_data(path)["sweep"]["story"]
            for word in words:
                self.assertIn(word, " ".join(english for english, _ in sentences))
            for _, chinese in sentences:
                self.assertRegex(chinese, "[\u4e00-\u9fff]")

    def test_the_story_leaves_out_what_never_differs(self):
        with yuchong.open_sweep(small_runs.sweep("grid")) as sweep:
            self.assertEqual(sweep_story.told_kpis(sweep), sweep.kpis)
            sweep.plan.pop("kpis")  # as if the file asked for none in particular
            self.assertEqual(sweep_story.told_kpis(sweep), ["wait_mean_s", "served_share", "peak_kw", "energy_cost_yuan"])
            sweep.points["wait_mean_s_mean"][:] = 7.0
            self.assertEqual(sweep_story.told_kpis(sweep), ["served_share", "peak_kw", "energy_cost_yuan"])

    def refuse(self, *results, words):
        process = self.run_program("report", *results, "-o", self.directory / "page.html", expect=program.bad_input)
        for word in words:
            self.assertIn(word, process.stderr)
        self.assertNotIn("page.html", self.files())

    def test_what_is_refused(self):
        grid = small_runs.sweep("grid")
        self.refuse(grid, small_runs.city_day(), words=["name it alone"])
        self.refuse(self.directory, words=["no manifest.json"])
        (self.directory / "manifest.json").write_text("{}")
        self.refuse(self.directory, words=["not merged", "yuchong sweep merge"])
        newer = self.directory / "newer.h5"
        shutil.copy(grid / "merged.h5", newer)
        with h5py.File(newer, "r+") as file:
            file.attrs["merged_version"] = "2.0"
        self.refuse(newer, words=["update it"])
        page = self.directory / "kept.html"
        page.write_text("mine")
        self.run_program("report", grid, "-o", page, expect=program.bad_input)
        self.assertEqual(page.read_text(), "mine")

    def test_words_stand_in_both_languages(self):
        used = set()
        for name in ("frame.html", "sweep.html", "sweep.js", "sweep_charts.js"):
            text = (small_runs.source / "scripts/yuchong/report" / name).read_text(encoding="utf-8")
            used |= set(re.findall(r'\bword\("(\w+)"\)', text)) | set(re.findall(r'data-word="(\w+)"', text))
        self.assertGreater(len(used), 20)
        self.assertEqual(used - set(sweep_words.words), set())
        for pair in sweep_words.words.values():
            self.assertEqual(len(pair), 2)
            self.assertTrue(all(pair))


class Page(PageTest):
    def text(self):
        return self.browser.find_element("tag name", "main").text

    def test_another_figure_and_the_difference(self):
        self.open(small_runs.sweep("grid"))
        with yuchong.open_sweep(small_runs.sweep("grid")) as sweep:
            points = sweep.points
            usual = points.tariff.values == "usual"
            for kpi, kind, values in (("wait_mean_s", "value", points.wait_mean_s_mean), ("peak_kw", "value", points.peak_kw_mean),
                                      ("peak_kw", "difference", points.peak_kw_difference)):
                self.press(f'#kpis [data-name="{kpi}"]')
                self.press(f'#kinds [data-name="{kind}"]')
                patience, tariff = self.script(drawn, "#response .chart")
                line = next(s for s in patience if s["type"] == "line" and s.get("name") == "tariff usual")
                np.testing.assert_allclose([y for _, y in line["data"]], values.values[usual], rtol=1e-5, atol=1e-9)
                self.assertEqual(sum(s["type"] == "custom" for s in patience), 2)  # bands
                self.assertEqual([s["name"] for s in tariff if s["type"] == "custom"],
                                 ["patience 5 min", "patience 25 min", "patience 60 min"])
        self.assertIn("baseline", self.browser.find_element("id", "points").text)
        over_time, = self.script(drawn, "#series .chart")
        self.assertEqual(len(over_time), 6)

    def test_sensitivity_of_each_design(self):
        for name, group, variable in (("regression", "regression", "coefficient"), ("morris", "morris", "mu_star"),
                                      ("sobol", "sobol", "total")):
            with self.subTest(name):
                self.open(small_runs.sweep(name))
                with yuchong.open_sweep(small_runs.sweep(name)) as sweep:
                    values = sweep[group][variable].sel(kpi="wait_mean_s").values
                chart, = self.script(drawn, "#sensitivity .chart")
                bars = [s for s in chart if s["type"] == "bar"][-1]
                order = np.argsort(-np.abs(values), kind="stable")
                np.testing.assert_allclose(bars["data"], values[order], rtol=1e-5)
                rows = self.browser.find_elements("css selector", "#matrix tbody tr")
                self.assertEqual(len(rows), len(values))
                self.assertFalse(self.browser.find_element("id", "series").is_displayed())

    def test_the_language_switches(self):
        self.open(small_runs.sweep("grid"))
        english = self.text()
        self.assertIn("What was found", english)
        self.press("#language")
        self.assertIn("主要结论", self.text())
        self.assertIn("平均等待", self.text())
        self.assertNotIn("What was found", self.text())
        self.assertEqual(self.script("return document.documentElement.lang"), "zh-CN")
        self.press("#language")
        self.assertEqual(self.text(), english)

    def test_runs_that_are_missing_are_told(self):
        path = self.directory / "merged.h5"
        shutil.copy(small_runs.sweep("morris") / "merged.h5", path)
        with h5py.File(path, "r+") as file:
            file["status"][3, 0] = 2
            file["wait_mean_s_mean"][3] = np.nan
        self.open(path)
        self.assertIn("1 missing", self.browser.find_element("id", "alarm").text)
        self.assertIn("–", self.browser.find_element("css selector", "#points tbody tr:nth-child(4)").text)

    def test_names_are_shown_as_text_whatever_they_hold(self):
        bad = "</script><img src=x onerror=\"document.title='hit'\">&amp;"
        path = self.directory / "merged.h5"
        shutil.copy(small_runs.sweep("morris") / "merged.h5", path)
        with h5py.File(path, "r+") as file:
            file.attrs["description"] = bad
            file["tariff"][:] = bad
        self.open(path)
        self.assertIn(bad, self.browser.find_element("id", "title").text)
        self.assertIn(bad, self.browser.find_element("id", "points").text)
        self.assertEqual(self.browser.find_elements("css selector", "img"), [])
        self.assertNotEqual(self.browser.title, "hit")


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # of selenium about its own connections
