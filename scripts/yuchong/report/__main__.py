"""python3 -m yuchong.report RESULT.h5 [OTHER.h5] -o PAGE.html, or of a sweep its folder or merged.h5: called by `yuchong report`, which checks what it is given
and writes the page that it prints with `-o -`. Exit codes: 0 done, 2 a result that cannot be used, 1 anything else."""

import argparse
import sys

absent = {"xarray": "python3-xarray", "netCDF4": "python3-netcdf4", "numpy": "python3-numpy", "pandas": "python3-pandas",
          "matplotlib": "python3-matplotlib", "yaml": "python3-yaml"}


def main(arguments):
    parser = argparse.ArgumentParser(prog="python3 -m yuchong.report", description=__doc__)
    parser.add_argument("results", nargs="+", metavar="RESULT.h5")
    parser.add_argument("-o", "--output", required=True, metavar="PAGE.html")
    asked = parser.parse_args(arguments)
    if len(asked.results) > 2:
        parser.error("one result, or two to set side by side")
    try:
        from ..group_file import ResultError
        from .page import LibraryMissing, page_of
    except ImportError as error:
        package = absent.get((error.name or "").split(".")[0])
        hint = f"; on Debian: apt-get install {package}, or scripts/setup run" if package else ""
        print(f"yuchong report: {sys.executable} lacks a module ({error}){hint}", file=sys.stderr)
        return 1
    try:
        text = page_of(asked.results)
    except ResultError as error:
        print(f"yuchong report: {error}", file=sys.stderr)
        return 2
    except LibraryMissing as error:
        print(f"yuchong report: {error}", file=sys.stderr)
        return 1
    if asked.output == "-":
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return 0
    with open(asked.output, "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
