"""A report page in a real Chromium: it draws, the map shows stations, the slider moves, the language switches, nothing is
requested from outside and nothing complains."""

import re
import shutil
import time
import unittest

import h5py
import numpy as np
from selenium import webdriver

import small_runs
from page_test import PageTest

import yuchong

# What the page's own code can tell: marks on the map by series, in the order drawn, with their place on the screen.
marks = """
const chart = echarts.getInstanceByDom(document.querySelectorAll('.chart.map')[arguments[0]]);
const series = chart.getModel().getSeries().find(s => s.id === arguments[1]);
const data = series.getData(), rows = [];
for (let i = 0; i < data.count(); ++i) {
    const shape = data.getItemGraphicEl(i);
    rows.push([data.getRawDataItem(i).value, shape ? shape.isGroup || shape.style.fill : null]);
}
return rows;
"""
drawn_after_move = """
const slider = document.getElementById('slider');
slider.value = arguments[0];
slider.dispatchEvent(new Event('input'));
const chart = echarts.getInstanceByDom(document.querySelector('.chart.map'));
const data = chart.getModel().getSeries().find(s => s.id === 'stations').getData();
let drawn = 0;
for (let i = 0; i < data.count(); ++i) drawn += data.getItemGraphicEl(i) ? 1 : 0;
return drawn;
"""
pixels = """
const canvas = document.querySelectorAll('.chart.map')[0].querySelector('canvas');
const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
const found = new Set();
for (let i = 0; i < bytes.length; i += 4) found.add(bytes[i] * 65536 + bytes[i + 1] * 256 + bytes[i + 2]);
return found.size;
"""


