"""Reads the sources of sim/ and names, as file:line, what breaks the order of the house:

* an include that points up or sideways: a folder may include only what lies on a floor below it;
* YAML or HDF5 headers outside sim/io;
* elementary functions of the C library outside sim/base/math.cpp: the library picks FMA variants by processor, so the
  same scenario would give other bits on another machine;
* random numbers of the standard library: their distributions differ between standard libraries.

    floors.py DIRECTORY      exit code 1 if anything is found
"""

import pathlib
import re
import sys

FLOORS = [
    ["base"],
    ["kernel", "study"],
    ["vehicle", "space"],
    ["supply", "demand", "grid"],
    ["control", "rollout"],
    ["measure"],
    ["city"],
    ["io"],
    ["run", "serve", "sweep"],
    ["app"],
]
FLOOR = {folder: number for number, folders in enumerate(FLOORS) for folder in folders}

FILE_FORMATS = re.compile(r"(yaml-cpp/|hdf5|H5\w*\.h|netcdf)")

# Functions that IEEE 754 does not fix to the bit. sqrt, floor, fabs, fmod, ldexp and their like are exact.
INEXACT = """
    exp exp2 exp10 expm1 log log2 log10 log1p pow cbrt hypot sin cos tan sincos asin acos atan atan2
    sinh cosh tanh asinh acosh atanh erf erfc tgamma lgamma fma lerp
""".split()
CALL = re.compile(r"(?P<scope>(?:\w+\s*::\s*|\.|->)?)(?<!\w)(?P<name>(?:" + "|".join(INEXACT) + r")[fl]?)\s*\(")
NAMED = re.compile(r"std\s*::\s*(?P<name>(?:" + "|".join(INEXACT) + r")[fl]?)\b")

RANDOM = re.compile(
    r"std\s*::\s*(\w+_distribution|mt19937(_64)?|minstd_rand0?|default_random_engine|random_device|knuth_b|ranlux\w+|"
    r"shuffle|sample|generate_canonical)\b|#\s*include\s*<random>|(?<![\w:.>])s?rand\s*\(")


def code_of(text):
    """The lines of a source without comments and the insides of string and character literals."""
    token = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'',
        re.DOTALL)

    def blank(match):
        found = match.group(0)
        if found[0] == '"' and re.search(r"#\s*include\s*$", text[:match.start()].rsplit("\n", 1)[-1]):
            return found
        return "\n" * found.count("\n") or " "

    return token.sub(blank, text).split("\n")


def problems_of_include(folder, header):
    if header.startswith("sim/"):
        below = header.split("/")[1]
        if below not in FLOOR:
            yield f"includes {header} (no such floor)"
        elif below != folder and FLOOR[below] >= FLOOR[folder]:
            direction = "sideways" if FLOOR[below] == FLOOR[folder] else "up"
            yield f"includes {header} (from {folder}, an arrow that points {direction})"
    if header.startswith(("tests/", "../", "./")):
        yield f"includes {header} (sim/ includes by its path from the root, and nothing of the tests)"
    if folder != "io" and FILE_FORMATS.match(header):
        yield f"includes {header} (only sim/io knows file formats)"


def is_foreign(call):
    """Whether it is the C library's: std::exp, ::exp or a bare exp, not math::exp or x.exp."""
    return re.sub(r"\s", "", call.group("scope")) in ("std::", "")


def problems_of_line(path, folder, line):
    include = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
    if include:
        yield from problems_of_include(folder, include.group(1))
    if RANDOM.search(line):
        yield "uses random numbers of the standard library (draw with sim/base/random.hpp)"
    if path.as_posix().endswith(("sim/base/math.hpp", "sim/base/math.cpp")):
        return
    names = {call.group("name") for call in CALL.finditer(line) if is_foreign(call)}
    names |= {named.group("name") for named in NAMED.finditer(line)}
    for name in sorted(names):
        yield f"calls {name} of the C library (its bits depend on the processor; use sim/base/math.hpp)"


def problems_of_file(path, folder):
    for number, line in enumerate(code_of(path.read_text(encoding="utf-8")), start=1):
        for problem in problems_of_line(path, folder, line):
            yield f"{path}:{number}: {problem}"


def problems_of_tree(root):
    """Every problem under root/sim."""
    for path in sorted((root / "sim").rglob("*")):
        if not path.is_file() or path.suffix not in (".hpp", ".cpp", ".h", ".ipp", ".in"):
            continue
        folder = path.relative_to(root / "sim").parts[0]
        if folder not in FLOOR:
            yield f"{path}:1: lies on no floor (sim/ has {', '.join(FLOOR)})"
            continue
        yield from problems_of_file(path, folder)


def main():
    problems = list(problems_of_tree(pathlib.Path(sys.argv[1])))
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
