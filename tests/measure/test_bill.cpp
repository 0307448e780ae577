// Prices of energy by hour, and the highest power of stations, by hand.

#include "sim/base/archive.hpp"
#include "sim/measure/bill.hpp"
#include "sim/measure/demand_meter.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace yuchong;
using namespace yuchong::measure;
using control::PriceClass;

namespace {

std::array<double, 24> all_day(double value) {
    std::array<double, 24> hours{};
    hours.fill(value);
    return hours;
}

// Valley until 8, then flat; peak from 12 to 14 in August.
control::TariffSettings tariff() {
    return {.periods = {{PriceClass::valley, 0, 8, {}},
                        {PriceClass::flat, 8, 24, {}},
                        {PriceClass::peak, 12, 14, {8}}},
            .energy_yuan_per_kwh = {0.3, 0.7, 1.1, 1.3},
            .home_yuan_per_kwh = 0.5,
            .home_valley_yuan_per_kwh = 0.4,
            .home_other_yuan_per_kwh = 0.6,
            .feed_in_yuan_per_kwh = {0.2, 0.4, 0.8, 0.9},
            .station_feed_in_yuan_per_kwh = {0.3, 0.6, 1.2, 1.3},
            .two_part = true,
            .demand_charge_yuan_per_kw_month = 40.0,
            .carbon = {.wet_months = {8}, .wet_kg_per_kwh = all_day(0.2), .dry_kg_per_kwh = all_day(0.5)}};
}

}  // namespace

TEST_CASE("each hour's energy has the price and the carbon of its hour, by who pays") {
    EnergyByHour energy{};
    energy.add({8, 7}, KilowattHours{10.0}, {4.0, 2.0}, {});  // valley
    energy.add({8, 8}, KilowattHours{10.0}, {4.0, 2.0}, {});  // flat
    energy.add({8, 13}, KilowattHours{1.0}, {0.0, 0.0}, {});  // peak
    energy.add({9, 13}, KilowattHours{1.0}, {0.0, 5.0}, {});  // flat in September
    energy.add({8, 7}, KilowattHours{10.0}, {0.0, 0.0}, {});  // another minute of the same hour
    Bill const bill = price(energy, control::Tariff(tariff()));
    CHECK(bill.public_yuan == Approx(20 * 0.3 + 10 * 0.7 + 1.1 + 0.7).epsilon(1e-14));
    CHECK(bill.home_yuan == Approx(8 * 0.5 + 2 * 0.4 + (2 + 5) * 0.6).epsilon(1e-14));
    CHECK(bill.energy_yuan() == bill.public_yuan + bill.home_yuan);
    CHECK(bill.carbon_kg == Approx((20 + 10 + 1 + 12) * 0.2 + 6 * 0.5).epsilon(1e-14));
    CHECK(bill.demand_charge_yuan == 0.0);
}

TEST_CASE("what is fed back is paid and counted by its hour, and takes nothing from the bill") {
    EnergyByHour energy{};
    energy.add({8, 7}, KilowattHours{10.0}, {4.0, 2.0}, {1.0, 1.2});  // valley
    energy.add({8, 13}, KilowattHours{0.0}, {0.0, 0.0}, {5.0, 6.0});  // peak
    energy.add({9, 13}, KilowattHours{0.0}, {0.0, 0.0}, {2.0, 2.5});  // flat in September
    Bill const bill = price(energy, control::Tariff(tariff()));
    CHECK(bill.fed_back_kwh == Approx(8.0));
    CHECK(bill.from_battery_kwh == Approx(9.7));
    CHECK(bill.fed_back_yuan == Approx(0.2 + 5 * 0.8 + 2 * 0.4).epsilon(1e-14));
    CHECK(bill.fed_back_carbon_kg == Approx(6 * 0.2 + 2 * 0.5).epsilon(1e-14));
    CHECK(bill.home_yuan == Approx(4 * 0.5 + 2 * 0.4).epsilon(1e-14));
    CHECK(bill.carbon_kg == Approx(16 * 0.2).epsilon(1e-14));
}

TEST_CASE("a station is charged for its highest quarter of each month, by the part of the month recorded") {
    // From 31 August 23:00, recorded from 23:30 to 1 September 00:40: 30 minutes of August, 40 of September.
    Calendar const calendar{{.year = 2025, .month = 8, .day = 31, .hour = 23}};
    Window const window{SimTime{} + minutes(30), SimTime{} + minutes(100)};
    DemandMeter meter(calendar, window, 2);
    auto const kwh_at = [](int minute) -> std::vector<double> {
        if (minute <= 30) return {99.0, 99.0};                        // warm-up
        if (minute <= 45) return {1.0, 0.0};                          // 60 kW
        if (minute <= 60) return {minute % 2 == 0 ? 4.0 : 0.0, 0.5};  // 7 or 8 times 4 kWh
        if (minute <= 90) return {0.5, 0.0};
        return {1.2, 0.0};  // 10 minutes, for the window ends: 12 kWh in the quarter
    };
    std::vector<std::byte> image;
    for (int minute = 1; minute <= 70; ++minute) meter.minute(SimTime{} + minutes(minute), kwh_at(minute));
    Saver saver;
    archive(saver, meter.state());
    DemandMeter resumed(calendar, window, 2);
    image = saver.bytes();
    Loader loader(image);
    archive(loader, resumed.state());
    for (int minute = 71; minute <= 120; ++minute)
        resumed.minute(SimTime{} + minutes(minute), kwh_at(minute));
    double const august = (8 * 4.0 / 0.25 + 30.0) * 30.0 / (31 * 1'440.0);
    double const september = (12.0 / 0.25) * 40.0 / (30 * 1'440.0);
    CHECK(resumed.kw_months(window.end) == Approx(august + september).epsilon(1e-12));
}
