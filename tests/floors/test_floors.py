"""The reader of floors.py finds each kind of planted violation, where it is, and nothing in clean code."""

import pathlib
import tempfile
import unittest

import floors


def read(**sources):
    """What floors.py finds in a tree with these files; sim/base/math.hpp is spelled base__math_hpp."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in sources.items():
            *folders, file = name.replace("_hpp", ".hpp").replace("_cpp", ".cpp").split("__")
            path = root.joinpath("sim", *folders, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [problem.removeprefix(f"{root}/") for problem in floors.problems_of_tree(root)]


class Violations(unittest.TestCase):
    def found(self, line, source="supply__station_cpp"):
        problems = read(**{source: f"// one\n{line}\n"})
        self.assertEqual(len(problems), 1, f"{line}: {problems}")
        path = "sim/" + source.replace("__", "/").replace("_cpp", ".cpp").replace("_hpp", ".hpp")
        self.assertTrue(problems[0].startswith(f"{path}:2: "), problems[0])
        return problems[0]

    def test_arrow_up(self):
        self.assertIn("points up", self.found('#include "sim/city/state.hpp"'))
        self.assertIn("points up", self.found('#include "sim/kernel/event.hpp"', "base__time_hpp"))
        self.assertIn("points up", self.found('#  include  "sim/app/commands.hpp"', "run__drive_cpp"))

    def test_arrow_sideways(self):
        self.assertIn("points sideways", self.found('#include "sim/demand/trip.hpp"'))
        self.assertIn("points sideways", self.found('#include <sim/space/zone.hpp>', "vehicle__battery_hpp"))

    def test_unknown_floor(self):
        self.assertIn("no such floor", self.found('#include "sim/attic/box.hpp"'))
        self.assertIn("lies on no floor", read(attic__box_hpp="")[0])

    def test_relative_and_test_includes(self):
        self.found('#include "../city/state.hpp"')
        self.found('#include "tests/oracle/event_heap.hpp"')

    def test_file_formats(self):
        for header in ("yaml-cpp/yaml.h", "hdf5.h", "hdf5_hl.h", "H5Cpp.h", "netcdf.h"):
            self.assertIn("file formats", self.found(f"#include <{header}>"))

    def test_elementary_functions(self):
        for call in ("std::exp(x)", "std :: pow(x, y)", "exp(x)", "::exp(x)", "y = 2 * log1pf(x)", "expl (x)",
                     "std::hypot(x, y)", "a+tanh(b)", "std::fma(a, b, c)", "apply(std::log2)", "std::lerp(a, b, t)"):
            self.assertIn("C library", self.found(f"double v = {call};"))

    def test_random_numbers(self):
        for use in ("std::normal_distribution<double> d;", "std::mt19937_64 engine;", "#include <random>",
                    "std::shuffle(a, b, c);", "int i = rand() % 6;"):
            self.assertIn("random", self.found(use))

    def test_several_in_one_file(self):
        problems = read(supply__station_cpp='#include "sim/city/state.hpp"\n\ndouble f(double x) { return std::exp(x); }\n')
        self.assertEqual([problem.split(":")[1] for problem in problems], ["1", "3"])


class CleanCode(unittest.TestCase):
    def clean(self, text, source="supply__station_cpp"):
        self.assertEqual(read(**{source: text}), [])

    def test_arrows_down_and_within(self):
        self.clean('#include "sim/supply/station.hpp"\n#include "sim/base/time.hpp"\n#include <vector>\n')

    def test_file_formats_in_io(self):
        self.clean("#include <yaml-cpp/yaml.h>\n#include <hdf5.h>\n", "io__reader_cpp")

    def test_own_and_exact_functions(self):
        self.clean("double v = math::exp(x) + yuchong::math::log(y) + std::sqrt(z) + std::floor(z) + table.log(1);\n")
        self.clean("double explain(int); int login(int); catalog(3); row->exp(2);\n")

    def test_the_place_of_the_functions(self):
        self.clean("double exp(double x) { return std::exp(x); }\n", "base__math_cpp")

    def test_comments_and_texts(self):
        self.clean('// never std::exp(x)\n/* std::mt19937\n exp(x) */\nchar const* t = "exp(x) // log(x)";\nchar c = \'"\';\n')
        self.clean("auto n = 1'000'000; /* log(n) */ auto m = R\"(std::pow(a, b))\";\n")


if __name__ == "__main__":
    unittest.main()
