#include "sim/control/horizon_plan.hpp"

#include "sim/base/check.hpp"
#include "sim/control/charge_timing.hpp"
#include "sim/control/site_bounds.hpp"
#include "sim/control/valley_filling.hpp"
#include "tests/control/random_needs.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace yuchong;
using namespace yuchong::control;

namespace {

constexpr double unmet_price = 100.0;

HorizonPrices const lowest_peak{.wear = {0.0}, .peak_yuan_per_kw = 1.0, .unmet_yuan_per_kwh = unmet_price};

// The cheapest plan of cars that only charge.
HorizonPlan plan_cheapest(std::span<ChargingNeed const> needs, SlotGrid grid, std::span<double const> price,
                          std::span<double const> limit_kw) {
    std::vector<FlexibleNeed> cars;
    for (auto const& n : needs)
        cars.push_back({0, 0, n.energy_kwh, n.energy_kwh, n.max_kw, 0, 1, 1, n.from, n.until});
    SiteHorizon const site{.grid = grid,
                           .buy_yuan_per_kwh = price,
                           .sell_yuan_per_kwh = {},
                           .base_kw = {},
                           .limit_kw = limit_kw};
    return plan_horizon(cars, site,
                        {.wear = {0.0}, .peak_yuan_per_kw = 0.0, .unmet_yuan_per_kwh = unmet_price});
}

// The same by flow.
double cheapest_flow_yuan(std::span<ChargingNeed const> needs, SlotGrid grid,
                          std::vector<double> const& limit, std::vector<double> const& price) {
    DeadlineFlow flow(needs, grid);
    flow.serve_cheapest_kwh(limit, price);
    Plans plans{needs};
    flow.write_plans(plans);
    std::vector<double> load(grid.count, 0.0);
    add_plans(plans, needs, load);
    return cost_yuan(load, price, grid.slot_h);
}

// A random site with cars that may feed back, and what it needs to stay alive.
struct RandomSite {
    explicit RandomSite(std::uint32_t k) {
        Draws draws(k);
        grid = {draws.whole(3, 12), 0.5};
        buy = random_load(draws, grid.count, 0.3, 1.2);
        for (double const price : buy) sell.push_back(draws.between(0.5, 1.0) * price);
        base = random_load(draws, grid.count, 5.0, 30.0);
        limit.assign(grid.count, draws.between(45.0, 80.0));
        for (ChargingNeed const& need : random_needs(draws, draws.whole(1, 4), grid)) {
            double const energy = draws.between(10.0, 40.0);
            double const target = std::min(58.0, energy + 0.9 * need.energy_kwh);
            cars.push_back({energy, 8.0, 60.0, target, need.max_kw, k % 3 == 0 ? 0.0 : need.max_kw, 0.92,
                            0.93, need.from, need.until});
        }
    }
    [[nodiscard]] SiteHorizon horizon() const {
        return {.grid = grid,
                .buy_yuan_per_kwh = buy,
                .sell_yuan_per_kwh = sell,
                .base_kw = base,
                .limit_kw = limit};
    }
    SlotGrid grid{};
    std::vector<double> buy, sell, base, limit;
    std::vector<FlexibleNeed> cars;
    HorizonPrices prices{.wear = {0.15}, .peak_yuan_per_kw = 0.0, .unmet_yuan_per_kwh = unmet_price};
};

// Plans each slot anew with what has become of the cars, and does the first slot of each plan.
double cost_of_replanning(RandomSite site) {
    double cost = 0.0;
    double const h = site.grid.slot_h;
    while (site.grid.count > 0) {
        HorizonPlan const plan = plan_horizon(site.cars, site.horizon(), site.prices);
        std::vector<FlexibleNeed> later;
        for (std::size_t i = 0; i < site.cars.size(); ++i) {
            FlexibleNeed car = site.cars[i];
            if (car.from == 0 && car.until > 0) {
                double const c = plan.charge_kw.of(i)[0], g = plan.discharge_kw.of(i)[0];
                cost += h * (site.buy[0] * c - site.sell[0] * g +
                             site.prices.wear.yuan_per_kwh / car.discharge_efficiency * g);
                car.energy_kwh += h * (car.charge_efficiency * c - g / car.discharge_efficiency);
            } else {
                car.from -= 1;
            }
            if (--car.until > car.from) later.push_back(car);
        }
        site.cars = later;
        site.buy.erase(site.buy.begin());
        site.sell.erase(site.sell.begin());
        site.base.erase(site.base.begin());
        site.limit.pop_back();
        --site.grid.count;
    }
    return cost;
}

}  // namespace

