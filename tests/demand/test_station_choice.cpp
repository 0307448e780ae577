#include "sim/demand/station_choice.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <vector>

using namespace yuchong;
using namespace yuchong::demand;

namespace {

// The coefficients and the four stations of BH-01 in the model reference: two super, two fast.
StationChoiceSettings settings() {
    StationChoiceSettings s{};
    s.detour_per_min = -0.06;
    s.wait_per_min = -0.045;
    s.charge_per_min = -0.025;
    s.price_per_yuan = -2.0;
    s.power_log = 0.35;
    s.power_reference_kw = 120.0;
    s.nest_dissimilarity = 0.6;
    return s;
}

std::vector<CandidateRow> stations() {
    double const ln_480 = std::log(480.0), ln_120 = std::log(120.0);
    return {{0, 11, 0, 4, 0, 12, 1.35, ln_480, 0.2},
            {1, 12, 0, 2, 15, 12, 1.30, ln_480, 0.2},
            {2, 13, 1, 3, 2, 35, 0.95, ln_120, 0.0},
            {3, 14, 1, 8, 0, 35, 0.85, ln_120, 0.0}};
}

}  // namespace

TEST_CASE("BH-01: utilities, multinomial and nested logit") {
    auto const rows = stations();
    std::array<double, 4> const expected_utility{-2.554796974, -3.009796974, -3.045, -3.055};
    std::array<double, 4> const expected_mnl{0.3504643182, 0.2223513745, 0.2146601055, 0.2125242017};
    std::array<double, 4> const expected_nested{0.3928236839, 0.1840168881, 0.2133428375, 0.2098165905};
    std::array<double, 4> mnl{}, nested{};
    multinomial_probabilities(rows, settings(), mnl);
    nested_probabilities(rows, settings(), nested);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(utility(rows[i], settings()) == Approx(expected_utility[i]).epsilon(1e-9));
        CHECK(mnl[i] == Approx(expected_mnl[i]).epsilon(1e-9));
        CHECK(nested[i] == Approx(expected_nested[i]).epsilon(1e-9));
    }
}

TEST_CASE("keyed noise draws the nested logit") {
    auto const rows = stations();
    std::array<double, 4> expected{}, seen{};
    nested_probabilities(rows, settings(), expected);
    RandomSource const random{7};
    constexpr int draws = 40000;
    for (std::uint32_t car = 0; car < draws; ++car)
        seen[*choose(rows, {car, 100, 0}, settings(), random)] += 1.0 / draws;
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(seen[i] == Approx(expected[i]).margin(0.008));  // > 3 standard errors
}

TEST_CASE("a station that opens takes drivers only to itself") {
    auto rows = stations();
    RandomSource const random{7};
    std::vector<std::size_t> before;
    for (std::uint32_t car = 0; car < 2000; ++car)
        before.push_back(*choose(rows, {car, 100, 0}, settings(), random));
    rows.push_back({4, 15, 1, 1, 0, 30, 0.9, 120, 0.0});
    int moved = 0;
    for (std::uint32_t car = 0; car < 2000; ++car) {
        std::size_t const now = *choose(rows, {car, 100, 0}, settings(), random);
        // The nest of the new station may win over another nest, but no driver moves among the old stations
        // of one nest.
        if (now != before[car]) {
            ++moved;
            CHECK((now == 4 || rows[now].nest == 1));
        }
    }
    CHECK(moved > 100);
}

TEST_CASE("no candidate, no choice") {
    CHECK_FALSE(choose({}, {1, 1, 0}, settings(), RandomSource{1}).has_value());
}
