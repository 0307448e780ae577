"""The page of the live view in a real Chromium, on a run that goes on meanwhile: it draws and follows, pauses and lets go,
switches its language, requests nothing from outside, and nothing complains."""

import json
import os
import pathlib
import shutil
import tempfile
import time
import unittest

from selenium import webdriver

import chromium
from live import LiveTest

hour = 3600.0

pixels = """
const canvas = document.getElementById(arguments[0]);
const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
const found = new Set();
for (let i = 0; i < bytes.length; i += 4) if (bytes[i + 3] > 0) found.add(bytes[i] * 65536 + bytes[i + 1] * 256 + bytes[i + 2]);
return found.size;
"""


class LivePage(LiveTest):
    @classmethod
    def setUpClass(cls):
        profile = tempfile.mkdtemp(prefix="yuchong-chromium-")
        cls.addClassCleanup(shutil.rmtree, profile, ignore_errors=True)
        cls.browser = chromium.start(profile, 1400, 1250)
        cls.addClassCleanup(cls.browser.quit)

    def setUp(self):
        super().setUp()
        self.browser.get("about:blank")
        self.browser.get_log("performance")
        self.browser.get_log("browser")
        self.opened = set()
        self.addCleanup(self.nothing_complained_nor_was_requested)

    def open(self, port, query=""):
        self.opened |= {f"http://127.0.0.1:{port}/{query}", f"ws://127.0.0.1:{port}/live"}
        self.browser.get(f"http://127.0.0.1:{port}/{query}")
        self.wait_for(lambda: self.data("now"))

    def nothing_complained_nor_was_requested(self):
        self.assertEqual(self.browser.get_log("browser"), [])
        messages = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        asked = {message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"}
        asked |= {message["params"]["url"] for message in messages if message["method"] == "Network.webSocketCreated"}
        self.assertEqual({url for url in asked if not url.startswith(("data:", "chrome:", "about:"))}, self.opened)

    def shoot(self, name):
        shots = os.environ.get("YUCHONG_SCREENSHOTS")
        if shots:
            time.sleep(0.5)
            self.browser.save_screenshot(str(pathlib.Path(shots) / f"live-{name}.png"))

    def script(self, text, *arguments):
        return self.browser.execute_script(text, *arguments)

    def data(self, name):
        return self.script("return document.body.dataset[arguments[0]] || ''", name)

    def now(self):
        return float(self.data("now"))

    def text(self, selector):
        return self.browser.find_element("css selector", selector).text

    def press(self, selector):
        self.browser.find_element("css selector", selector).click()

    def wait_for(self, holds):
        for _ in range(600):
            if holds():
                return
            time.sleep(0.05)
        self.fail(f"waited in vain; the console says {self.browser.get_log('browser')}")

    def card(self, name):
        return self.script("return document.querySelector(arguments[0]).textContent", f'.card[data-name="{name}"] b')  # they come and go

    def test_it_follows_a_run_to_its_end(self):
        process, port, holder = self.held()
        self.open(port)
        self.wait_for(lambda: self.data("stage") == "held")
        self.assertEqual(self.text("#state"), "held by another viewer")
        stations = len(holder.last["city"]["stations"])
        self.assertEqual(int(self.script("return document.getElementById('map').dataset.stations")), stations)
        self.assertEqual(self.text("h1"), holder.last["city"]["scenario"])
        points = lambda: int(self.script("return document.getElementById('charging').dataset.points"))
        before, here = points(), self.now()
        holder.wish(pause=False, limit=6 * hour)
        self.wait_for(lambda: self.now() > here + 14 * hour)
        self.assertGreater(points(), before)
        self.assertEqual(self.text("#state"), "limited by another viewer")
        for canvas in ("map", "charging", "city", "waiting"):
            self.assertGreater(self.script(pixels, canvas), 3, canvas)
        self.assertGreater(int(self.script("return document.getElementById('map').dataset.busy")), 10)
        for name in ("load", "charging", "sessions", "speed", "events"):
            self.assertGreater(float(self.card(name).split()[0].replace(",", "")), 0.0, name)
        self.assertEqual(self.card("viewers"), "2")
        self.shoot("running")
        holder.wish(limit=None)
        holder.close()
        self.wait_for(lambda: self.data("stage") == "done")
        summary = json.loads(process.communicate(timeout=60)[0])
        end = self.text("#end")
        for part in (summary["digest"], f"{summary['sessions']:,}", summary["output"]):
            self.assertIn(part, end)
        self.assertEqual(self.text("#share"), "100 %")
        self.shoot("done")

    def test_pause_limit_and_letting_go(self):
        process, port, holder = self.held()
        first = self.browser.current_window_handle
        self.browser.switch_to.new_window("tab")
        self.open(port)
        holder.wish(pause=False, limit=2 * hour)
        self.wait_for(lambda: self.data("stage") == "simulating")
        self.press("#pause")
        self.wait_for(lambda: self.data("stage") == "held" and self.text("#state") == "held by you")
        time.sleep(0.5)  # the slice in hand is over, and its snapshot has come
        stands = self.now()
        time.sleep(1.0)
        self.assertEqual(self.now(), stands)
        self.assertEqual(holder.wait_for("run", lambda run: run["pauses"] == 1)["own_pause"], False)
        self.press("#pause")
        self.wait_for(lambda: self.now() > stands)
        self.press('#limit option[value="600"]')
        holder.wait_for("run", lambda run: run["limit"] == 600.0)
        self.press("#pause")
        stands = holder.wait_for("run", lambda run: run["pauses"] == 1) and holder.last["snapshot"]["now_s"]
        self.browser.close()
        self.browser.switch_to.window(first)
        holder.wait_for("run", lambda run: run["pauses"] == 0 and run["limit"] == 2 * hour)
        holder.wait_for("snapshot", lambda s: s["now_s"] > stands)
        process.kill()

    def test_the_language_switches(self):
        process, port, holder = self.held()
        self.open(port)
        english = self.text("main")
        self.assertIn("Stations now", english)
        self.press("#language")
        chinese = self.text("main")
        self.assertIn("充电站现状", chinese)
        self.assertNotIn("Stations now", chinese)
        self.assertEqual(self.script("return document.documentElement.lang"), "zh-CN")
        self.shoot("chinese")
        self.press("#language")
        self.assertEqual(self.text("main"), english)
        self.open(port, "?lang=zh")
        self.assertIn("充电站现状", self.text("main"))
        process.kill()

    def test_the_map_moves_and_tells(self):
        process, port, holder = self.held()
        holder.wish(pause=False)
        holder.wait_for("snapshot", lambda s: s["now_s"] > 42 * hour)
        holder.wish(pause=True)
        self.open(port)
        self.wait_for(lambda: self.data("stage") == "held")
        area = self.browser.find_element("id", "map")
        mouse = webdriver.ActionChains(self.browser)
        seen = lambda: int(self.script("return document.getElementById('map').dataset.stations"))
        everywhere = seen()
        mouse.scroll_from_origin(webdriver.common.actions.wheel_input.ScrollOrigin.from_element(area), 0, -900).perform()
        self.wait_for(lambda: 0 < seen() < everywhere)
        tips = set()
        for x in range(-300, 300, 12):
            webdriver.ActionChains(self.browser).move_to_element_with_offset(area, x, (x * 7) % 200 - 100).perform()
            tips.add(self.script("const t = document.getElementById('tip'); return t.hidden ? '' : t.textContent"))
        self.assertTrue(any("plugs occupied" in tip for tip in tips), tips)
        self.shoot("zoomed")
        self.press('#views [data-name="whole"]')
        self.wait_for(lambda: seen() == everywhere)
        process.kill()

    def test_a_lost_connection_is_told_and_tried_again(self):
        process, port, holder = self.held()
        self.open(port)
        process.kill()
        process.wait()
        self.wait_for(lambda: self.data("stage") == "lost")
        self.assertIn("trying again", self.text("#state"))
        self.assertFalse(self.browser.find_element("id", "pause").is_enabled())
        # Chromium itself complains about the attempts that fail; nothing else does.
        complaints = [entry["message"] for entry in self.browser.get_log("browser")]
        self.assertTrue(all("ERR_CONNECTION_REFUSED" in text for text in complaints), complaints)
        self.browser.get("about:blank")
        self.browser.get_log("browser")


if __name__ == "__main__":
    unittest.main()
