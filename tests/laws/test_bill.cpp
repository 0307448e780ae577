// What whole runs cost: by hand on one station, and as identities over a city.

#include "small_run.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::test;
using control::PriceClass;

namespace {

// Cheap in the first hour of the day, dear afterwards; carbon the other way round.
void price_by_hour(control::TariffSettings& tariff, double first, double later) {
    tariff.periods = {{PriceClass::flat, 0, 24, {}}, {PriceClass::valley, 0, 1, {}}};
    tariff.energy_yuan_per_kwh = {first, later, later, later};
    tariff.carbon.wet_kg_per_kwh.fill(first);
    tariff.carbon.wet_kg_per_kwh[0] = later;
    tariff.carbon.dry_kg_per_kwh = tariff.carbon.wet_kg_per_kwh;
}

void price_flat(control::TariffSettings& tariff, double price, double kg) {
    tariff.energy_yuan_per_kwh.fill(price);
    tariff.home_yuan_per_kwh = tariff.home_valley_yuan_per_kwh = tariff.home_other_yuan_per_kwh = price;
    tariff.carbon.wet_kg_per_kwh.fill(kg);
    tariff.carbon.dry_kg_per_kwh.fill(kg);
}

measure::Summary summary_of(city::Inputs inputs) {
    Run run(std::move(inputs));
    run.finish();
    return run.simulation.summary();
}

}  // namespace

TEST_CASE("a charge over a full hour is paid at both prices, exactly where the hour turns") {
    city::Inputs inputs = scenario("one-station", {"time.duration=2 h", "record.station_step=1 min"});
    inputs.visits.resize(1);
    inputs.visits[0].at = minutes(55);
    price_by_hour(inputs.tariff, 0.5, 2.0);
    inputs.tariff.two_part = true;
    inputs.tariff.demand_charge_yuan_per_kw_month = 31.0 * 12.0;  // 0.5 yuan by kW and hour of August
    Run run(std::move(inputs));
    run.finish();
    measure::Summary const summary = run.simulation.summary();

    std::vector<float> const& kw = run.sink.stations.at(0);
    REQUIRE(kw.size() == 120);
    double first_kwh = 0.0, second_kwh = 0.0, quarter_kwh = 0.0, highest_kw = 0.0;
    for (std::size_t m = 0; m < kw.size(); ++m) {
        double const kwh = static_cast<double>(kw[m]) / 60.0;
        (m < 60 ? first_kwh : second_kwh) += kwh;
        quarter_kwh = (m % 15 == 0 ? 0.0 : quarter_kwh) + kwh;
        highest_kw = std::max(highest_kw, 4.0 * quarter_kwh);
    }
    // Handshake until 00:56:30, then nine modules at full load until the hour: 9 x 41.58 + 1.5 kW.
    CHECK(first_kwh == Approx((9 * 41.58 + 1.5) * 3.5 / 60.0).epsilon(0.01));
    CHECK(second_kwh > first_kwh);
    CHECK(summary.bill.public_yuan == Approx(0.5 * first_kwh + 2.0 * second_kwh).epsilon(1e-6));
    CHECK(summary.bill.carbon_kg == Approx(2.0 * first_kwh + 0.5 * second_kwh).epsilon(1e-6));
    CHECK(summary.bill.home_yuan == 0.0);
    // Two hours of a month of 744.
    CHECK(summary.bill.demand_charge_yuan == Approx(highest_kw).epsilon(1e-6));
}

TEST_CASE("at one price for everybody cost is price times grid energy", "[slow]") {
    double const p = 0.73, kg = 0.41;
    city::Inputs inputs = small_liangjiang({"demand.charging.home_timer_share=0.4"});
    price_flat(inputs.tariff, p, kg);
    measure::Summary const s = summary_of(std::move(inputs));
    CHECK(s.energy_home_kwh > 100.0);
    CHECK(s.bill.energy_yuan() == Approx(p * s.grid_energy_kwh).epsilon(1e-9));
    CHECK(s.bill.carbon_kg == Approx(kg * s.grid_energy_kwh).epsilon(1e-9));
    CHECK(s.bill.public_yuan > p * s.energy_public_kwh);  // losses are paid
    CHECK(s.bill.demand_charge_yuan == 0.0);
}

TEST_CASE("homes with a timer have the time-of-use plan, the others one price", "[slow]") {
    auto const home_yuan = [](std::string const& timer_share, double one_price, double time_of_use) {
        // Private cars only: working ones have no timer.
        city::Inputs inputs =
            small_liangjiang({"demand.charging.home_timer_share=" + timer_share, "fleets.working=0"});
        inputs.tariff.home_yuan_per_kwh = one_price;
        inputs.tariff.home_valley_yuan_per_kwh = inputs.tariff.home_other_yuan_per_kwh = time_of_use;
        return summary_of(std::move(inputs)).bill.home_yuan;
    };
    CHECK(home_yuan("0", 1e-6, 1.0) < 1.0);
    CHECK(home_yuan("1", 1.0, 1e-6) < 1.0);
    double const both = home_yuan("0.5", 1.0, 1.0);
    double const timed = home_yuan("0.5", 1e-9, 1.0), untimed = home_yuan("0.5", 1.0, 1e-9);
    CHECK(timed > 0.2 * both);
    CHECK(untimed > 0.2 * both);
    CHECK(timed + untimed == Approx(both).epsilon(1e-8));
}

TEST_CASE("a two-part tariff survives saving and loading") {
    auto const inputs = [] {
        city::Inputs given = scenario("one-station", {"time.duration=2 h"});
        given.tariff.two_part = true;
        return given;
    };
    double const expected = summary_of(inputs()).bill.demand_charge_yuan;
    REQUIRE(expected > 0.0);
    city::City const city(inputs());
    MemorySink sink;
    city::Simulation first(city, sink);
    first.advance(SimTime{} + minutes(23), never_stop);
    auto const image = first.save();
    city::Simulation second(city, sink, image);
    second.advance(second.end(), never_stop);
    second.close();
    CHECK(second.summary().bill.demand_charge_yuan == expected);
}
