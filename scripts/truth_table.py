#!/usr/bin/python3
"""Runs every test that is named after a truth case and writes what it measured beside the truth into docs/validation.md, between
`<!-- truth: begin -->` and `<!-- end -->`. Of the numbers of a case the one furthest from the truth is shown.

    scripts/truth_table.py [BUILD_DIR]      # build/release, with all tests built; a few minutes
"""

import pathlib
import re
import subprocess
import sys

import model_reference

page = model_reference.root / "docs/validation.md"
letters = ["CH", "ST", "QU", "BH", "EN", "AG", "VG", "TX", "AD", "EC"]
number = r"(-?[\d.]+(?:e[+-]?\d+)?)"
exact_form = re.compile(rf" for: {number} == Approx\( {number} \)")
simulated_form = re.compile(rf"'([^':]+): simulated {number} \+- {number}, exact {number}'")


def program(build, test):
    """The test program of tests/<folder>/test_<file>.cpp."""
    return build / f"tests/test_{test.parent.name}"


def printed(build, name, test):
    pattern = name.replace("\\", "\\\\").replace(",", "\\,").replace("[", "\\[")
    process = subprocess.run([program(build, test), pattern, "-s", "-r", "compact"], capture_output=True, text=True)
    if process.returncode:
        raise SystemExit(f"{name} of {test} fails, or is not built\n{process.stdout[-2000:]}{process.stderr[-2000:]}")
    return process.stdout


def digits(value):
    return f"{value:.10g}"


def row_of(case, name, output):
    """What a test compared: how many numbers, and the one furthest from the truth."""
    simulated = [(what, *map(float, numbers)) for what, *numbers in dict.fromkeys(simulated_form.findall(output))]
    if simulated:
        what, mean, error, truth = max(simulated, key=lambda row: abs(row[1] - row[3]) / row[2])
        return (f"| {case} | {name} | {len(simulated)} | {what}: {mean:g} ± {error:.2g} | {truth:g} | "
                f"{abs(mean - truth) / error:.1f} standard errors |")
    exact = [tuple(map(float, pair)) for pair in exact_form.findall(output)]
    checks = output.count(" passed: ")
    if not exact:
        return f"| {case} | {name} | {checks} | holds | | |"
    measured, truth = max(exact, key=lambda pair: abs(pair[0] - pair[1]) / (abs(pair[1]) or 1.0))
    off = abs(measured - truth) / (abs(truth) or 1.0)
    return f"| {case} | {name} | {len(exact)} | {digits(measured)} | {digits(truth)} | {f'{off:.0e}' if off else '0'} |"


def table(build):
    lines = ["| case | test | numbers | measured | truth | off by |", "|---|---|---|---|---|---|"]
    for case, name, test in model_reference.truth_cases(letters):
        lines.append(row_of(case, name, printed(build, name, test)).replace(f"| {name} |", f"| {model_reference.claim(name)} |"))
    return lines


if __name__ == "__main__":
    build = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else model_reference.root / "build/release"
    text = page.read_text(encoding="utf-8")
    before, rest = text.split("<!-- truth: begin -->\n")
    page.write_text(before + "<!-- truth: begin -->\n" + "\n".join(table(build)) + "\n<!-- end -->" + rest.split("<!-- end -->", 1)[1],
                    encoding="utf-8")
