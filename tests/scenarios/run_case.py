"""Runs one case: a scenario with the settings of its expect.yaml, and compares the summary and the sessions.

    run: scenarios/one-station.yaml        # from the project's root
    set: ["scale=0.01"]
    summary: {sessions: 4, energy_kwh: [159, 160], status: done}   # a value, or [least, most]
    sessions:                              # rows in the order of arrival; <time>_at_s: seconds after the start
      - {vehicle: 0, charge_end_at_s: 1286, within_s: 1, soc_end: 0.8}
"""

import json
import os
import subprocess
import sys
import tempfile

import h5py
import yaml


def agrees(value, expected):
    if isinstance(expected, list):
        return expected[0] <= value <= expected[1]
    if isinstance(expected, float):
        return abs(value - expected) <= 1e-9 * max(1.0, abs(expected))
    return value == expected


def look_up(summary, key):
    for part in key.split("."):
        summary = summary[part]
    return summary


def check_summary(summary, expected):
    return [f"{key} = {look_up(summary, key)}, expected {want}"
            for key, want in expected.items() if not agrees(look_up(summary, key), want)]


def check_sessions(path, expected):
    problems = []
    with h5py.File(path) as file:
        group = file["sessions"]
        order = sorted(range(len(group["arrival"])), key=lambda i: group["arrival"][i])
        if len(order) < len(expected):
            return [f"{len(order)} sessions, expected {len(expected)}"]
        for row, want in zip(order, expected):
            within = want.get("within_s", 0)
            for key, value in want.items():
                if key == "within_s":
                    continue
                if key.endswith("_at_s"):
                    seen = float(group[key.removesuffix("_at_s")][row]) / 1000  # stored in milliseconds
                    good = abs(seen - value) <= within
                else:
                    seen = float(group[key][row])
                    good = agrees(seen, value) if isinstance(value, list) else abs(seen - value) <= want.get("rel", 1e-6) * max(1, abs(value))
                if not good:
                    problems.append(f"session {row}: {key} = {seen}, expected {value}")
    return problems


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        case = yaml.safe_load(file)
    root = os.environ["YUCHONG_SOURCE_DIR"]
    with tempfile.TemporaryDirectory() as folder:
        result = os.path.join(folder, "result.h5")
        command = [os.environ["YUCHONG"], "run", os.path.join(root, case["run"]), "-o", result, "--json", "--progress", "off"]
        for setting in case.get("set", []):
            command += ["--set", setting]
        done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
        if done.returncode != case.get("exit", 0):
            sys.exit(f"exit code {done.returncode}\n{done.stderr}")
        problems = check_summary(json.loads(done.stdout), case.get("summary", {}))
        problems += check_sessions(result, case.get("sessions", []))
    if problems:
        sys.exit("\n".join(problems))


main()
