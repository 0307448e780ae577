"""What the sources include, find or import is in the package lists of scripts/setup."""

import ast
import os
import pathlib
import re
import sys
import unittest

source = pathlib.Path(os.environ["YUCHONG_SOURCE_DIR"])

package_of_include = {
    "boost": "libboost-dev", "CLI": "libcli11-dev", "coin": "coinor-libclp-dev", "Eigen": "libeigen3-dev",
    "fmt": "libfmt-dev", "hdf5.h": "libhdf5-dev", "hdf5_hl.h": "libhdf5-dev", "nlohmann": "nlohmann-json3-dev", "sleef.h": "libsleef-dev",
    "yaml-cpp": "libyaml-cpp-dev", "Random123": "librandom123-dev", "catch2": "catch2",
    "benchmark": "libbenchmark-dev"}
from_the_compiler = {"sys", "sanitizer"}  # folders beside the headers without one

package_of_import = {
    "h5netcdf": "python3-h5netcdf", "h5py": "python3-h5py", "jsonschema": "python3-jsonschema",
    "matplotlib": "python3-matplotlib", "netCDF4": "python3-netcdf4", "numpy": "python3-numpy",
    "pandas": "python3-pandas", "selenium": "python3-selenium", "xarray": "python3-xarray",
    "websocket": "python3-websocket", "yaml": "python3-yaml"}

package_of_find = {
    "Boost": "libboost-dev", "Eigen3": "libeigen3-dev", "yaml-cpp": "libyaml-cpp-dev", "HDF5": "libhdf5-dev",
    "CLI11": "libcli11-dev", "fmt": "libfmt-dev", "Catch2": "catch2", "benchmark": "libbenchmark-dev",
    "nlohmann_json": "nlohmann-json3-dev", "Threads": "g++"}


def listed(*names):
    text = (source / "scripts/setup").read_text()
    lists = (re.search(rf"^{name}='\n(.*?)^'", text, re.DOTALL | re.MULTILINE).group(1) for name in names)
    return {line.split()[0] for part in lists for line in part.splitlines()}


def includes(folder):
    for path in (source / folder).rglob("*.[ch]pp"):
        for header in re.findall(r"^\s*#include <([^>]+)>", path.read_text(), re.MULTILINE):
            top = header.split("/")[0]
            if top not in from_the_compiler and ("/" in header or header in package_of_include):
                yield path, top


def imports(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


class SetupLists(unittest.TestCase):
    def test_headers(self):
        for folder, packages in (("sim", listed("running")), ("tests", listed("running", "testing"))):
            for path, top in includes(folder):
                self.assertIn(package_of_include.get(top), packages, f"{path} includes <{top}...>")

    def test_cmake_packages(self):
        for path in [source / "CMakeLists.txt", *source.glob("tests/**/CMakeLists.txt")]:
            for name in re.findall(r"find_package\(([\w-]+)", path.read_text()):
                packages = listed("running") if path.parent == source else listed("running", "testing")
                self.assertIn(package_of_find.get(name), packages, f"{path} finds {name}")

    def test_python_modules(self):
        packages = listed("reading", "testing")
        paths = [path for folder in ("scripts", "tests") for path in (source / folder).rglob("*.py")]
        own = {path.stem for path in paths}
        for path in paths:
            for module in imports(path.read_text()):
                if module not in own and module not in sys.stdlib_module_names:
                    self.assertIn(package_of_import.get(module), packages, f"{path} imports {module}")

    def test_the_readme_reads_results_with_what_running_installs(self):
        for page in ("README.md", "README.zh-CN.md"):
            for block in re.findall(r"```python\n(.*?)```", (source / page).read_text(), re.DOTALL):
                for module in imports(block):
                    self.assertIn(package_of_import.get(module), listed("reading"), page)


if __name__ == "__main__":
    unittest.main()
