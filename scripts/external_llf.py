#!/usr/bin/env python3
"""A controller for strategy external: least laxity first, as the built-in llf. Start it before or after the run.

    scripts/external_llf.py unix output/control.sock
    scripts/external_llf.py tcp 127.0.0.1:7000
"""
import json
import math
import socket
import sys
import time

never_ms = 2**63 - 1


def connect(kind, place, patience_s=60):
    host, _, port = place.rpartition(":")
    for _ in range(10 * patience_s):
        try:
            if kind == "tcp":
                return socket.create_connection((host or "127.0.0.1", int(port)))
            unix = socket.socket(socket.AF_UNIX)
            unix.connect(place)
            return unix
        except (FileNotFoundError, ConnectionRefusedError):
            time.sleep(0.1)  # the simulator does not listen yet
    sys.exit(f"nobody listens at {kind} {place}")


def rank(session, now_ms):
    """Whole milliseconds it could still wait, then arrival, then terminal."""
    leaves = session["departure_s"]
    needs_ms = math.ceil(session["remaining_kwh"] / session["max_kw"] * 3.6e6) if session["max_kw"] > 0 else never_ms
    laxity_ms = (never_ms if leaves is None else round(1000 * leaves)) - now_ms - needs_ms
    return laxity_ms if session["remaining_kwh"] > 0 else never_ms, session["arrival_s"], session["terminal"]


def share(sessions, limit_kw, now_ms):
    if sum(s["max_kw"] for s in sessions) <= limit_kw:
        return [None] * len(sessions)  # all fit, nobody is limited
    left_kw, grants = limit_kw, {}
    for s in sorted(sessions, key=lambda s: rank(s, now_ms)):
        grants[s["session"]] = min(s["wanted_kw"], left_kw)
        left_kw -= grants[s["session"]]
    return [grants[s["session"]] for s in sessions]


def answer(message):
    set_points = []
    for station in message["stations"]:
        sessions = [s for s in message["sessions"] if s["station"] == station["station"]]
        for s, kw in zip(sessions, share(sessions, station["limit_kw"], round(1000 * message["time_s"]))):
            set_points.append({"session": s["session"], "kw": kw})
    return {"version": 1, "step": message["step"], "set_points": set_points}


with connect(*sys.argv[1:3]) as simulator, simulator.makefile("rw") as lines:
    for line in lines:
        print(json.dumps(answer(json.loads(line))), file=lines, flush=True)
