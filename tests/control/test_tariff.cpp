#include "sim/control/tariff.hpp"

#include "sim/base/check.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::control;

namespace {

// base at midnight, 0.001 more each hour.
std::array<double, 24> by_hour(double base) {
    std::array<double, 24> kg{};
    for (std::size_t hour = 0; hour < kg.size(); ++hour) kg[hour] = base + 0.001 * static_cast<double>(hour);
    return kg;
}

TariffSettings settings() {
    return {.periods = {{PriceClass::valley, 0, 8, {}},
                        {PriceClass::flat, 8, 11, {}},
                        {PriceClass::peak, 11, 17, {}},
                        {PriceClass::flat, 17, 20, {}},
                        {PriceClass::peak, 20, 22, {}},
                        {PriceClass::flat, 22, 24, {}},
                        {PriceClass::critical, 12, 14, {7, 8}},
                        {PriceClass::critical, 15, 17, {12, 1}}},
            .energy_yuan_per_kwh = {0.33, 0.70, 1.08, 1.30},
            .home_yuan_per_kwh = 0.54,
            .home_valley_yuan_per_kwh = 0.36,
            .home_other_yuan_per_kwh = 0.62,
            .feed_in_yuan_per_kwh = {0.2, 0.4, 0.8, 0.9},
            .station_feed_in_yuan_per_kwh = {0.3, 0.6, 1.2, 1.3},
            .two_part = false,
            .demand_charge_yuan_per_kw_month = 40.0,
            .carbon = {.wet_months = {6, 7}, .wet_kg_per_kwh = by_hour(0.3), .dry_kg_per_kwh = by_hour(0.6)}};
}

}  // namespace

TEST_CASE("prices by season and hour") {
    Tariff const t(settings());
    CHECK(t.price(8, 3).value() == 0.33);
    CHECK(t.price(8, 8).value() == 0.70);
    CHECK(t.price(8, 11).value() == 1.08);
    CHECK(t.price(8, 12).value() == 1.30);
    CHECK(t.price(8, 13).value() == 1.30);
    CHECK(t.price(8, 14).value() == 1.08);
    CHECK(t.price(4, 12).value() == 1.08);
    CHECK(t.price(1, 16).value() == 1.30);
    CHECK(t.price(12, 15).value() == 1.30);
    CHECK(t.price(11, 15).value() == 1.08);
    CHECK(t.price(4, 23).value() == 0.70);
    CHECK(t.price_class(7, 12) == PriceClass::critical);
}

TEST_CASE("bounds over the whole year") {
    Tariff const t(settings());
    CHECK(t.lowest().value() == 0.33);
    CHECK(t.highest().value() == 1.30);
    TariffSettings s = settings();
    s.periods.resize(6);  // no critical hour anywhere
    CHECK(Tariff(s).highest().value() == 1.08);
}

TEST_CASE("home prices by plan") {
    Tariff const t(settings());
    CHECK(t.home_price(HomePlan::single_price, 8, 3).value() == 0.54);
    CHECK(t.home_price(HomePlan::single_price, 8, 12).value() == 0.54);
    CHECK(t.home_price(HomePlan::time_of_use, 8, 3).value() == 0.36);
    CHECK(t.home_price(HomePlan::time_of_use, 8, 12).value() == 0.62);
}

TEST_CASE("carbon dioxide by season and hour") {
    Tariff const t(settings());
    CHECK(t.carbon(6, 0).value() == 0.3);
    CHECK(t.carbon(7, 23).value() == 0.3 + 0.023);
    CHECK(t.carbon(8, 0).value() == 0.6);
    CHECK(t.carbon(5, 12).value() == 0.6 + 0.012);
}

TEST_CASE("the next valley begins at midnight, or now") {
    Tariff const t(settings());
    Calendar const calendar({2025, 8, 5});
    CHECK(t.next_valley(calendar, SimTime{} + hours(19) + minutes(17)) == SimTime{} + hours(24));
    CHECK(t.next_valley(calendar, SimTime{} + hours(8)) == SimTime{} + hours(24));
    CHECK(t.next_valley(calendar, SimTime{} + hours(7) + minutes(59)) == SimTime{} + hours(7) + minutes(59));
    CHECK(t.next_valley(calendar, SimTime{} + hours(24)) == SimTime{} + hours(24));
}

TEST_CASE("the next valley reads tomorrow's month, and may not exist") {
    TariffSettings s = settings();
    s.periods = {{PriceClass::flat, 0, 24, {}}, {PriceClass::valley, 2, 6, {9}}};
    Tariff const t(s);
    Calendar const calendar({2025, 8, 31});
    CHECK(t.next_valley(calendar, SimTime{} + hours(10)) == SimTime{} + hours(26));
    CHECK(t.next_valley(Calendar({2025, 5, 1}), SimTime{}) == never);
}

TEST_CASE("gaps and periods over midnight are refused") {
    TariffSettings s = settings();
    s.periods.erase(s.periods.begin() + 1);
    CHECK_THROWS_AS(Tariff(s), BrokenInvariant);
    s = settings();
    s.periods.push_back({PriceClass::valley, 22, 6, {}});
    CHECK_THROWS_AS(Tariff(s), BrokenInvariant);
}
