"""Strategy external through the real program and a real socket: a good client, every kind of bad one, and none."""

import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

import h5py
import numpy as np
import xarray as xr

from yuchong import ProgramTest, bad_input, done, failed, source, stopped

short = ["--set", "time.duration=1 d"]  # sessions begin at six in the morning, control step 72


def everybody(message, kw):
    return {"version": 1, "step": message["step"],
            "set_points": [{"session": s["session"], "kw": kw} for s in message["sessions"]]}


def polite(message):
    """All have the same share of the limit."""
    return everybody(message, 1920 / 500)


class Client:
    """Connects when it can, and answers with what `reply` makes of each message: an object, raw bytes or, to say
    nothing, None. `reply` may raise Gone to close the connection."""

    class Gone(Exception):
        pass

    def __init__(self, place, reply):
        self.messages = []
        self.place, self.reply = place, reply
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def connect(self):
        for _ in range(600):
            try:
                if isinstance(self.place, tuple):
                    return socket.create_connection(self.place)
                client = socket.socket(socket.AF_UNIX)
                with contextlib.ExitStack() as failed_to_connect:
                    failed_to_connect.enter_context(client)
                    client.connect(str(self.place))
                    failed_to_connect.pop_all()
                return client
            except OSError:
                time.sleep(0.02)
        raise TimeoutError(self.place)

    def run(self):
        with contextlib.suppress(OSError, self.Gone), self.connect() as connection, connection.makefile("rb") as lines:
            for line in lines:
                self.messages.append(json.loads(line))
                answer = self.reply(self.messages[-1])
                if answer is not None:
                    connection.sendall(answer if isinstance(answer, bytes) else json.dumps(answer).encode() + b"\n")


