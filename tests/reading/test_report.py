"""`yuchong report` from outside: what it writes, what it refuses, that nothing is left half done."""

import json
import os
import re
import shutil
import stat
import unittest

import h5py

import small_runs
from small_runs import program

import yuchong
from yuchong.report import story, words


def page_data(path):
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL).group(1))


class Report(program.ProgramTest):
    def report(self, *results, expect=program.done, output="page.html", force=False, **environment):
        path = self.directory / output
        process = self.run_program("report", *results, "-o", path, *(["--force"] if force else []), expect=expect,
                                   env={**os.environ, **environment})
        return path, process

    def refuse(self, *results, words, expect=program.bad_input, **options):
        path, process = self.report(*results, expect=expect, **options)
        for word in words:
            self.assertIn(word, process.stderr)
        self.assertEqual(process.stdout, "")
        self.assertEqual([name for name in self.files() if ".html" in name], [])

    def test_one_page_with_everything_in_it(self):
        path, process = self.report(small_runs.grid_day())
        self.assertEqual(process.stdout, f"{path}\n")
        self.assertEqual(self.files(), ["page.html"])
        text = path.read_text(encoding="utf-8")
        outside = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
        self.assertNotRegex(outside, r"(src|href)=[\"'](?!data:)")
        self.assertNotIn("@import", outside)
        self.assertIn("default-src 'none'", outside)
        run, = page_data(path)["runs"]
        with yuchong.open_run(small_runs.grid_day()) as result:
            self.assertEqual(run["cards"]["sessions"], result.kpi["sessions"])
            self.assertEqual(run["provenance"]["digest"], result.attrs["digest"])
            self.assertEqual(len(run["map"]["names"]), result["stations"].sizes["station"])
            self.assertEqual(len(run["audit"]), result["audit"].sizes["law"])
            self.assertEqual({figure["name"] for figure in run["figures"]}, set(result["kpi"].data_vars))
            self.assertEqual(sum(run["waits"]["hourly"]["balked"]), result.kpi["visits_balked"])
        self.assertIsNotNone(run["grid"])

    def test_the_story_holds_the_figures_of_the_run(self):
        with yuchong.open_run(small_runs.grid_day()) as run:
            english, chinese = (" ".join(sentence[i] for sentence in [story.headline(run), *story.story(run)]) for i in (0, 1))
            kpi = run.kpi
            for text in (english, chinese):
                for number in (kpi["vehicles"], kpi["stations"], kpi["sessions"], kpi["visits"], kpi["feeders"]):
                    self.assertIn(f"{number:,}", text)
                self.assertIn(story.power_text(kpi["peak_kw"]), text)
                self.assertIn(str(kpi["peak_time"])[11:16], text)
                self.assertIn("0.02", text)  # the scale
            self.assertIn("Tuesday, 5 August 2025", english)
            self.assertIn("Jiangbei, Yubei, Beibei", english)
            self.assertIn("星期二", chinese)
            self.assertIn("江北区、渝北区、北碚区", chinese)
        with yuchong.open_run(small_runs.v2g_day()) as run:
            english = " ".join(sentence[0] for sentence in story.story(run))
            self.assertIn("fed back", english)
            self.assertIn("valley_fill", english)
            self.assertIn("v2g_peak_shave", english)

    def test_shares_are_not_rounded_to_all_or_nothing(self):
        self.assertEqual(story.percent(1.0), "100.0 %")
        self.assertEqual(story.percent(0.99999), "over 99.9 %")
        self.assertEqual(story.percent(0.00001), "under 0.1 %")
        self.assertEqual(story.percent_zh(0.99999), "超过 99.9%")

    def test_two_runs_side_by_side(self):
        path, _ = self.report(small_runs.grid_day(), small_runs.v2g_day())
        first, second = page_data(path)["runs"]
        self.assertNotEqual(first["name"], second["name"])
        self.assertEqual(first["demand"], second["demand"])
        self.assertGreater(second["cards"]["v2g_kwh"], 0)

    def test_every_kind_of_result_has_a_page(self):
        cases = {
            "depot": ("scenarios/depot.yaml",), "one": ("scenarios/one-station.yaml",), "own": ("scenarios/own-network.yaml",),
            "outage": ("scenarios/outage.yaml",), "storage": ("scenarios/storage.yaml",), "no-rows": ("scenarios/chongqing.yaml", "scale=0.002", "record.sessions=none"),
            "events": ("scenarios/vgi/demand-response.yaml", "scale=0.01")}
        for name, case in cases.items():
            with self.subTest(name):
                path, _ = self.report(small_runs.result(name, *case), output=f"{name}.html")
                run, = page_data(path)["runs"]
                self.assertEqual(bool(run["events"]), name == "events")
                self.assertEqual(run["waits"] is None, name == "no-rows")

    def test_a_sample_of_sessions_is_scaled_up(self):
        whole, sample = (page_data(self.report(small_runs.result(name, *case), output=f"{name}.html")[0])["runs"][0]["waits"]
                         for name, case in (("day", ("scenarios/chongqing.yaml", "scale=0.01")), ("sample", ("scenarios/chongqing.yaml", "scale=0.01", "record.sessions=sample(0.3)"))))
        self.assertEqual((whole["share"], sample["share"]), (1.0, 0.3))
        visits = [sum(map(sum, waits["hourly"].values())) for waits in (whole, sample)]
        self.assertAlmostEqual(visits[1] / visits[0], 1.0, delta=0.15)

    def test_an_hour_of_a_longer_run_is_a_mean_of_days(self):
        path = small_runs.result("days", "scenarios/chongqing.yaml", "scale=0.005", "time.duration=3 d")
        run, = page_data(self.report(path)[0])["runs"]
        with yuchong.open_run(path) as result:
            day = result.kpi["peak_time"].astype("datetime64[s]").item().strftime("%A")
            self.assertIn(f" on {day} at ", run["headline"][0])
            self.assertAlmostEqual(3 * sum(map(sum, run["waits"]["hourly"].values())), result.kpi["visits"], delta=10)

    def test_a_run_that_failed_its_audit_has_a_page_that_says_so(self):
        path = self.directory / "failed.h5"
        shutil.copy(small_runs.city_day(), path)
        with h5py.File(path, "r+") as file:
            file.attrs["status"] = "audit_failed"
        page, process = self.report(path)
        self.assertIn("do not trust it", process.stderr)
        self.assertEqual(page_data(page)["runs"][0]["status"], "audit_failed")

    def test_results_of_the_format_before_zones(self):
        path = self.directory / "old.h5"
        shutil.copy(small_runs.city_day(), path)
        with h5py.File(path, "r+") as file:
            del file["zones"], file["barriers"]
            file.attrs["format_version"] = "1.4"
        page, _ = self.report(path)
        self.assertEqual(page_data(page)["runs"][0]["map"]["areas"], [])

    def test_an_existing_page_is_kept_unless_forced(self):
        path = self.directory / "page.html"
        path.write_text("mine")
        _, process = self.report(small_runs.city_day(), expect=program.bad_input)
        self.assertIn("--force", process.stderr)
        self.assertEqual(path.read_text(), "mine")
        self.report(small_runs.city_day(), force=True)
        self.assertIn("<!doctype html>", path.read_text(encoding="utf-8"))

    def test_the_page_stands_beside_the_result_by_default(self):
        path = self.directory / "day.h5"
        shutil.copy(small_runs.city_day(), path)
        self.run_program("report", path)
        self.assertEqual(self.files(), ["day.h5", "day.html"])

    def test_what_is_no_result_is_refused(self):
        text = self.directory / "text.h5"
        text.write_text("format: 1\n")
        self.refuse(text, words=["text.h5"])
        self.refuse(self.directory / "nowhere.h5", words=["nowhere.h5"])
        partial = self.directory / "day.partial.h5"
        shutil.copy(small_runs.city_day(), partial)
        with h5py.File(partial, "r+") as file:
            file.attrs["status"] = "partial"
        self.refuse(partial, words=["stopped", "--resume"])
        day = small_runs.city_day()
        self.refuse(day, day, day, words=["two"])
        self.run_program("report", expect=program.bad_input)

    def wrapper(self, name, line):
        path = self.directory / name
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    def test_python_that_is_absent_or_lacks_a_module(self):
        day = small_runs.city_day()
        self.refuse(day, words=["/nowhere/python3", "scripts/setup run"], expect=program.failed, YUCHONG_PYTHON="/nowhere/python3")
        bare = self.wrapper("bare-python", 'exec /usr/bin/python3 -I -S -c "import sys, runpy; sys.path.insert(0, sys.argv.pop(1)); '
                            f'runpy.run_module(\'yuchong.report\', run_name=\'__main__\')" {small_runs.source}/scripts "$3" "$4" "$6"')
        self.refuse(day, words=["lacks a module", "apt-get install python3-"], expect=program.failed, YUCHONG_PYTHON=bare)
        killed = self.wrapper("killed-python", "echo half a page; kill -9 $$")
        self.refuse(day, words=["signal 9"], expect=program.failed, YUCHONG_PYTHON=killed)
        self.refuse(day, words=["No module named"], expect=program.failed, YUCHONG_SCRIPTS=str(self.directory))

    def test_a_missing_chart_library_is_named(self):
        copy = self.directory / "scripts"
        shutil.copytree(small_runs.source / "scripts/yuchong", copy / "yuchong", ignore=shutil.ignore_patterns("echarts*", "__pycache__"))
        self.refuse(small_runs.city_day(), words=["echarts.min.js", "scripts/setup run"], expect=program.failed,
                    YUCHONG_SCRIPTS=str(copy))

    def test_words_stand_in_both_languages(self):
        used = set()
        for path in (small_runs.source / "scripts/yuchong/report").glob("[!s]*.*"):  # sweep* has words of its own
            text = path.read_text(encoding="utf-8")
            used |= set(re.findall(r'\bword\("(\w+)"\)', text)) | set(re.findall(r'data-word="(\w+)"', text))
        self.assertGreater(len(used), 50)
        self.assertEqual(used - set(words.words), set())
        for pair in words.words.values():
            self.assertEqual(len(pair), 2)
            self.assertTrue(all(pair))


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # of xarray about times that did not happen
