#include "sim/control/charge_timing.hpp"

#include "tests/control/random_needs.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace yuchong;
using namespace yuchong::control;

namespace {

std::vector<double> const price_of_day{1.05, 1.05, 0.68, 0.68, 0.32, 0.32, 0.32, 0.68};
std::vector<ChargingNeed> const three_cars{{20, 7, 0, 6}, {24, 7, 1, 8}, {10, 11, 0, 4}};

std::span<double const> window(std::vector<double> const& values, ChargingNeed const& need) {
    return std::span(values).subspan(need.from, need.until - need.from);
}

SimTime at(double hour) { return SimTime{static_cast<std::int64_t>(hour * 3'600'000.0)}; }

}  // namespace

TEST_CASE("VG-03: uncontrolled cars, and each in its cheapest slots") {
    Plans now{std::span(three_cars)}, cheap{std::span(three_cars)};
    CheapestSlots cheapest;
    double cost_now = 0.0, cost_cheap = 0.0;
    for (std::size_t i = 0; i < three_cars.size(); ++i) {
        auto const price = window(price_of_day, three_cars[i]);
        CHECK(charge_at_once(three_cars[i], 1.0, now.of(i)) == Approx(0.0).margin(1e-12));
        CHECK(cheapest.fill(price, three_cars[i], 1.0, cheap.of(i)) == Approx(0.0).margin(1e-12));
        cost_now += cost_yuan(now.of(i), price, 1.0);
        cost_cheap += cost_yuan(cheap.of(i), price, 1.0);
    }
    CHECK(cost_now == Approx(47.11).epsilon(1e-8));
    CHECK(cost_cheap == Approx(24.12).epsilon(1e-8));
    std::vector<double> load(8, 0.0);
    add_plans(now, three_cars, load);
    CHECK(load == std::vector<double>{17, 14, 13, 7, 3, 0, 0, 0});
}

TEST_CASE("slots of one price are used from the earliest on") {
    std::vector<double> const price{0.5, 0.3, 0.3, 0.3, 0.5};
    std::vector<double> plan(5);
    CheapestSlots cheapest;
    cheapest.fill(price, {9.0, 6.0, 0, 5}, 1.0, plan);
    CHECK(plan == std::vector<double>{0, 6, 3, 0, 0});
    cheapest.fill(price, {21.0, 6.0, 0, 5}, 1.0, plan);
    CHECK(plan == std::vector<double>{3, 6, 6, 6, 0});
}

TEST_CASE("a spread moves starts within the cheap hours, at the same cost") {
    std::vector<double> price(24, 0.9);
    std::fill(price.begin() + 4, price.begin() + 20, 0.3);
    ChargingNeed const need{8.0, 7.0, 0, 24};  // five quarters of an hour, the last in part
    CheapestSlots cheapest;
    std::vector<double> plan(24);
    auto const first_slot = [&](double spread_h, double u) {
        CHECK(cheapest.fill(price, need, 0.25, {spread_h}, u, plan) == Approx(0.0).margin(1e-12));
        CHECK(cost_yuan(plan, price, 0.25) == Approx(8.0 * 0.3));
        return std::find_if(plan.begin(), plan.end(), [](double kw) { return kw > 0.0; }) - plan.begin();
    };
    CHECK(first_slot(0.0, 0.9) == 4);
    CHECK(first_slot(1.0, 0.01) == 4);
    CHECK(first_slot(1.0, 0.5) == 6);
    CHECK(first_slot(1.0, 0.99) == 8);
    CHECK(first_slot(100.0, 0.999) == 15);  // as late as the cheap hours allow: five slots of 16
}

TEST_CASE("own timing fills every feasible need within its cap, and no plan is cheaper") {
    CheapestSlots cheapest;
    for (std::uint32_t k = 0; k < 300; ++k) {
        Draws draws(k);
        SlotGrid const grid{draws.whole(1, 30), 0.25};
        ChargingNeed const need = random_needs(draws, 1, grid)[0];
        auto const prices = random_load(draws, grid.count, 0.3, 1.3);
        auto const price = window(prices, need);
        std::vector<double> now(price.size()), late(price.size()), cheap(price.size());
        CHECK(charge_at_once(need, grid.slot_h, now) == Approx(0.0).margin(1e-9));
        CHECK(charge_late(need, grid.slot_h, late) == Approx(0.0).margin(1e-9));
        CHECK(cheapest.fill(price, need, grid.slot_h, {draws.between(0.0, 4.0)}, draws.uniform(), cheap) ==
              Approx(0.0).margin(1e-9));
        for (auto const& plan : {now, late, cheap}) {
            CHECK(energy_kwh(plan, grid.slot_h) == Approx(need.energy_kwh).epsilon(1e-12).margin(1e-12));
            for (double const kw : plan) REQUIRE((kw >= 0.0 && kw <= need.max_kw));
            CHECK(cost_yuan(cheap, price, grid.slot_h) <= cost_yuan(plan, price, grid.slot_h) + 1e-9);
        }
        // No used slot is dearer than one with room.
        for (std::size_t a = 0; a < price.size(); ++a) {
            for (std::size_t b = 0; b < price.size(); ++b) {
                if (cheap[a] > 1e-9 && cheap[b] < need.max_kw - 1e-9) REQUIRE(price[a] <= price[b]);
            }
        }
    }
}

TEST_CASE("as late as possible ends with the window") {
    std::vector<double> plan(4);
    CHECK(charge_late({10.0, 7.0, 0, 4}, 1.0, plan) == 0.0);
    CHECK(plan == std::vector<double>{0, 0, 3, 7});
    CHECK(charge_late({30.0, 7.0, 0, 4}, 1.0, plan) == Approx(2.0));
    CHECK(latest_start(at(20), at(31), hours(4)) == at(27));
    CHECK(latest_start(at(20), at(22), hours(4)) == at(20));
}

TEST_CASE("delayed starts wait for cheap hours, spread out, but never too long") {
    SpreadSettings const quarter{0.25};
    CHECK(delayed_start(at(19), at(31), hours(4), at(24), quarter, 0.5) == at(24.125));
    CHECK(delayed_start(at(19), at(31), hours(4), at(24), {0.0}, 0.5) == at(24));
    CHECK(delayed_start(at(25), at(31), hours(4), at(24), quarter, 0.5) == at(25));
    CHECK(delayed_start(at(19), at(27), hours(4), at(24), quarter, 0.5) == at(23));
    CHECK(delayed_start(at(19), at(31), hours(4), never, quarter, 0.5) == at(27));
}
