"""A run with its live view, and a viewer of it."""

import contextlib
import json
import re
import subprocess
import threading

import websocket

from yuchong import ProgramTest, source


class Viewer:
    """Reads messages, and answers pings, on a thread of its own until the server closes; `last` holds the latest message of
    each type, `closed` why it ended: the code of the close frame, or None for none."""

    def __init__(self, port):
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}/live", timeout=30, suppress_origin=True)
        self.last, self.closed, self.over = {}, None, False
        self.heard = threading.Condition()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        with contextlib.suppress(OSError, websocket.WebSocketException):
            while True:
                kind, data = self.socket.recv_data()
                if kind == websocket.ABNF.OPCODE_CLOSE:
                    self.closed = int.from_bytes(data[:2], "big")
                    break
                message = json.loads(data)
                with self.heard:
                    self.last[message["type"]] = message
                    self.heard.notify_all()
        self.socket.shutdown()
        with self.heard:
            self.over = True
            self.heard.notify_all()

    def wish(self, **wish):
        self.socket.send(json.dumps(wish))

    def wait_for(self, kind, holds=lambda message: True, seconds=60.0):
        """The latest message of this type, once there is one of which that holds."""
        right = lambda: kind in self.last and holds(self.last[kind])
        with self.heard:
            if not self.heard.wait_for(lambda: right() or self.over, seconds) or not right():
                raise AssertionError(f"no such {kind}; the last: {str(self.last.get(kind))[:300]}")
            return self.last[kind]

    def wait_for_end(self, seconds=60.0):
        self.thread.join(seconds)
        return self.closed

    def close(self):
        self.socket.shutdown()
        self.thread.join(5)


class LiveTest(ProgramTest):
    # Seconds of work as fast as it goes, so that whoever comes at once finds it still running.
    scenario = ["scenarios/liangjiang.yaml", "--set", "scale=0.3", "--set", "time.duration=7 d"]

    def begin(self, *more, result="live.h5", scenario=None):
        """The process and its port, once it listens."""
        process = subprocess.Popen(self.command("run", *(scenario or self.scenario), "-o", self.directory / result, "--serve", 0,
                                                "--json", "--progress", "off", *more),
                                   cwd=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.kill(), process.communicate()))
        for line in process.stderr:
            found = re.fullmatch(r"yuchong: live view at http://127\.0\.0\.1:(\d+)/\n", line)
            if found:
                return process, int(found.group(1))
        self.fail("it does not say where its live view is")

    def viewer(self, port):
        viewer = Viewer(port)
        self.addCleanup(viewer.close)
        return viewer

    def held(self, *more, **options):
        """A run held by a viewer soon after it has begun."""
        process, port = self.begin(*more, **options)
        viewer = self.viewer(port)
        viewer.wish(pause=True)
        viewer.wait_for("run", lambda run: run["own_pause"] and run["stage"] == "simulating")
        viewer.wait_for("snapshot")
        return process, port, viewer
