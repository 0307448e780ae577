// Stock by day, and the cohorts that make it come true.

#include "sim/base/calendar.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"
#include "sim/rollout/stock.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::rollout;

namespace {

StockSettings chongqing() {
    return {.curve = StockCurve::table,
            .points = {{day_number({2015, 12, 31}), 5e3},
                       {day_number({2020, 12, 31}), 75e3},
                       {day_number({2022, 5, 31}), 170e3},
                       {day_number({2024, 8, 8}), 640e3},
                       {day_number({2025, 12, 31}), 952e3},
                       {day_number({2030, 12, 31}), 2.3e6}},
            .ceiling = 5.5e6,
            .bass_begin = day_number({2013, 1, 1}),
            .counted_on = day_number({2025, 12, 31}),
            .life_mean_years = 12.0,
            .life_shape = 4.0,
            .capability = {{2022, 0.02}, {2024, 0.12}, {2030, 0.6}}};
}

// Vehicles there on a day by the cohorts alone, one by one: expected survivors of each of 20,000
// registrations.
double there_on(Cohorts const& cohorts, double counted, std::int32_t day) {
    constexpr int dealt = 20'000;
    double const all = counted * cohorts.registered_per_counted;
    double there = 0.0;
    for (int n = 0; n < dealt; ++n) {
        std::int32_t const registered = cohorts.registrations.day_of((n + 0.5) / dealt);
        if (registered > day) continue;
        double const age = (day - registered) / cohorts.registrations.life_scale_days;
        there += std::exp(-std::pow(age, cohorts.registrations.life_shape));
    }
    return there / dealt * all;
}

}  // namespace

TEST_CASE("a table goes through its points and along straight lines") {
    StockSettings const settings = chongqing();
    Stock const stock(settings);
    for (StockPoint const& point : settings.points) CHECK(stock.at(point.day) == point.vehicles);
    CHECK(stock.at(day_number({2010, 1, 1})) == 5e3);
    std::int32_t const from = day_number({2024, 8, 8}), to = day_number({2025, 12, 31});
    CHECK(stock.at((from + to) / 2) == Approx((640e3 + 952e3) / 2).epsilon(1e-3));
}

TEST_CASE("curves are recovered from their own points") {
    StockSettings settings = chongqing();
    Logistic const logistic{5.5e6, 0.5, 57.0};
    Bass const bass{0.004, 0.38};
    auto const year = [](std::int32_t day) { return day / 365.25; };
    double const begin = year(settings.bass_begin);
    for (StockPoint& point : settings.points) point.vehicles = logistic.at(year(point.day));
    settings.curve = StockCurve::logistic;
    for (int y = 2016; y < 2036; ++y)
        CHECK(Stock(settings).at(day_number({y, 7, 1})) ==
              Approx(logistic.at(year(day_number({y, 7, 1})))).epsilon(1e-9));
    for (StockPoint& point : settings.points)
        point.vehicles = settings.ceiling * bass.adopted(year(point.day) - begin);
    settings.curve = StockCurve::bass;
    for (int y = 2016; y < 2036; ++y)
        CHECK(Stock(settings).at(day_number({y, 7, 1})) ==
              Approx(settings.ceiling * bass.adopted(year(day_number({y, 7, 1})) - begin)).epsilon(1e-4));
    CHECK(Stock(settings).at(day_number({2012, 1, 1})) == 0.0);
}

TEST_CASE("registered less given up is the stock, within 1 % at every count") {
    StockSettings settings = chongqing();
    for (double const life : {12.0, 6.0}) {
        settings.life_mean_years = life;
        Cohorts const cohorts = cohorts_until(settings, day_number({2030, 12, 31}));
        CHECK(cohorts.registered_per_counted > 2.3e6 / 952e3);
        for (StockPoint const& point : settings.points) {
            if (point.day == settings.points.front().day) continue;
            CHECK(there_on(cohorts, 952e3, point.day) == Approx(point.vehicles).epsilon(0.01));
        }
    }
}

TEST_CASE("number n of N was registered when (n + 1/2) / N were") {
    Cohorts const cohorts = cohorts_until(chongqing(), day_number({2026, 6, 30}));
    auto const& r = cohorts.registrations;
    std::int32_t last = r.day_of(0.5 / 1000);
    for (int n = 1; n < 1000; ++n) {
        std::int32_t const day = r.day_of((n + 0.5) / 1000);
        CHECK(day >= last);
        CHECK(day <= day_number({2026, 6, 30}) + r.step_days);
        last = day;
    }
    CHECK(r.capable_share(2021) == 0.02);
    CHECK(r.capable_share(2023) == Approx(0.07));
    CHECK(r.capable_share(2027) == Approx(0.36));
    CHECK(r.capable_share(2040) == 0.6);
}

TEST_CASE("lives are Weibull with the mean asked for") {
    auto const r = cohorts_until(chongqing(), day_number({2026, 6, 30})).registrations;
    double sum = 0.0;
    for (int n = 0; n < 100'000; ++n) sum += r.given_up(0, (n + 0.5) / 100'000);
    CHECK(sum / 100'000 / 365.25 == Approx(12.0).epsilon(1e-3));
}
