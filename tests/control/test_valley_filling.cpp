#include "sim/control/valley_filling.hpp"

#include "tests/control/random_needs.hpp"
#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

using namespace yuchong;
using namespace yuchong::control;

namespace {

std::vector<double> const base_of_eight{620, 560, 520, 500, 510, 560, 640, 720};

double sum_of_squares(std::vector<double> const& base, std::vector<double> const& plan) {
    double sum = 0.0;
    for (std::size_t k = 0; k < base.size(); ++k) sum += (base[k] + plan[k]) * (base[k] + plan[k]);
    return sum;
}

double sum(std::span<double const> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

void check_close(std::vector<double> const& values, std::vector<double> const& expected, double epsilon) {
    REQUIRE(values.size() == expected.size());
    for (std::size_t k = 0; k < values.size(); ++k) {
        CHECK(values[k] == Approx(expected[k]).epsilon(epsilon).margin(epsilon));
    }
}

// The level again, by halving an interval.
double level_by_bisection(std::vector<double> const& base, std::vector<double> const& cap, double total_kw) {
    double low = *std::min_element(base.begin(), base.end()), high = 1e5;
    for (int i = 0; i < 200; ++i) {
        double const level = 0.5 * (low + high);
        double filled = 0.0;
        for (std::size_t k = 0; k < base.size(); ++k) filled += std::clamp(level - base[k], 0.0, cap[k]);
        (filled < total_kw ? low : high) = level;
    }
    return high;
}

// The nearest plan that keeps cap and energy: shifted down by one amount and clipped.
void project(std::span<double> plan, double cap_kw, double total_kw) {
    double low = -1e4, high = 1e4;
    for (int i = 0; i < 100; ++i) {
        double const shift = 0.5 * (low + high);
        double filled = 0.0;
        for (double const x : plan) filled += std::clamp(x - shift, 0.0, cap_kw);
        (filled > total_kw ? low : high) = shift;
    }
    for (double& x : plan) x = std::clamp(x - high, 0.0, cap_kw);
}

// The quadratic program min sum of load^2 again, by projected gradients with Nesterov's momentum.
std::vector<double> load_by_gradient(std::vector<ChargingNeed> const& needs, SlotGrid grid,
                                     std::vector<double> const& base) {
    Plans plans{std::span(needs)}, ahead{std::span(needs)};
    double const step = 1.0 / static_cast<double>(needs.size());
    for (int iteration = 0; iteration < 6000; ++iteration) {
        std::vector<double> load = base;
        add_plans(ahead, needs, load);
        double const momentum = static_cast<double>(iteration) / (iteration + 3.0);
        for (std::size_t i = 0; i < needs.size(); ++i) {
            std::vector<double> next(ahead.of(i).begin(), ahead.of(i).end());
            for (std::size_t k = 0; k < next.size(); ++k) next[k] -= step * load[needs[i].from + k];
            project(next, needs[i].max_kw, needs[i].energy_kwh / grid.slot_h);
            for (std::size_t k = 0; k < next.size(); ++k) {
                ahead.of(i)[k] = next[k] + momentum * (next[k] - plans.of(i)[k]);
                plans.of(i)[k] = next[k];
            }
        }
    }
    std::vector<double> load = base;
    add_plans(plans, needs, load);
    return load;
}

SweepSettings const precise{1e-11, 20'000};

}  // namespace

TEST_CASE("VG-01a: the level of a fleet without a cap") {
    ValleyFiller filler;
    std::vector<double> plan(8);
    Fill const fill = filler.fill(base_of_eight, 800.0, no_limit_kw, 1.0, plan);
    CHECK(fill.level_kw == Approx(672.8571429).epsilon(1e-8));
    CHECK(fill.unmet_kwh == 0.0);
    check_close(
        plan, {52.85714286, 112.8571429, 152.8571429, 172.8571429, 162.8571429, 112.8571429, 32.85714286, 0},
        1e-8);
    CHECK(sum_of_squares(base_of_eight, plan) == Approx(3687557.143).epsilon(1e-8));
}

TEST_CASE("VG-01b: the level of a fleet with a cap") {
    ValleyFiller filler;
    std::vector<double> plan(8);
    CHECK(filler.fill(base_of_eight, 800.0, 150.0, 1.0, plan).level_kw == Approx(682.5).epsilon(1e-8));
    check_close(plan, {62.5, 122.5, 150.0, 150.0, 150.0, 122.5, 42.5, 0}, 1e-8);
    CHECK(sum_of_squares(base_of_eight, plan) == Approx(3688625.0).epsilon(1e-8));
}

TEST_CASE("more than fits is delivered as far as it fits, and nothing is nothing") {
    ValleyFiller filler;
    std::vector<double> const base{3.0, 1.0};
    std::vector<double> plan(2, -1.0);
    CHECK(filler.fill(base, 10.0, 4.0, 1.0, plan).unmet_kwh == Approx(2.0));
    CHECK(plan == std::vector<double>{4.0, 4.0});
    CHECK(filler.fill(base, 0.0, 4.0, 1.0, plan).unmet_kwh == 0.0);
    CHECK(plan == std::vector<double>{0.0, 0.0});
    CHECK(filler.fill({}, 2.0, 4.0, 1.0, {}).unmet_kwh == 2.0);
}

TEST_CASE("levels agree with bisection, with one cap and with one a slot") {
    ValleyFiller filler;
    for (std::uint32_t k = 0; k < 500; ++k) {
        Draws draws(k);
        std::uint32_t const slots = draws.whole(1, 40);
        double const slot_h = draws.between(0.1, 1.0);
        auto const base = random_load(draws, slots, -20.0, 60.0);
        std::vector<double> cap(slots, draws.between(1.0, 30.0));
        if (k % 2 == 1) cap = random_load(draws, slots, 0.0, 30.0);
        double const total_kw = draws.uniform() * sum(cap);
        std::vector<double> plan(slots);
        Fill const fill = k % 2 == 1 ? filler.fill(base, total_kw * slot_h, cap, slot_h, plan)
                                     : filler.fill(base, total_kw * slot_h, cap[0], slot_h, plan);
        double const level = level_by_bisection(base, cap, total_kw);
        CHECK(sum(plan) == Approx(total_kw).epsilon(1e-12).margin(1e-12));
        for (std::size_t s = 0; s < slots; ++s) {
            REQUIRE(plan[s] == Approx(std::clamp(level - base[s], 0.0, cap[s])).epsilon(1e-9).margin(1e-9));
            REQUIRE((plan[s] >= 0.0 && plan[s] <= cap[s]));
        }
        CHECK(fill.unmet_kwh == Approx(0.0).margin(1e-9));
    }
}

TEST_CASE("VG-02, VG-02p: cyclic best response of three cars, its total and its peak") {
    std::vector<ChargingNeed> const needs{{12, 7, 0, 2}, {8, 3, 1, 6}, {9, 6, 3, 5}};
    SlotGrid const grid{6, 1.0};
    ValleyFiller filler;
    Plans plans{std::span(needs)};
    std::vector<double> load{10, 8, 5, 4, 6, 9};
    Sweeps const sweeps = fill_valley(needs, grid, precise, filler, load, plans);
    CHECK(sweeps.converged);
    check_close(load, {15, 15, 8, 11, 11, 11}, 1e-7);
    CHECK(sum_of_squares(load, std::vector<double>(6, 0.0)) == Approx(877.0).epsilon(1e-7));
    CHECK(*std::max_element(load.begin(), load.end()) == Approx(15.0).epsilon(1e-8));
}

TEST_CASE("fleets fill the valley as the quadratic program does, and everybody is full") {
    ValleyFiller filler;
    for (std::uint32_t k = 0; k < 25; ++k) {
        Draws draws(1000 + k);
        SlotGrid const grid{draws.whole(3, 10), 0.5};
        auto const needs = random_needs(draws, draws.whole(2, 6), grid);
        auto const base = random_load(draws, grid.count, 0.0, 40.0);
        Plans plans{std::span(needs)};
        std::vector<double> load = base;
        CHECK(fill_valley(needs, grid, precise, filler, load, plans).converged);
        check_close(load, load_by_gradient(needs, grid, base), 1e-6);
        for (std::size_t i = 0; i < needs.size(); ++i) {
            CHECK(energy_kwh(plans.of(i), grid.slot_h) ==
                  Approx(needs[i].energy_kwh).epsilon(1e-12).margin(1e-12));
            for (double const kw : plans.of(i)) REQUIRE((kw >= 0.0 && kw <= needs[i].max_kw));
        }
    }
}

TEST_CASE("nobody of a hundred cars could move to a lower slot") {
    ValleyFiller filler;
    Draws draws(7);
    SlotGrid const grid{96, 0.25};
    auto const needs = random_needs(draws, 100, grid);
    std::vector<double> load = random_load(draws, grid.count, 200.0, 600.0);
    Plans plans{std::span(needs)};
    CHECK(fill_valley(needs, grid, {1e-9, 20'000}, filler, load, plans).converged);
    for (std::size_t i = 0; i < needs.size(); ++i) {
        auto const plan = plans.of(i);
        double used = -1e9, spare = 1e9;
        for (std::size_t k = 0; k < plan.size(); ++k) {
            if (plan[k] > 1e-6) used = std::max(used, load[needs[i].from + k]);
            if (plan[k] < needs[i].max_kw - 1e-6) spare = std::min(spare, load[needs[i].from + k]);
        }
        REQUIRE(used <= spare + 1e-6);
    }
}

TEST_CASE("the total does not depend on the order of the cars, nor on where the search starts") {
    ValleyFiller filler;
    Draws draws(8);
    SlotGrid const grid{24, 1.0};
    auto needs = random_needs(draws, 20, grid);
    auto const base = random_load(draws, grid.count, 10.0, 90.0);
    std::vector<double> forward = base, backward = base, again = base;
    Plans plans{std::span(needs)};
    fill_valley(needs, grid, precise, filler, forward, plans);
    Sweeps const warm = fill_valley(needs, grid, {1e-6, 100}, filler, again, plans);
    CHECK(warm.count == 1);
    check_close(again, forward, 1e-9);
    std::reverse(needs.begin(), needs.end());
    Plans reversed{std::span(needs)};
    fill_valley(needs, grid, precise, filler, backward, reversed);
    check_close(backward, forward, 1e-7);
}

TEST_CASE("a filler that has seen as many slots allocates nothing") {
    ValleyFiller filler;
    std::vector<double> plan(8);
    filler.fill(base_of_eight, 800.0, 150.0, 1.0, plan);
    auto const before = oracle::allocations();
    filler.fill(base_of_eight, 700.0, 120.0, 1.0, plan);
    CHECK(oracle::allocations() == before);
}
