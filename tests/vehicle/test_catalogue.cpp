#include "sim/vehicle/catalogue.hpp"

#include "tests/vehicle/figures.hpp"

#include <catch2/catch.hpp>

using namespace yuchong::vehicle;

TEST_CASE("older cars charge more slowly", "[catalogue]") {
    ChargeCurve curve = figures::lfp400();
    curve.vintages = {{2022, 0.75}, {2023, 0.9}};
    CHECK(vintage_factor(curve, 2019) == 0.75);
    CHECK(vintage_factor(curve, 2022) == 0.75);
    CHECK(vintage_factor(curve, 2023) == 0.9);
    CHECK(vintage_factor(curve, 2024) == 1.0);
    CHECK(vintage_factor(figures::super800(), 2019) == 1.0);
}