class ExternalControl(ProgramTest):
    def setUp(self):
        super().setUp()
        self.place = self.directory / "control.sock"

    def arguments(self, result, *more):
        return ["run", "scenarios/external.yaml", "--set", f"control.external.socket=unix {self.place}", "-o",
                self.directory / result, "--json", "--progress", "off", *more]

    def run_with(self, reply, result, *more, expect=done):
        client = Client(self.place, reply)
        process = self.run_program(*self.arguments(result, *more), expect=expect)
        return client, process

    def test_llf_from_outside_is_llf(self):
        for limit in ([], ["--set", "control.limit_kw=600"]):
            with self.subTest(limit=limit):
                client = subprocess.Popen([sys.executable, source / "scripts/external_llf.py", "unix", self.place])
                outside = json.loads(self.run_program(*self.arguments("outside.h5", "--force", *limit)).stdout)
                self.assertEqual(client.wait(timeout=10), 0)
                inside = json.loads(self.run_program("run", "scenarios/depot-capped.yaml", "-o",
                                                     self.directory / "inside.h5", "--force", "--json", *limit).stdout)
                self.assertEqual(outside["digest"], inside["digest"])
                with h5py.File(self.directory / "outside.h5") as a, h5py.File(self.directory / "inside.h5") as b:
                    for column in ("vehicle", "station", "arrival", "plug_in", "charge_end", "unplug", "outcome"):
                        np.testing.assert_array_equal(a["sessions"][column][:], b["sessions"][column][:], column)
                    np.testing.assert_allclose(a["sessions/energy_kwh"][:], b["sessions/energy_kwh"][:], rtol=0, atol=1e-9)
                    np.testing.assert_allclose(a["stations/charging_kw"][:], b["stations/charging_kw"][:], atol=1e-3)
                    self.assertEqual((a.attrs["reproducible"], b.attrs["reproducible"]), (0, 1))
                self.assertFalse(self.place.exists())

    def test_each_message_is_what_the_page_says(self):
        client, _ = self.run_with(polite, "a.h5", *short)
        messages = client.messages
        self.assertEqual([m["step"] for m in messages], list(range(len(messages))))
        self.assertEqual(len(messages), 287)  # every five minutes; the day ends with the last step
        page = (source / "docs/external-control.md").read_text()
        busy = next(m for m in messages if len(m["sessions"]) > 100)
        for name in [*busy, *busy["sessions"][0], *busy["stations"][0]]:
            self.assertIn(f"`{name}`", page)
        self.assertEqual(busy["version"], 1)
        self.assertEqual([(s["station"], round(s["limit_kw"], 6)) for s in busy["stations"]], [("depot", 1920)])
        self.assertEqual(busy["time"], time.strftime("2025-08-04T%H:%M:%S", time.gmtime(busy["time_s"])))
        self.assertEqual(len(busy["price_yuan_per_kwh_by_hour"]), 24)
        self.assertEqual(busy["price_yuan_per_kwh_by_hour"][0], busy["price_yuan_per_kwh"])
        later = next(m for m in messages if m["time_s"] == busy["time_s"] + 3600)
        self.assertEqual(busy["price_yuan_per_kwh_by_hour"][1], later["price_yuan_per_kwh"])
        self.assertEqual(busy["carbon_kg_per_kwh_by_hour"][1], later["carbon_kg_per_kwh"])
        for s in busy["sessions"]:
            self.assertLessEqual(s["arrival_s"], busy["time_s"])
            self.assertGreater(s["departure_s"], busy["time_s"])
            self.assertAlmostEqual(s["remaining_kwh"], (0.8 - s["soc"]) * s["battery_kwh"], places=9)
            self.assertLessEqual(s["remaining_kwh"], s["requested_kwh"])
            self.assertEqual(s["max_kw"], 7.68)
            self.assertLessEqual(s["wanted_kw"], s["max_kw"])
        held = [s for s in busy["sessions"] if s["arrival_s"] < busy["time_s"] - 300]
        self.assertEqual({s["set_point_kw"] for s in held}, {1920 / 500})

    def test_the_client_and_the_answer_on_the_page_work(self):
        page = (source / "docs/external-control.md").read_text()
        asked, answered = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL))
        self.assertEqual(asked["sessions"][0]["session"], answered["set_points"][0]["session"])
        client, = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
        process = self.begin("a.h5", *short)
        while not self.place.exists():
            time.sleep(0.01)
        subprocess.run([sys.executable, "-c", client.replace("output/control.sock", str(self.place))], check=True, timeout=60)
        _, messages = process.communicate(timeout=60)
        self.assertEqual(process.returncode, done, messages)
        self.run_program("validate", "scenarios/external.yaml")

    def test_every_site_controlled_run_says_what_it_granted(self):
        path = self.directory / "a.h5"
        self.run_program("run", "scenarios/depot-capped.yaml", "-o", path, *short, "--set", "control.limit_kw=600")
        for engine in ("netcdf4", "h5netcdf"):
            with xr.open_dataset(path, group="control", engine=engine) as control, \
                    xr.open_dataset(path, group="stations", engine=engine) as stations, \
                    xr.open_dataset(path, group="kpi", engine=engine) as kpi:
                self.assertEqual(control.strategy.item(), "llf")
                self.assertEqual(control.limit_kw.values.tolist(), [600])
                self.assertAlmostEqual(float(control.granted_kw.max()), 600, places=3)
                self.assertGreater(float(control.wanted_kw.max()), 700)
                self.assertTrue((stations.charging_kw <= control.granted_kw + 0.01).all())
                self.assertAlmostEqual(float(control.unmet_kwh.sum()), kpi.unmet_kwh.item(), places=2)
                self.assertAlmostEqual(float(control.cost_yuan.sum()), kpi.cost_public_yuan.item(), places=2)
                self.assertAlmostEqual(float(control.co2_kg.sum()), kpi.co2_kg.item(), places=2)
                self.assertNotIn("set_point_kw", control)
        self.run_program("run", "scenarios/depot.yaml", "-o", path, "--force", *short)
        with h5py.File(path) as file:
            self.assertNotIn("control", file)
            self.assertEqual(file["run/control"][()].decode(), "nobody")

    def test_what_is_granted_is_drawn(self):
        self.run_with(polite, "a.h5", *short)
        with h5py.File(self.directory / "a.h5") as file:
            control, drawn_kw = file["control"], file["stations/charging_kw"][:, 0]
            self.assertLessEqual(drawn_kw.max(), 1920.001)
            rows = control["set_point_kw"][:]
            np.testing.assert_array_equal(rows, 1920 / 500)
            at_noon = control["set_time"][:] == 12 * 3600
            self.assertAlmostEqual(float(control["granted_kw"][144, 0]), at_noon.sum() * 1920 / 500, delta=1)
            self.assertTrue((drawn_kw <= control["granted_kw"][:, 0] + 0.01).all())

    def refused(self, reply, *what, more=()):
        """The run fails at seven in the morning, with a message that says where and what."""
        late = lambda m: reply(m) if m["step"] == 83 else polite(m)
        _, process = self.run_with(late, "bad.h5", *short, *more, expect=failed)
        self.assertIn("external control failed at 2025-08-04T07:00:00 (control step 83): ", process.stderr)
        for words in what:
            self.assertIn(words, process.stderr)
        self.assertNotIn("bad.h5", self.files())
        return process

    def test_bad_answers(self):
        def with_first(**changes):
            def reply(message):
                answer = polite(message)
                answer["set_points"][0].update(changes)
                return answer
            return reply

        def without_one(message):
            answer = polite(message)
            answer["set_points"].pop()
            return answer

        def one_twice(message):
            answer = polite(message)
            answer["set_points"].append(answer["set_points"][0])
            return answer

        cases = [
            ("garbage", lambda m: b"\x00\xff garbage\n", "the answer is no JSON"),
            ("half a line", lambda m: b'{"version": 1, "st\n', "the answer is no JSON"),
            ("no object", lambda m: b"[1, 2]\n", "the answer is no JSON object"),
            ("a nest", lambda m: b"[" * 100_000 + b"\n", "the answer is no JSON"),
            ("NaN", with_first(kw=float("nan")), "the answer is no JSON"),
            ("infinity", with_first(kw=float("inf")), "the answer is no JSON"),
            ("a number too large", lambda m: json.dumps(polite(m)).replace("3.84", "1e999", 1).encode() + b"\n",
             "the answer is no JSON"),
            ("a word", with_first(kw="much"), 'a set-point is "much"'),
            ("negative", with_first(kw=-1), "is given -1 kW (the least is 0)"),
            ("above the plug", with_first(kw=8), "session ", "at depot is given 8 kW (its plug gives 7.68 kW at most)"),
            ("above the site", lambda m: everybody(m, None), "more=limit"),
            ("unknown session", with_first(session=4_000_000), "session 4000000 is given a set-point (it was not asked"),
            ("no session", with_first(session="x"), '"session" is "x" (a whole number is wanted)'),
            ("one missing", without_one, "is given no set-point"),
            ("one twice", one_twice, "is given two set-points"),
            ("no list", lambda m: {"version": 1, "step": m["step"]}, 'the answer has no list "set_points"'),
            ("version", lambda m: {**polite(m), "version": 2}, "the answer has version 2 (this program speaks 1)"),
            ("no version", lambda m: {"set_points": []}, 'the answer has no "version"'),
            ("another step", lambda m: {**polite(m), "step": 82}, "the answer is to control step 82 (this is 83)"),
        ]
        for name, reply, *what in cases:
            with self.subTest(name):
                if what == ["more=limit"]:
                    self.refused(reply, "the sessions at depot are given ", "(its limit is 600 kW)",
                                 more=["--set", "control.limit_kw=600"])
                else:
                    self.refused(reply, *what)

    def test_a_line_without_end(self):
        process = self.refused(lambda m: b"x" * 17_000_000, "its line is longer than 16777216 bytes")
        self.assertLess(len(process.stderr), 1000)

    def test_a_client_that_dies(self):
        def die(message):
            raise Client.Gone

        self.refused(die, "it has closed the connection")

    def test_a_client_that_hangs(self):
        begin = time.monotonic()
        self.refused(lambda m: None, "no answer within 0.3 s (control.external.time_limit)",
                     more=["--set", "control.external.time_limit=0.3 s"])
        self.assertLess(time.monotonic() - begin, 5)

    def test_nobody_connects(self):
        process = self.run_program(*self.arguments("a.h5", "--set", "control.external.connect_within=1 s"), expect=failed)
        self.assertIn(f"waiting for a client at unix {self.place}", process.stderr)
        self.assertIn(f"nobody has connected to unix {self.place} within 1 s", process.stderr)
        self.assertFalse(self.place.exists())

    def test_a_fallback_goes_on(self):
        hang = lambda m: polite(m) if m["step"] < 120 else None
        fallback = ["--set", "control.external.fallback=llf", "--set", "control.external.time_limit=0.3 s"]
        client, process = self.run_with(hang, "a.h5", *short, *fallback)
        self.assertIn("control.external.fallback decides from here on", process.stderr)
        self.assertEqual(client.messages[-1]["step"], 120)  # it is not asked again
        self.run_program(*self.arguments("b.h5", *short, *fallback, "--replay-control", self.directory / "a.h5"))
        self.run_program("compare", "--exact", self.directory / "a.h5", self.directory / "b.h5")
        with h5py.File(self.directory / "a.h5") as live, h5py.File(self.directory / "b.h5") as replay:
            self.assertEqual((live.attrs["reproducible"], replay.attrs["reproducible"]), (0, 1))
            self.assertTrue(live["run/control"][()].decode().startswith("a client until 2025-08-04T10:05:00, then llf ("))
            self.assertEqual(replay["run/control"][()].decode(), f"set-points of {self.directory / 'a.h5'}")
            after = live["control/set_step"][:] >= 120
            self.assertGreater(len(set(live["control/set_point_kw"][:][after])), 2)
            self.assertLessEqual(live["stations/charging_kw"][:].max(), 1920.001)

    def test_a_recording_is_repeated_bit_for_bit_and_only_where_it_fits(self):
        self.run_with(lambda m: everybody(m, 1.5 + m["step"] % 7 / 3), "a.h5", *short)
        a, b = self.directory / "a.h5", self.directory / "b.h5"
        replay = ["--replay-control", a]
        self.run_program(*self.arguments("b.h5", *short, *replay))
        self.run_program("compare", "--exact", a, b)
        for what, settings in (("seed", ["--seed", 7]), ("demand hash", ["--set", "time.duration=2 d"]),
                               ("scenario hash", ["--set", "control.limit_kw=1000"])):
            with self.subTest(what):
                process = self.run_program(*self.arguments("c.h5", *short, *settings, *replay), expect=bad_input)
                self.assertIn(f"is of another run (its {what} is ", process.stderr)
        llf = ["run", "scenarios/depot-capped.yaml", "-o", self.directory / "c.h5", "--progress", "off"]
        process = self.run_program(*llf, *replay, expect=bad_input)
        self.assertIn("control.strategy is llf", process.stderr)
        self.run_program(*llf)
        for what, words in ((self.directory / "c.h5", "keeps no set-points"), (self.directory / "d.h5", "no such file"),
                            (source / "README.md", "README.md")):
            process = self.run_program(*self.arguments("e.h5", *short, "--replay-control", what), expect=bad_input)
            self.assertIn(words, process.stderr)
        self.assertEqual(self.files(), ["a.h5", "b.h5", "c.h5"])

    def begin(self, result, *more):
        return subprocess.Popen(self.command(*self.arguments(result, *more)), cwd=source, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def test_a_run_stopped_while_it_waits_goes_on_from_there(self):
        self.run_with(polite, "whole.h5", *short)
        waits = threading.Event()

        def wait_at_noon(message):
            if message["time"] != "2025-08-04T12:00:00":
                return polite(message)
            waits.set()
            return None

        Client(self.place, wait_at_noon)
        process = self.begin("parts.h5", *short)
        self.assertTrue(waits.wait(30))
        sent = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, messages = process.communicate(timeout=30)
        self.assertLess(time.monotonic() - sent, 1.0)
        self.assertEqual(process.returncode, stopped, messages)
        self.assertIn("stopped at 2025-08-04T12:00:00", messages)
        resumed, _ = self.run_with(polite, "parts.h5", *short, "--resume", self.directory / "parts.checkpoint")
        self.assertEqual(resumed.messages[0]["time"], "2025-08-04T12:00:00")
        whole, parts = self.directory / "whole.h5", self.directory / "parts.h5"
        self.run_program("compare", "--exact", whole, parts)
        self.run_program(*self.arguments("again.h5", *short, "--replay-control", parts))
        self.run_program("compare", "--exact", whole, self.directory / "again.h5")

    def test_a_run_stopped_before_anybody_connects(self):
        process = self.begin("a.h5")
        while not self.place.exists():
            time.sleep(0.01)
        time.sleep(0.3)
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        self.assertLess(time.monotonic() - sent, 1.0)
        self.assertEqual(process.returncode, stopped)
        self.assertFalse(self.place.exists())

    def test_a_run_whose_client_failed_goes_on_with_a_better_one(self):
        self.run_with(polite, "whole.h5", *short)
        process = self.refused(lambda m: b"oops\n")
        self.assertIn(f"go on with --resume {self.directory / 'bad.checkpoint'}", process.stderr)
        self.run_with(polite, "bad.h5", *short, "--resume", self.directory / "bad.checkpoint")
        self.run_program("compare", "--exact", self.directory / "whole.h5", self.directory / "bad.h5")

    def test_checkpoints_on_the_way(self):
        self.run_with(polite, "whole.h5", *short)
        slow = lambda m: (time.sleep(0.02), polite(m))[1]
        Client(self.place, slow)
        process = self.begin("parts.h5", *short, "--checkpoint-every", "3 h")
        while not (self.directory / "parts.checkpoint").exists():
            time.sleep(0.01)
        process.kill()
        process.communicate()
        self.assertTrue(self.place.exists())  # left behind; the next run takes its place
        self.run_with(polite, "parts.h5", *short, "--resume", self.directory / "parts.checkpoint")
        self.run_program("compare", "--exact", self.directory / "whole.h5", self.directory / "parts.h5")

    def test_tcp(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        Client(("127.0.0.1", port), polite)
        self.run_program(*self.arguments("a.h5", *short, "--set", f"control.external.socket=tcp {port}"))
        self.assertIn("a.h5", self.files())

    def test_places_where_nobody_can_listen(self):
        (self.directory / "file").write_text("mine")
        with socket.socket() as taken, socket.socket(socket.AF_UNIX) as other:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            other.bind(str(self.directory / "other.sock"))
            other.listen()
            for place, words in ((f"tcp {taken.getsockname()[1]}", "Address already in use"),
                                 (f"unix {self.directory}/other.sock", "another run listens there"),
                                 (f"unix {self.directory}/file", "there is a file of that name"),
                                 (f"unix {self.directory}/no/where", "No such file or directory"),
                                 ("tcp 1.2.3:5", "no IP address"), ("carrier pigeon", "is no place to meet"),
                                 ("unix " + 108 * "x", "is no place to meet"), ("tcp 127.0.0.1:99999", "is no place")):
                with self.subTest(place):
                    process = self.run_program(*self.arguments("a.h5", "--set", f"control.external.socket={place}"),
                                               expect=bad_input)
                    self.assertIn(words, process.stderr)
                    self.assertIn("control.external.socket", process.stderr)
        self.assertEqual((self.directory / "file").read_text(), "mine")
        self.assertEqual(self.files(), ["file", "other.sock"])


if __name__ == "__main__":
    unittest.main()
