#include "sim/control/v2g_plan.hpp"

#include "sim/control/horizon_plan.hpp"
#include "tests/control/random_needs.hpp"
#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

using namespace yuchong;
using namespace yuchong::control;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double quarter_h = 0.25;
RoundTrip const usual{0.92, 0.9};

struct Case {
    V2gStay stay;
    std::vector<double> buy, sell;
    double steepness, wear;

    [[nodiscard]] V2gValues values() const { return {buy, sell, steepness, wear}; }
};

V2gStay half_full(double departure_kwh) {
    return {.energy_kwh = 30,
            .least_kwh = 20,
            .most_kwh = 60,
            .departure_kwh = departure_kwh,
            .charge_kw = 7,
            .discharge_kw = 7,
            .efficiency = usual};
}

std::vector<double> planned(Case const& c, double expected_lack_kwh = 0.0) {
    std::vector<double> plan(c.buy.size());
    V2gPlanner planner;
    CHECK(planner.plan(c.stay, c.values(), quarter_h, plan) == Approx(expected_lack_kwh).margin(1e-9));
    return plan;
}

double stored_kwh(V2gStay const& stay, double kw) {
    return quarter_h * (kw > 0.0 ? kw * stay.efficiency.charge : kw / stay.efficiency.discharge);
}

std::vector<double> path_kwh(V2gStay const& stay, std::vector<double> const& plan) {
    std::vector<double> path;
    double energy = stay.energy_kwh;
    for (double const kw : plan) path.push_back(energy += stored_kwh(stay, kw));
    return path;
}

void check_bounds(Case const& c, std::vector<double> const& plan) {
    for (double const kw : plan) {
        CHECK(kw <= c.stay.charge_kw);
        CHECK(kw >= -c.stay.discharge_kw);
    }
    auto const path = path_kwh(c.stay, plan);
    for (double const kwh : path) {
        CHECK(kwh >= c.stay.least_kwh - 1e-7);
        CHECK(kwh <= c.stay.most_kwh + 1e-7);
    }
    CHECK(path.back() == Approx(c.stay.departure_kwh).margin(1e-7));
}

struct Interval {
    double low, high;
};

// What a stored kWh may be worth in a slot for its power to be the best answer.
Interval worth(Case const& c, std::size_t k, double kw) {
    RoundTrip const& eta = c.stay.efficiency;
    double const charge_from = c.buy[k] / eta.charge;
    double const feed_from = std::min(c.sell[k] * eta.discharge - c.wear, charge_from);
    constexpr double eps = 1e-9;
    if (kw > eps) {
        double const at = charge_from + c.steepness * kw / eta.charge;
        return {at, kw > c.stay.charge_kw - eps ? infinity : at};
    }
    if (kw < -eps) {
        double const at = feed_from + c.steepness * kw * eta.discharge;
        return {kw < -c.stay.discharge_kw + eps ? -infinity : at, at};
    }
    return {c.stay.discharge_kw > eps ? feed_from : -infinity, charge_from};
}

// The conditions of Karush, Kuhn and Tucker, sufficient as all is convex: one value of a stored kWh, which
// may fall only after the battery has been at its least, and rise only after it has been full.
bool is_optimal(Case const& c, std::vector<double> const& plan) {
    double const slack = 1e-6 * std::max(1.0, std::abs(c.buy.front()));
    auto const path = path_kwh(c.stay, plan);
    Interval left{-infinity, infinity};
    for (std::size_t k = 0; k < plan.size(); ++k) {
        Interval const here = worth(c, k, plan[k]);
        left = {std::max(left.low, here.low - slack), std::min(left.high, here.high + slack)};
        if (left.low > left.high) return false;
        if (path[k] < c.stay.least_kwh + 1e-6) left.low = -infinity;
        if (path[k] > c.stay.most_kwh - 1e-6) left.high = infinity;
    }
    return true;
}

Case random_case(Draws& numbers, std::size_t slots) {
    double const most = 20.0 + 60.0 * numbers.uniform();
    double const least = most * 0.5 * numbers.uniform();
    Case c{.stay = {.energy_kwh = least + (most - least) * numbers.uniform(),
                    .least_kwh = least,
                    .most_kwh = most,
                    .departure_kwh = 0.0,
                    .charge_kw = 3.0 + 8.0 * numbers.uniform(),
                    .discharge_kw = 3.0 + 8.0 * numbers.uniform(),
                    .efficiency = usual},
           .buy = {},
           .sell = {},
           .steepness = 1.0,
           .wear = 0.0};
    double const reach = c.stay.energy_kwh + c.stay.charge_kw * usual.charge * quarter_h * double(slots);
    c.stay.departure_kwh = least + (std::min(most, reach) - least) * numbers.uniform();
    if (c.stay.departure_kwh < c.stay.energy_kwh) c.stay.departure_kwh = c.stay.energy_kwh;
    for (std::size_t k = 0; k < slots; ++k) c.buy.push_back(20.0 + 60.0 * numbers.uniform());
    c.sell = c.buy;
    return c;
}

}  // namespace

TEST_CASE("A stay that may feed back shaves the evening and fills the night", "[v2g]") {
    Case c{.stay = {.energy_kwh = 30,
                    .least_kwh = 12,
                    .most_kwh = 54,
                    .departure_kwh = 50,
                    .charge_kw = 7,
                    .discharge_kw = 7,
                    .efficiency = usual},
           .buy = {},
           .sell = {},
           .steepness = 1.0,
           .wear = 0.0};
    for (int k = 0; k < 48; ++k) c.buy.push_back(k < 16 ? 900.0 + k : 500.0 - k);
    c.sell = c.buy;
    auto const plan = planned(c);
    check_bounds(c, plan);
    CHECK(is_optimal(c, plan));
    CHECK(*std::max_element(plan.begin(), plan.begin() + 16) <= 0.0);
    CHECK(*std::min_element(plan.begin() + 16, plan.end()) >= 0.0);
    // It feeds all that it may: the evening is far above the night.
    CHECK(path_kwh(c.stay, plan)[15] == Approx(12.0).margin(1e-7));
}