class Page(PageTest):
    def shown(self, series="stations", chart=0):
        return self.script(marks, chart, series)

    def move_to(self, frame):
        self.script("const s = document.getElementById('slider'); s.value = arguments[0]; s.dispatchEvent(new Event('input'))", frame)

    def test_stations_follow_the_slider(self):
        self.open(small_runs.city_day())
        with yuchong.open_run(small_runs.city_day()) as run:
            stations = run["stations"].load()
            peak = run.kpi["peak_time"]
        self.assertEqual(int(self.script("return document.getElementById('slider').max")), stations.sizes["time"] - 1)
        first = int(self.script("return document.getElementById('slider').value"))
        self.assertTrue(stations.time_bnds.values[first, 0] <= peak < stations.time_bnds.values[first, 1])
        self.assertGreater(self.script(pixels), 50)
        for frame in (0, 40, 80):
            self.move_to(frame)
            rows = self.shown()
            self.assertEqual(len(rows), stations.sizes["station"])
            self.assertTrue(all(shape for _, shape in rows))
            kw = stations.charging_kw.values[frame]
            for (lon, lat, value, s), _ in rows:
                self.assertAlmostEqual(lon, float(stations.lon[int(s)]), places=4)
                self.assertAlmostEqual(value, kw[int(s)], delta=stations.charging_kw.values.max() / 254)
            clock = self.script("return document.getElementById('clock').value")
            self.assertEqual(np.datetime64(clock.replace(" ", "T")), stations.time.values[frame])

    def test_layers_and_views(self):
        self.open(small_runs.grid_day())
        with yuchong.open_run(small_runs.grid_day()) as run:
            occupied, loading = yuchong.utilisation(run).load(), run["feeders"].max_loading_pu.load()
        self.move_to(70)
        self.press('#layers [data-name="occupied"]')
        for (_, _, value, s), _ in self.shown():
            self.assertAlmostEqual(value, 100 * float(occupied[70, int(s)]), delta=0.5)
        self.press('#layers [data-name="feeders"]')
        self.assertEqual(self.shown(), [])
        values = sorted(value for value, _ in self.shown("feeders"))
        self.assertTrue(np.allclose(values, np.sort(100 * loading.values[70]), atol=0.6))

    def test_the_load_stacks_up_to_the_city(self):
        self.open(small_runs.city_day())
        with yuchong.open_run(small_runs.city_day()) as run:
            total = yuchong.load_by_use(run).sum("use").values / 1000.0
        drawn = self.script("return echarts.getInstanceByDom(document.querySelector('#load .chart')).getOption().series.map(s => s.data)")
        heights = np.array([[point[1] for point in series] for series in drawn])
        self.assertTrue(np.allclose(heights.max(axis=0), total, atol=0.01))
        self.assertTrue((np.diff(heights, axis=0) <= 1e-9).all())  # each covers what lies under it
        area = self.browser.find_element("css selector", "#load .chart")
        webdriver.ActionChains(self.browser).move_to_element(area).perform()
        self.wait_for(lambda: "home piles" in area.text)
        told = [float(number.replace(",", "")) for number in re.findall(r": ([\d.,]+)$", area.text, re.MULTILINE)]
        self.assertEqual(len(told), 4)
        self.assertLess(np.abs(total - sum(told)).min(), 0.3)

    def test_play_moves_the_slider(self):
        self.open(small_runs.city_day())
        self.move_to(3)
        self.press("#play")
        self.wait_for(lambda: int(self.script("return document.getElementById('slider').value")) > 4)
        self.press("#play")
        here = self.script("return document.getElementById('slider').value")
        time.sleep(0.6)
        self.assertEqual(self.script("return document.getElementById('slider').value"), here)

    def test_the_language_switches(self):
        self.open(small_runs.city_day())
        with yuchong.open_run(small_runs.city_day()) as run:
            sessions = f"{run.kpi['sessions']:,}"
        english = self.browser.find_element("tag name", "main").text
        self.assertIn("What happened", english)
        self.assertIn(sessions, english)
        self.press("#language")
        chinese = self.browser.find_element("tag name", "main").text
        self.assertIn("发生了什么", chinese)
        self.assertIn(sessions, chinese)
        self.assertNotIn("What happened", chinese)
        self.assertEqual(self.script("return document.documentElement.lang"), "zh-CN")
        self.assertGreater(self.script(pixels), 50)
        self.press("#language")
        self.assertEqual(self.browser.find_element("tag name", "main").text, english)

    def test_two_runs(self):
        self.open(small_runs.grid_day(), small_runs.v2g_day())
        self.assertEqual(len(self.browser.find_elements("css selector", ".chart.map")), 2)
        for frame in (20, 60):
            self.move_to(frame)
            self.assertGreater(len(self.shown(chart=0)), 0)
            self.assertEqual(len(self.shown(chart=0)), len(self.shown(chart=1)))
        self.assertTrue(self.script("return document.getElementById('alarm').hidden"))

    def test_names_are_shown_as_text_whatever_they_hold(self):
        bad = "</script><!--<img src=x onerror=\"document.title='hit'\">&amp;"
        path = self.directory / "named.h5"
        shutil.copy(small_runs.city_day(), path)
        with h5py.File(path, "r+") as file:
            file.attrs["scenario"] = bad
            file["stations/name"][:] = bad
            file["districts/name_zh"][:] = bad
        self.open(path, small_runs.grid_day())
        text = self.browser.find_element("tag name", "body").text
        self.assertIn(bad, text)
        self.assertIn(bad, self.script("return document.body.textContent"))
        area = self.browser.find_element("css selector", ".chart.map")
        for x in range(-250, 200, 15):  # over the stations, so that tooltips show
            webdriver.ActionChains(self.browser).move_to_element_with_offset(area, x, 60).perform()
        self.assertNotEqual(self.browser.title, "hit")
        self.assertEqual(self.browser.find_elements("css selector", "img"), [])

    def test_the_default_run(self):
        day = small_runs.result("default", "scenarios/chongqing.yaml")
        self.open(day)
        self.assertLess((self.directory / "page.html").stat().st_size, 8e6)
        text = self.browser.find_element("tag name", "main").text
        with yuchong.open_run(day) as run:
            self.assertEqual(len(self.shown()), run["stations"].sizes["station"])
            for frame in (30, 70):  # also of many all are drawn at once, not bit by bit after the slider has moved
                self.assertEqual(self.script(drawn_after_move, frame), run["stations"].sizes["station"])
            for number in ("vehicles", "stations", "sessions", "visits"):
                self.assertIn(f"{run.kpi[number]:,}", text)
        self.press('#views [data-name="centre"]')
        self.assertGreater(self.script(pixels), 50)

    def test_runs_of_other_demand_are_told_apart(self):
        self.open(small_runs.grid_day(), small_runs.city_day())
        self.assertIn("demand", self.browser.find_element("id", "alarm").text)


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # of selenium about its own connections
