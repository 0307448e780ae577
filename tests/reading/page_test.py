"""A page of `yuchong report` in a real Chromium, for the tests of this folder."""

import json
import os
import pathlib
import time

import small_runs

chromium = small_runs.of_app("chromium")


class PageTest(small_runs.program.ProgramTest):
    """One browser a class. Whatever a test does, nothing may complain and nothing may be requested from outside."""

    @classmethod
    def setUpClass(cls):
        cls.browser = chromium.start(small_runs.folder / "chromium", 1280, 900)
        cls.addClassCleanup(cls.browser.quit)

    own = None  # the page that is open

    def open(self, *results):
        self.nothing_complained_nor_was_requested()
        page = self.directory / "page.html"
        self.run_program("report", *results, "-o", page, "--force")
        self.browser.get("about:blank")
        self.browser.get_log("performance")
        self.browser.get_log("browser")
        self.browser.get(page.as_uri())
        self.wait_for(lambda: self.script("return document.body.dataset.ready") == "yes")
        self.own = page.as_uri()
        self.addCleanup(self.nothing_complained_nor_was_requested)

    def script(self, text, *arguments):
        return self.browser.execute_script(text, *arguments)

    def wait_for(self, holds):
        for _ in range(600):
            if holds():
                return
            time.sleep(0.05)
        self.fail(f"waited in vain; the console says {self.browser.get_log('browser')}")

    def nothing_complained_nor_was_requested(self):
        own, self.own = self.own, None
        if own is None:
            return
        self.assertEqual(self.browser.get_log("browser"), [])
        messages = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        urls = {message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"}
        self.assertIn(own, urls)
        self.assertEqual([url for url in urls if url != own and not url.startswith(("data:", "blob:", "chrome:"))], [])
        shots = os.environ.get("YUCHONG_SCREENSHOTS")
        if shots:
            self.browser.set_window_size(1280, self.script("return document.documentElement.scrollHeight") + 100)
            time.sleep(1)
            self.browser.save_screenshot(str(pathlib.Path(shots) / f"{self.id()}.png"))
            self.browser.set_window_size(1280, 900)

    def press(self, selector):
        self.browser.find_element("css selector", selector).click()