TEST_CASE("VG-03: the cheapest plan under a site cap, and without one") {
    std::vector<double> const price{1.05, 1.05, 0.68, 0.68, 0.32, 0.32, 0.32, 0.68};
    std::vector<ChargingNeed> const needs{{20, 7, 0, 6}, {24, 7, 1, 8}, {10, 11, 0, 4}};
    HorizonPlan const capped = plan_cheapest(needs, {8, 1.0}, price, std::vector<double>(8, 9.0));
    CHECK(capped.cost_yuan == Approx(29.2).epsilon(1e-8));
    CHECK(cheapest_flow_yuan(needs, {8, 1.0}, std::vector<double>(8, 9.0), price) ==
          Approx(29.2).epsilon(1e-8));
    CHECK(cheapest_flow_yuan(needs, {8, 1.0}, std::vector<double>(8, 50.0), price) ==
          Approx(24.12).epsilon(1e-8));
    CHECK(capped.peak_kw <= 9.0 + 1e-9);
    CHECK(capped.unmet_kwh == Approx(0.0).margin(1e-9));
    CHECK(plan_cheapest(needs, {8, 1.0}, price, {}).cost_yuan == Approx(24.12).epsilon(1e-8));
}

TEST_CASE("VG-06: a fleet shaves a peak") {
    std::vector<double> const load{300, 320, 420, 560, 610, 540, 400, 330};
    FlexibleNeed fleet{200, 60, 320, 200, 120, 120, 0.92, 0.92, 0, 8};
    SiteHorizon const site{
        .grid = {8, 1.0}, .buy_yuan_per_kwh = {}, .sell_yuan_per_kwh = {}, .base_kw = load, .limit_kw = {}};
    auto const peak = [&] { return plan_horizon(std::span(&fleet, 1), site, lowest_peak).peak_kw; };
    CHECK(peak() == Approx(490.2666667).epsilon(1e-6));
    fleet.needed_kwh = 310;
    CHECK(peak() == Approx(503.7936772).epsilon(1e-6));
    fleet.needed_kwh = 200;
    fleet.least_kwh = 150;
    CHECK(peak() == Approx(517.8666667).epsilon(1e-6));
    CHECK(*std::max_element(load.begin(), load.end()) == 610);
}

TEST_CASE(
    "cheapest plans without a limit are everybody's own cheapest slots; with one they serve what can be") {
    CheapestSlots cheapest;
    for (std::uint32_t k = 0; k < 60; ++k) {
        Draws draws(k);
        SlotGrid const grid{draws.whole(2, 16), 0.5};
        auto const needs = random_needs(draws, draws.whole(1, 8), grid);
        auto const price = random_load(draws, grid.count, 0.3, 1.2);
        double own = 0.0, asked = 0.0;
        for (auto const& need : needs) {
            std::vector<double> plan(need.until - need.from);
            auto const window = std::span(price).subspan(need.from, plan.size());
            cheapest.fill(window, need, grid.slot_h, plan);
            own += cost_yuan(plan, window, grid.slot_h);
            asked += need.energy_kwh;
        }
        CHECK(plan_cheapest(needs, grid, price, {}).cost_yuan == Approx(own).epsilon(1e-9).margin(1e-9));
        auto const limit = random_load(draws, grid.count, 0.0, 25.0);
        HorizonPlan const capped = plan_cheapest(needs, grid, price, limit);
        DeadlineFlow flow(needs, grid);
        double const served = flow.serve_cheapest_kwh(limit, price);
        CHECK(served == flow.serve_kwh(limit));
        CHECK(capped.cost_yuan ==
              Approx(cheapest_flow_yuan(needs, grid, limit, price)).epsilon(1e-7).margin(1e-6));
        CHECK(capped.unmet_kwh == Approx(asked - served).epsilon(1e-7).margin(1e-6));
        std::vector<double> load(grid.count, 0.0);
        add_plans(capped.charge_kw, needs, load);
        for (std::size_t s = 0; s < load.size(); ++s) REQUIRE(load[s] <= limit[s] + 1e-7);
    }
}

