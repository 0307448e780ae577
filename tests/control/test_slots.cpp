#include "sim/control/slots.hpp"

#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace yuchong;
using namespace yuchong::control;

TEST_CASE("plans of windows lie side by side") {
    std::vector<ChargingNeed> const needs{{1.0, 7.0, 2, 5}, {1.0, 7.0, 1, 1}, {1.0, 7.0, 0, 2}};
    Plans plans{std::span(needs)};
    REQUIRE(plans.size() == 3);
    CHECK(plans.of(0).size() == 3);
    CHECK(plans.of(1).empty());
    plans.of(0)[2] = 4.0;
    plans.of(2)[1] = 3.0;
    std::vector<double> load(5, 1.0);
    add_plans(plans, needs, load);
    CHECK(load == std::vector<double>{1, 4, 1, 1, 5});
}

TEST_CASE("what a need can take is bounded by its window") {
    CHECK(capacity_kwh({20.0, 7.0, 0, 4}, 0.5) == 14.0);
    CHECK(deliverable_kwh({20.0, 7.0, 0, 4}, 0.5) == 14.0);
    CHECK(deliverable_kwh({3.0, 7.0, 0, 4}, 0.5) == 3.0);
}

TEST_CASE("energy and cost of a plan") {
    std::array<double, 3> const plan{4.0, 0.0, 2.0}, price{1.0, 9.0, 0.5};
    CHECK(energy_kwh(plan, 0.5) == 3.0);
    CHECK(cost_yuan(plan, price, 0.5) == 2.5);
}

TEST_CASE("needs outside the grid and senseless figures are refused") {
    SlotGrid const grid{8, 0.25};
    auto const refused = [grid](ChargingNeed need) {
        CHECK_THROWS_AS(check_needs(std::span(&need, 1), grid), BrokenInvariant);
    };
    refused({1.0, 7.0, 0, 9});
    refused({1.0, 7.0, 5, 4});
    refused({-1.0, 7.0, 0, 4});
    refused({1.0, no_limit_kw, 0, 4});
    CHECK_THROWS_AS(check_needs({}, {8, 0.0}), BrokenInvariant);
    CHECK_NOTHROW(check_needs({}, grid));
}
