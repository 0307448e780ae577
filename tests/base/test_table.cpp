#include "sim/base/table.hpp"

#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace {
using namespace yuchong;
}

TEST_CASE("a linear table interpolates between points and is constant beyond", "[table]") {
    LinearTable const table{{{0.0, 10.0}, {2.0, 20.0}, {3.0, 0.0}}};
    CHECK(table(-1.0) == 10.0);
    CHECK(table(0.0) == 10.0);
    CHECK(table(1.0) == 15.0);
    CHECK(table(2.0) == 20.0);
    CHECK(table(2.25) == 15.0);
    CHECK(table(3.0) == 0.0);
    CHECK(table(9.0) == 0.0);
    CHECK(LinearTable{{{5.0, 7.0}}}(0.0) == 7.0);
}

TEST_CASE("a linear table refuses what has no value", "[table]") {
    CHECK_THROWS_AS(LinearTable(std::vector<std::pair<double, double>>{}), BrokenInvariant);
    CHECK_THROWS_AS(LinearTable({{1.0, 0.0}, {1.0, 2.0}}), BrokenInvariant);
    CHECK_THROWS_AS(LinearTable({{2.0, 0.0}, {1.0, 2.0}}), BrokenInvariant);
    CHECK_THROWS_AS(LinearTable{}(0.0), BrokenInvariant);
    CHECK_THROWS_AS(LinearTable({{0.0, 0.0}, {1.0, 2.0}})(std::numeric_limits<double>::quiet_NaN()),
                    BrokenInvariant);
}