TEST_CASE("Plans of stays are optimal, with bounds that bind on the way", "[v2g]") {
    Draws numbers(77);
    int touched = 0;
    for (int i = 0; i < 400; ++i) {
        Case const c = random_case(numbers, 8 + static_cast<std::size_t>(100 * numbers.uniform()));
        auto const plan = planned(c);
        check_bounds(c, plan);
        CHECK(is_optimal(c, plan));
        auto const path = path_kwh(c.stay, plan);
        touched += std::any_of(path.begin(), path.end() - 1, [&](double kwh) {
            return kwh < c.stay.least_kwh + 1e-6 || kwh > c.stay.most_kwh - 1e-6;
        });
    }
    CHECK(touched > 100);
}

TEST_CASE("With prices and little steepness a plan costs what the linear program does", "[v2g]") {
    Draws numbers(5);
    double earned = 0.0;
    for (int i = 0; i < 60; ++i) {
        Case c = random_case(numbers, 40);
        c.steepness = 1e-7;
        c.wear = 0.1;
        for (std::size_t k = 0; k < c.buy.size(); ++k) {
            c.buy[k] = 0.3 + 0.6 * numbers.uniform();
            c.sell[k] = 0.9 * c.buy[k];
        }
        auto const plan = planned(c);
        check_bounds(c, plan);
        double cost = 0.0;
        for (std::size_t k = 0; k < plan.size(); ++k)
            cost += quarter_h * (plan[k] > 0.0 ? plan[k] * c.buy[k]
                                               : plan[k] * c.sell[k] - plan[k] * c.wear / usual.discharge);
        FlexibleNeed const need{.energy_kwh = c.stay.energy_kwh,
                                .least_kwh = c.stay.least_kwh,
                                .most_kwh = c.stay.most_kwh,
                                .needed_kwh = c.stay.departure_kwh,
                                .charge_kw = c.stay.charge_kw,
                                .discharge_kw = c.stay.discharge_kw,
                                .charge_efficiency = usual.charge,
                                .discharge_efficiency = usual.discharge,
                                .from = 0,
                                .until = 40};
        SiteHorizon site{.grid = {40, quarter_h},
                         .buy_yuan_per_kwh = c.buy,
                         .sell_yuan_per_kwh = c.sell,
                         .base_kw = {},
                         .limit_kw = {}};
        auto const best =
            plan_horizon(std::span(&need, 1), site,
                         {.wear = {c.wear}, .peak_yuan_per_kw = 0.0, .unmet_yuan_per_kwh = 100});
        CHECK(cost == Approx(best.cost_yuan).margin(2e-4));
        earned += std::accumulate(plan.begin(), plan.end(), 0.0,
                                  [](double sum, double kw) { return sum - std::min(kw, 0.0); });
    }
    CHECK(earned > 0.0);
}

TEST_CASE("Slots of equal price are shared evenly", "[v2g]") {
    Case const c{.stay = half_full(40),
                 .buy = std::vector<double>(20, 0.4),
                 .sell = std::vector<double>(20, 0.4),
                 .steepness = 1e-3,
                 .wear = 0.0};
    for (double const kw : planned(c)) CHECK(kw == Approx(10.0 / 0.92 / 5.0));
}

TEST_CASE("A stay too short charges all the time and says what it lacks", "[v2g]") {
    Case const c{
        .stay = half_full(40), .buy = {5, 1, 9, 4}, .sell = {5, 1, 9, 4}, .steepness = 1.0, .wear = 0.0};
    for (double const kw : planned(c, 10.0 - 7.0 * 0.92)) CHECK(kw == Approx(7.0));
}

TEST_CASE("Nobody trades with himself where selling pays more than buying", "[v2g]") {
    Case const c{.stay = half_full(30),
                 .buy = std::vector<double>(8, 0.3),
                 .sell = std::vector<double>(8, 0.9),
                 .steepness = 1e-3,
                 .wear = 0.0};
    for (double const kw : planned(c)) CHECK(kw == Approx(0.0).margin(1e-6));
}

TEST_CASE("Plans of stays allocate nothing once warm", "[v2g]") {
    Draws numbers(3);
    Case const c = random_case(numbers, 96);
    std::vector<double> plan(96);
    V2gPlanner planner;
    planner.plan(c.stay, c.values(), quarter_h, plan);
    std::uint64_t const before = oracle::allocations();
    for (int i = 0; i < 10; ++i) planner.plan(c.stay, c.values(), quarter_h, plan);
    CHECK(oracle::allocations() == before);
}

TEST_CASE("Bad stays are refused", "[v2g]") {
    std::vector<double> plan(4), prices(4, 1.0), short_prices(3, 1.0);
    V2gPlanner planner;
    V2gStay stay = half_full(40);
    CHECK_THROWS(planner.plan(stay, {short_prices, prices, 1.0, 0.0}, 0.25, plan));
    CHECK_THROWS(planner.plan(stay, {prices, prices, 0.0, 0.0}, 0.25, plan));
    stay.least_kwh = 70;
    CHECK_THROWS(planner.plan(stay, {prices, prices, 1.0, 0.0}, 0.25, plan));
}