TEST_CASE("the lowest peak of charging only is that of the flow") {
    for (std::uint32_t k = 0; k < 40; ++k) {
        Draws draws(700 + k);
        SlotGrid const grid{draws.whole(2, 16), 0.5};
        auto const needs = random_needs(draws, draws.whole(1, 8), grid);
        auto const base = random_load(draws, grid.count, 0.0, 25.0);
        std::vector<FlexibleNeed> cars;
        for (auto const& n : needs)
            cars.push_back({0, 0, n.energy_kwh, n.energy_kwh, n.max_kw, 0, 1, 1, n.from, n.until});
        SiteHorizon const site{
            .grid = grid, .buy_yuan_per_kwh = {}, .sell_yuan_per_kwh = {}, .base_kw = base, .limit_kw = {}};
        HorizonPlan const plan = plan_horizon(cars, site, lowest_peak);
        CHECK(plan.peak_kw == Approx(DeadlineFlow(needs, grid).lowest_peak_kw(base)).epsilon(1e-7));
        CHECK(plan.unmet_kwh == Approx(0.0).margin(1e-7));
    }
}

TEST_CASE("plans keep powers, batteries and limits, and nobody charges and feeds back at once") {
    for (std::uint32_t k = 0; k < 100; ++k) {
        RandomSite const site(k);
        HorizonPlan const plan = plan_horizon(site.cars, site.horizon(), site.prices);
        std::vector<double> net = site.base;
        double lacking = 0.0;
        for (std::size_t i = 0; i < site.cars.size(); ++i) {
            FlexibleNeed const& car = site.cars[i];
            double energy = car.energy_kwh;
            for (std::size_t s = 0; s < plan.charge_kw.of(i).size(); ++s) {
                double const c = plan.charge_kw.of(i)[s], g = plan.discharge_kw.of(i)[s];
                REQUIRE((c >= 0.0 && c <= car.charge_kw + 1e-7 && g >= 0.0 && g <= car.discharge_kw + 1e-7));
                REQUIRE(std::min(c, g) <= 1e-7);
                energy += site.grid.slot_h * (car.charge_efficiency * c - g / car.discharge_efficiency);
                REQUIRE((energy >= car.least_kwh - 1e-6 && energy <= car.most_kwh + 1e-6));
                net[car.from + s] += c - g;
            }
            lacking += std::max(0.0, car.needed_kwh - energy);
        }
        for (std::size_t s = 0; s < net.size(); ++s) REQUIRE(net[s] <= site.limit[s] + 1e-6);
        CHECK(plan.unmet_kwh == Approx(lacking).margin(1e-9));
        CHECK(plan.peak_kw == Approx(*std::max_element(net.begin(), net.end())));
    }
}

TEST_CASE("with perfect information planning anew in each slot costs what the first plan does") {
    for (std::uint32_t k = 0; k < 60; ++k) {
        RandomSite const site(k);
        double const once = plan_horizon(site.cars, site.horizon(), site.prices).cost_yuan;
        CHECK(cost_of_replanning(site) == Approx(once).epsilon(1e-6).margin(1e-6));
    }
}

