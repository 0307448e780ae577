#include "sim/control/site_bounds.hpp"

#include "sim/base/check.hpp"
#include "sim/control/linear_program.hpp"
#include "sim/control/valley_filling.hpp"
#include "tests/control/random_needs.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

using namespace yuchong;
using namespace yuchong::control;

namespace {

// The most energy under a limit again, as a linear program.
double served_by_program(std::vector<ChargingNeed> const& needs, SlotGrid grid,
                         std::vector<double> const& limit) {
    LinearProgram lp;
    std::vector<LinearProgram::Row> slots;
    for (double const kw : limit) slots.push_back(lp.add_row({LinearProgram::minus_infinity, kw}));
    for (ChargingNeed const& need : needs) {
        auto const energy = lp.add_row({LinearProgram::minus_infinity, need.energy_kwh});
        for (std::uint32_t k = need.from; k < need.until; ++k) {
            auto const power = lp.add_column({0.0, need.max_kw}, -grid.slot_h);
            lp.add_term(slots[k], power, 1.0);
            lp.add_term(energy, power, grid.slot_h);
        }
    }
    LpSolution const solution = lp.solve();
    CHECK(solution.status == LpStatus::optimal);
    return -solution.cost;
}

double asked_kwh(std::vector<ChargingNeed> const& needs, SlotGrid grid) {
    double sum = 0.0;
    for (auto const& need : needs) sum += deliverable_kwh(need, grid.slot_h);
    return sum;
}

}  // namespace

TEST_CASE("VG-05: the most energy before deadlines under a cap") {
    std::vector<ChargingNeed> const needs{
        {14, 7, 0, 3}, {20, 7, 0, 3}, {9, 7, 1, 3}, {12, 7, 2, 6}, {18, 11, 3, 6}};
    SlotGrid const grid{6, 1.0};
    CHECK(asked_kwh(needs, grid) == 73.0);
    DeadlineFlow flow(needs, grid);
    CHECK(flow.serve_kwh(std::vector<double>(6, 12.0)) == Approx(66.0).epsilon(1e-8));
    CHECK(flow.serve_kwh(std::vector<double>(6, 100.0)) == Approx(73.0).epsilon(1e-8));
}

TEST_CASE("VG-02p: the lowest peak of three cars") {
    std::vector<ChargingNeed> const needs{{12, 7, 0, 2}, {8, 3, 1, 6}, {9, 6, 3, 5}};
    DeadlineFlow flow(needs, {6, 1.0});
    CHECK(flow.lowest_peak_kw(std::vector<double>{10, 8, 5, 4, 6, 9}) == Approx(15.0).epsilon(1e-8));
}

TEST_CASE("flows deliver what the linear program does, by plans that keep every limit") {
    for (std::uint32_t k = 0; k < 200; ++k) {
        Draws draws(k);
        SlotGrid const grid{draws.whole(1, 16), 0.25};
        auto needs = random_needs(draws, draws.whole(1, 12), grid);
        needs[0].energy_kwh *= 3.0;  // more than its window holds, perhaps
        auto const limit = random_load(draws, grid.count, -5.0, 40.0);
        DeadlineFlow flow(needs, grid);
        double const served = flow.serve_kwh(limit);
        std::vector<double> room = limit;
        for (double& kw : room) kw = std::max(0.0, kw);
        CHECK(served == Approx(served_by_program(needs, grid, room)).epsilon(1e-7).margin(1e-7));
        Plans plans{std::span(needs)};
        flow.write_plans(plans);
        std::vector<double> load(grid.count, 0.0);
        add_plans(plans, needs, load);
        for (std::size_t s = 0; s < load.size(); ++s) REQUIRE(load[s] <= room[s] + 1e-6);
        double sum = 0.0;
        for (std::size_t i = 0; i < needs.size(); ++i) {
            for (double const kw : plans.of(i)) REQUIRE((kw >= 0.0 && kw <= needs[i].max_kw + 1e-6));
            CHECK(energy_kwh(plans.of(i), grid.slot_h) == Approx(flow.served_kwh(i)).margin(1e-6));
            CHECK(flow.served_kwh(i) <= needs[i].energy_kwh + 1e-6);
            sum += flow.served_kwh(i);
        }
        CHECK(sum == Approx(served).margin(1e-6));
    }
}

TEST_CASE("the lowest peak is that of valley filling, and a bit less does not do") {
    ValleyFiller filler;
    for (std::uint32_t k = 0; k < 100; ++k) {
        Draws draws(300 + k);
        SlotGrid const grid{draws.whole(2, 24), 0.5};
        auto const needs = random_needs(draws, draws.whole(1, 15), grid);
        auto const base = random_load(draws, grid.count, 0.0, 30.0);
        DeadlineFlow flow(needs, grid);
        double const peak = flow.lowest_peak_kw(base);
        Plans plans{std::span(needs)};
        std::vector<double> load = base;
        fill_valley(needs, grid, {1e-10, 20'000}, filler, load, plans);
        CHECK(peak == Approx(*std::max_element(load.begin(), load.end())).epsilon(1e-6));
        double const asked = asked_kwh(needs, grid);
        auto const served_below = [&](double level) {
            std::vector<double> room;
            for (double const b : base) room.push_back(level - b);
            return flow.serve_kwh(room);
        };
        CHECK(served_below(peak) == Approx(asked).margin(1e-6));
        if (peak > *std::max_element(base.begin(), base.end()) + 1e-3) {
            CHECK(served_below(peak - 1e-3) < asked - 1e-5);
        }
    }
}

TEST_CASE("a flow says the same again, and refuses what it cannot count") {
    Draws draws(9);
    SlotGrid const grid{48, 0.25};
    auto const needs = random_needs(draws, 200, grid);
    DeadlineFlow flow(needs, grid), other(needs, grid);
    std::vector<double> const limit(48, 300.0);
    double const first = flow.serve_kwh(limit);
    flow.lowest_peak_kw(std::vector<double>(48, 0.0));
    CHECK(flow.serve_kwh(limit) == first);
    CHECK(other.serve_kwh(limit) == first);
    std::vector<ChargingNeed> const huge{{2e9, 3e9, 0, 1}};
    CHECK_THROWS_AS(DeadlineFlow(huge, SlotGrid{1, 1.0}), BrokenInvariant);
}
