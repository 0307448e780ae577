"""The live view over real sockets: viewers that behave, those that do not, and that the result never knows of either."""

import contextlib
import json
import os
import signal
import socket
import threading
import time
import unittest

import websocket

from live import LiveTest, Viewer
from yuchong import bad_input, done, failed, stopped

hour = 3600.0


def handshake(port, host=None, origin=None, path="/live"):
    lines = [f"GET {path} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}", "Upgrade: websocket", "Connection: Upgrade",
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", *([f"Origin: {origin}"] if origin else [])]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def request(method="GET", path="/", *headers, version="HTTP/1.1"):
    return ("\r\n".join([f"{method} {path} {version}", *headers]) + "\r\n\r\n").encode()


def ask(port, data, patience=20.0):
    """All that the server answers before it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        connection.sendall(data)
        answer = b""
        while True:
            try:
                piece = connection.recv(65536)
            except ConnectionResetError:
                return answer
            if not piece or answer.startswith(b"HTTP/1.1 101"):
                return answer
            answer += piece


def status(answer):
    return int(answer.split()[1]) if answer else None


def chatter(connection):
    """Says that it wishes nothing, now and then, until the server has had enough."""
    with contextlib.suppress(OSError):
        while True:
            connection.sendall(websocket.ABNF.create_frame("{}", websocket.ABNF.OPCODE_TEXT).format())
            time.sleep(0.5)


def resident_mb(process):
    with open(f"/proc/{process.pid}/status") as lines:
        kb, = (int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return kb / 1024


class LiveView(LiveTest):
    def finish(self, process, expect=done):
        out, messages = process.communicate(timeout=120)
        self.assertEqual(process.returncode, expect, messages)
        return json.loads(out) if out else None

    def same_as_alone(self, result="live.h5"):
        self.run_program("run", *self.scenario, "-o", self.directory / "alone.h5")
        self.run_program("compare", "--exact", self.directory / "alone.h5", self.directory / result)

    def test_viewers_leave_no_trace_in_the_result(self):
        process, port, holder = self.held()
        other, slow = self.viewer(port), self.viewer(port)
        first = other.wait_for("snapshot")
        slow.wish(limit=24 * hour)
        holder.wish(pause=False)
        other.wait_for("snapshot", lambda s: s["now_s"] > first["now_s"] + 12 * hour)
        other.wish(pause=True)
        holder.wait_for("run", lambda run: run["pauses"] == 1)
        other.wish(pause=False)
        slow.close()
        summary = self.finish(process)
        for viewer in (holder, other):
            self.assertEqual(viewer.wait_for_end(), 1000)
            end = viewer.last["done"]
            self.assertEqual((end["status"], end["digest"], end["sessions"]), ("done", summary["digest"], summary["sessions"]))
            self.assertEqual(viewer.last["snapshot"]["now_s"], viewer.last["city"]["end_s"])
            self.assertEqual(viewer.last["run"]["stage"], "writing")
            stations = viewer.last["city"]["stations"]
            self.assertEqual(len(viewer.last["snapshot"]["occupied"]), len(stations))
            self.assertEqual(len(stations), summary["stations"] + summary["depots"])
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
        self.same_as_alone()

    def test_a_pause_stops_simulated_time_and_ends_with_its_connection(self):
        process, port, holder = self.held()
        other = self.viewer(port)
        self.assertEqual(other.wait_for("run", lambda run: run["pauses"] == 1)["own_pause"], False)
        other.wait_for("snapshot")
        time.sleep(0.5)  # the slice in hand is over, and its snapshot has come
        stands = other.last["snapshot"]["now_s"]
        other.wish(pause=False)  # what is not its own it cannot end
        time.sleep(1.0)
        self.assertEqual(other.last["snapshot"]["now_s"], stands)
        self.assertEqual(other.last["run"]["pauses"], 1)
        self.assertIsNone(process.poll())
        holder.close()
        other.wait_for("run", lambda run: run["pauses"] == 0 and run["viewers"] == 1)
        other.wait_for("snapshot", lambda s: s["now_s"] > stands)
        process.kill()

    def test_a_viewer_that_no_longer_answers_is_let_go_with_its_pause(self):
        process, port, holder = self.held()
        dead = socket.create_connection(("127.0.0.1", port))
        self.addCleanup(dead.close)
        dead.sendall(handshake(port))
        self.assertEqual(status(dead.recv(4096)), 101)
        dead.sendall(websocket.ABNF.create_frame(json.dumps({"pause": True}), websocket.ABNF.OPCODE_TEXT).format())
        holder.wait_for("run", lambda run: run["pauses"] == 2)
        holder.wish(pause=False)
        stands = holder.wait_for("snapshot")["now_s"]
        holder.wait_for("run", lambda run: run["pauses"] == 0, seconds=30)
        holder.wait_for("snapshot", lambda s: s["now_s"] > stands)
        process.kill()

    def test_a_limit_is_kept(self):
        process, port, holder = self.held()
        for limit in (2 * hour, 60.0):
            holder.wish(pause=False, limit=limit)
            first = holder.wait_for("snapshot", lambda s, before=holder.last["snapshot"]: s["now_s"] > before["now_s"])
            begin = holder.wait_for("snapshot", lambda s: s["now_s"] > first["now_s"])
            end = holder.wait_for("snapshot", lambda s: s["wall_s"] > begin["wall_s"] + 1.0)
            slack = max(60.0, 0.1 * limit)  # a slice
            self.assertLessEqual(end["now_s"] - begin["now_s"], limit * (end["wall_s"] - begin["wall_s"]) + slack)
        other = self.viewer(port)
        other.wish(limit=30.0)
        self.assertEqual(holder.wait_for("run", lambda run: run["limit"] == 30.0)["own_limit"], 60.0)
        other.close()
        holder.wait_for("run", lambda run: run["limit"] == 60.0)
        process.kill()

    def test_signals_are_obeyed_while_held_and_the_run_goes_on_to_the_same_end(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                process, _, holder = self.held("--force")
                holder.wish(pause=False)
                holder.wait_for("snapshot", lambda s: s["now_s"] > 20 * hour)
                holder.wish(pause=True)
                holder.wait_for("run", lambda run: run["pauses"] == 1)
                sent = time.monotonic()
                process.send_signal(number)
                _, messages = process.communicate(timeout=30)
                self.assertLess(time.monotonic() - sent, 1.0)
                self.assertEqual(process.returncode, stopped, messages)
                self.assertEqual(holder.wait_for_end(), 1000)
                self.assertEqual(holder.last["done"]["status"], "stopped")
                self.assertEqual(self.files(), ["live.checkpoint", "live.partial.h5"])
        process, _, holder = self.held("--resume", self.directory / "live.checkpoint")
        self.assertGreater(holder.wait_for("snapshot")["now_s"], 20 * hour)
        holder.wish(pause=False)
        self.finish(process)
        self.same_as_alone()

    def test_requests_that_are_refused(self):
        process, port, _ = self.held()
        own = f"Host: localhost:{port}"
        for data, expected in (
                (request("GET", "/", own), 200), (request("GET", "/?lang=zh", "Host: 127.0.0.1"), 200),
                (request("GET", "/index.html", own), 404), (request("GET", "/../../etc/passwd", own), 404),
                (request("GET", "/live", own), 426), (request("HEAD", "/", own), 405),
                (request("POST", "/", own, "Content-Length: 4") + b"halt", 405), (request("TRACE", "/", own), 405),
                (request("GET", "/", "Host: example.com"), 403), (request("GET", "/", f"Host: example.com:{port}"), 403),
                (request("GET", "/", own, "Origin: http://example.com"), 403), (request("GET", "/"), 400),
                (handshake(port, origin="http://example.com"), 403), (handshake(port, host="example.com"), 403),
                (handshake(port, origin=f"http://127.0.0.1:{port + 1}"), 403), (handshake(port, path="/other"), 404),
                (handshake(port, origin=f"http://127.0.0.1:{port}"), 101), (handshake(port) + b"\x81\x80\x00\x00\x00\x00", 400), (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
                (b"GET\r\n\r\n", 400), (request("GET", "/", own, "X: " + 20_000 * "x"), 431),
                (request("GET", "/" + 20_000 * "x", own), 431)):
            with self.subTest(data[:60]):
                self.assertEqual(status(ask(port, data)), expected)
        page = ask(port, request("GET", "/", own)).decode()
        head, body = page.split("\r\n\r\n", 1)
        self.assertIn(f"connect-src ws://localhost:{port};", head)
        self.assertIn("default-src 'none'", head)
        self.assertIn("frame-ancestors 'none'", head)
        self.assertIn("Connection: close", head)
        self.assertNotIn("src=\"http", body)
        process.kill()

    def test_who_says_nothing_is_not_waited_for(self):
        process, port, _ = self.held()
        for data in (b"", b"GET / HT", request("GET", "/", "Host: localhost")[:-2]):
            self.assertEqual(ask(port, data, patience=15.0), b"")
        process.kill()

    def test_messages_that_are_refused(self):
        process, port, holder = self.held()
        frame = websocket.ABNF.create_frame
        text, binary = websocket.ABNF.OPCODE_TEXT, websocket.ABNF.OPCODE_BINARY
        for data, code in (
                (frame("pause", text).format(), 1008), (frame('{"pause": 1}', text).format(), 1008),
                (frame('{"halt": true}', text).format(), 1008), (frame('{"limit": -5}', text).format(), 1008),
                (frame(b"\x00" * 20, binary).format(), 1003), (frame(2000 * "x", text).format(), 1009),
                (b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00", 1009),  # says it is 2^63 - 1 bytes long
                (b"\x81\x02{}", 1002), (b"\xf1\x80\x00\x00\x00\x00", 1002), (frame(b"\xff\xfe", text).format(), 1007)):
            with self.subTest(data[:40]):
                viewer = self.viewer(port)
                viewer.wait_for("snapshot")
                with viewer.socket.lock:
                    viewer.socket.sock.sendall(data)
                self.assertEqual(viewer.wait_for_end(10), code)
                holder.wait_for("run", lambda run: run["viewers"] == 1)
        self.assertEqual(holder.last["run"]["pauses"], 1)
        stands = holder.last["snapshot"]["now_s"]
        holder.wish(pause=False)
        holder.wait_for("snapshot", lambda s: s["now_s"] > stands)
        process.kill()

    def test_fifty_at_once_and_no_more_than_there_is_room_for(self):
        process, port, holder = self.held()
        crowd = [self.viewer(port) for _ in range(50)]
        holder.wait_for("run", lambda run: run["viewers"] == 51)
        for viewer in crowd:
            viewer.wait_for("snapshot")
        more = [self.viewer(port) for _ in range(13)]
        holder.wait_for("run", lambda run: run["viewers"] == 64)
        for _ in range(3):
            self.assertEqual(status(ask(port, request("GET", "/", "Host: localhost"))), 503)
            self.assertEqual(status(ask(port, handshake(port))), 503)
        more.pop().close()
        holder.wait_for("run", lambda run: run["viewers"] == 63)
        self.assertEqual(status(ask(port, request("GET", "/", "Host: localhost"))), 200)
        holder.wish(pause=False)
        summary = self.finish(process)
        for viewer in [*crowd, *more, holder]:
            self.assertEqual(viewer.wait_for_end(), 1000)
            self.assertEqual(viewer.last["done"]["digest"], summary["digest"])

    def deaf(self, port):
        connection = socket.socket()
        self.addCleanup(connection.close)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", port))
        connection.sendall(handshake(port))
        return connection

    def test_one_that_never_reads_is_let_go_and_memory_does_not_grow(self):
        process, port, holder = self.held(scenario=["scenarios/chongqing.yaml", "--set", "scale=0.1", "--set", "time.duration=60 d"])
        holder.wish(pause=False, limit=12 * hour)
        holder.wait_for("snapshot", lambda s: s["now_s"] > 24 * hour)
        before = resident_mb(process)
        deaf, chatty = self.deaf(port), self.deaf(port)
        holder.wait_for("run", lambda run: run["viewers"] == 3)
        chatters = threading.Thread(target=chatter, args=(chatty,))
        chatters.start()
        for _ in range(60):  # others come and go meanwhile
            Viewer(port).close()
        came = holder.last["snapshot"]["now_s"]
        holder.wait_for("run", lambda run: run["viewers"] == 1)
        chatters.join(10)
        self.assertFalse(chatters.is_alive())
        self.assertGreater(holder.last["snapshot"]["now_s"], came + 24 * hour)
        self.assertLess(resident_mb(process) - before, 30.0)
        process.kill()

    def test_a_port_in_use_or_none_at_all(self):
        (self.directory / "kept.h5").write_text("mine")
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            run = ["run", "scenarios/one-station.yaml", "-o", self.directory / "kept.h5", "--force", "--serve"]
            process = self.run_program(*run, port, expect=bad_input)
            self.assertIn(f"--serve: cannot listen at 127.0.0.1:{port} (Address already in use) choose another port", process.stderr)
            for text in ("65536", "-1", "http", "80.5"):
                self.assertIn("is no port (0 to 65535)", self.run_program(*run, text, expect=bad_input).stderr)
        self.assertEqual((self.directory / "kept.h5").read_text(), "mine")
        self.assertEqual(self.files(), ["kept.h5"])
        process = self.run_program("run", "--serve=0", "scenarios/one-station.yaml", "-o", self.directory / "a.h5")
        self.assertIn("live view at http://127.0.0.1:", process.stderr)

    def test_a_run_that_breaks_says_so(self):
        process, port = self.begin("--set", f"control.external.socket=unix {self.directory}/nobody.sock", "--set",
                                   "control.external.connect_within=2 s", scenario=["scenarios/external.yaml"])
        viewer = self.viewer(port)
        self.finish(process, expect=failed)
        self.assertEqual(viewer.wait_for_end(), 1000)
        self.assertEqual(viewer.last["done"], {"type": "done", "status": "failed"})


if __name__ == "__main__":
    unittest.main()