TEST_CASE(
    "feeding back is used where it pays after losses and wear, and never costs more than charging only") {
    SlotGrid const grid{4, 1.0};
    std::vector<double> const buy{0.32, 0.32, 1.2, 1.2}, sell = buy;
    FlexibleNeed const car{30, 20, 60, 30, 7, 7, 0.92, 0.92, 0, 4};
    SiteHorizon const site{
        .grid = grid, .buy_yuan_per_kwh = buy, .sell_yuan_per_kwh = sell, .base_kw = {}, .limit_kw = {}};
    HorizonPrices prices{.wear = {0.25}, .peak_yuan_per_kw = 0.0, .unmet_yuan_per_kwh = unmet_price};
    HorizonPlan const paying = plan_horizon(std::span(&car, 1), site, prices);
    // Both cheap hours at 7 kW come back as 14 kWh x 0.92^2, each kWh with the profit of test VG-07.
    CHECK(paying.cost_yuan == Approx(-14.0 * 0.92 * 0.92 * 0.5501890359));
    prices.wear.yuan_per_kwh = 0.80;  // beyond the break-even of 0.92 x 1.2 - 0.32 / 0.92 = 0.756
    CHECK(plan_horizon(std::span(&car, 1), site, prices).cost_yuan == Approx(0.0).margin(1e-9));
}

TEST_CASE("the same input gives the same plan, bit for bit") {
    RandomSite const site(5);
    HorizonPlan const a = plan_horizon(site.cars, site.horizon(), site.prices);
    HorizonPlan const b = plan_horizon(site.cars, site.horizon(), site.prices);
    for (std::size_t i = 0; i < site.cars.size(); ++i) {
        CHECK(std::equal(a.charge_kw.of(i).begin(), a.charge_kw.of(i).end(), b.charge_kw.of(i).begin()));
        CHECK(std::equal(a.discharge_kw.of(i).begin(), a.discharge_kw.of(i).end(),
                         b.discharge_kw.of(i).begin()));
    }
}

TEST_CASE("a battery outside its bounds goes no further out") {
    std::vector<double> const price{1.0, 0.2};
    SiteHorizon const site{.grid = {2, 1.0},
                           .buy_yuan_per_kwh = price,
                           .sell_yuan_per_kwh = price,
                           .base_kw = {},
                           .limit_kw = {}};
    HorizonPrices const prices{.wear = {0.01}, .peak_yuan_per_kw = 0.0, .unmet_yuan_per_kwh = unmet_price};
    FlexibleNeed car{5, 10, 60, 0, 7, 7, 1, 1, 0, 2};
    CHECK(plan_horizon(std::span(&car, 1), site, prices).discharge_kw.of(0)[0] == Approx(0.0).margin(1e-9));
    car.energy_kwh = 61;
    HorizonPlan const full = plan_horizon(std::span(&car, 1), site, prices);
    CHECK(full.discharge_kw.of(0)[0] == Approx(7.0));
    CHECK(full.charge_kw.of(0)[0] == Approx(0.0).margin(1e-9));
}

TEST_CASE("nothing fed into the grid, limits that the base load breaks, and spans that do not fit") {
    SlotGrid const grid{2, 1.0};
    std::vector<double> const sell{2.0, 2.0}, buy{2.0, 2.0}, base{3.0, 3.0}, limit{1.0, 1.0};
    FlexibleNeed const car{50, 0, 60, 0, 7, 7, 0.9, 0.9, 0, 2};
    SiteHorizon site{.grid = grid,
                     .buy_yuan_per_kwh = buy,
                     .sell_yuan_per_kwh = sell,
                     .base_kw = base,
                     .limit_kw = {},
                     .least_net_kw = 0.0};
    HorizonPrices const prices{.wear = {0.1}, .peak_yuan_per_kw = 0.0, .unmet_yuan_per_kwh = unmet_price};
    HorizonPlan const plan = plan_horizon(std::span(&car, 1), site, prices);
    CHECK(plan.discharge_kw.of(0)[0] == Approx(3.0));
    CHECK(plan.discharge_kw.of(0)[1] == Approx(3.0));
    site.limit_kw = limit;
    FlexibleNeed hungry = car;
    hungry.needed_kwh = 60;
    HorizonPlan const none = plan_horizon(std::span(&hungry, 1), site, prices);
    CHECK(none.charge_kw.of(0)[0] == Approx(0.0).margin(1e-9));
    CHECK(none.unmet_kwh == Approx(10.0));
    site.limit_kw = std::span(limit).first(1);
    CHECK_THROWS_AS(plan_horizon({}, site, prices), BrokenInvariant);
}
