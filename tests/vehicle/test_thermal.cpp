#include "sim/vehicle/thermal.hpp"

#include "tests/vehicle/figures.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::vehicle;

namespace {

ThermalSettings const settings = figures::charging().thermal;

}  // namespace

TEST_CASE("CH-08 derating by temperature", "[thermal]") {
    double const temperature[] = {-5, 5, 15, 32, 47.5};
    double const lfp[] = {0.225, 0.45, 0.75, 1.0, 0.85}, nmc[] = {0.32, 0.56, 0.825, 1.0, 0.85};
    for (int i = 0; i < 5; ++i) {
        CHECK(derating(settings, Chemistry::lfp, temperature[i]) == Approx(lfp[i]).epsilon(1e-9));
        CHECK(derating(settings, Chemistry::nmc, temperature[i]) == Approx(nmc[i]).epsilon(1e-9));
    }
    CHECK(derating(settings, Chemistry::lfp, 65) == 0.05);
    CHECK(derating(settings, Chemistry::lfp, -30) == 0.05);
}

TEST_CASE("CH-10 pack temperature in closed form", "[thermal]") {
    PackHeat const heat = heat_balance(0.125, 0.25, 8.0, 6.0);
    CHECK(temperature_after_c(heat, 5.0, 0.25) == Approx(15.62367219).epsilon(1e-9));
    CHECK(temperature_after_c(heat, 5.0, 0.0) == 5.0);
}

TEST_CASE("fast-charge LFP packs follow the NMC table", "[thermal]") {
    Model model = figures::super_car();
    model.chemistry = Chemistry::lfp;
    CHECK(derating_row(settings, model, figures::super800()) == Chemistry::nmc);
    CHECK(derating_row(settings, model, figures::lfp400()) == Chemistry::lfp);
}

TEST_CASE("reviews of a cold pack: every knot or 3 K, then none", "[thermal]") {
    double pack_c = 4.0, hours = 0.0;
    int reviews = 0;
    double seen[16] = {};
    while (true) {
        double const share = derating(settings, Chemistry::lfp, pack_c);
        PackHeat const heat = pack_heat(settings, 75, pack_c, 2.0, 0.03 * share * 100);
        double const due = hours_to_review(settings, Chemistry::lfp, heat, pack_c);
        if (std::isinf(due)) break;
        REQUIRE(due > 0.0);
        REQUIRE(reviews < 12);
        hours += due;
        pack_c = temperature_after_c(heat, pack_c, due) + 1e-9;
        seen[reviews++] = pack_c;
    }
    double const expected[] = {7, 10, 13, 16, 19, 20, 23, 25};
    REQUIRE(reviews == 8);
    for (int i = 0; i < 8; ++i) CHECK(seen[i] == Approx(expected[i]).margin(1e-6));
    CHECK(hours < 1.0);
}

TEST_CASE("the heater's switching off is a review of its own", "[thermal]") {
    ThermalSettings early = settings;
    early.heat_below_c = 17;  // neither a knot nor 3 K away
    PackHeat const heat = pack_heat(early, 75, 16.0, 0.0, 1.0);
    double const due = hours_to_review(early, Chemistry::lfp, heat, 16.0);
    CHECK(temperature_after_c(heat, 16.0, due) == Approx(17.0));
}

TEST_CASE("a warm pack needs no review", "[thermal]") {
    for (double const pack_c : {25.0, 30.0, 38.0, 44.0}) {
        PackHeat const heat = pack_heat(settings, 75, pack_c, 30.0, 4.0);
        CHECK(std::isinf(hours_to_review(settings, Chemistry::nmc, heat, pack_c)));
    }
}

TEST_CASE("a pack that cools from 50 C is reviewed downwards", "[thermal]") {
    PackHeat const cooling{30.0, 2.0, 0.0};
    auto const next = [&](double pack_c) {
        double const due = hours_to_review(settings, Chemistry::nmc, cooling, pack_c);
        return std::isinf(due) ? pack_c : temperature_after_c(cooling, pack_c, due);
    };
    CHECK(next(56.0) == Approx(55.0));
    CHECK(next(54.9) == Approx(51.9));
    CHECK(next(47.0) == Approx(45.0));
    CHECK(next(45.0) == 45.0);  // flat from here down to the target
    CHECK(next(63.0) == Approx(60.0));
    // A pack on its way from flat into the slope: first looked at when it leaves the flat part.
    PackHeat const freezing{5.0, 2.0, 0.0};
    double const due = hours_to_review(settings, Chemistry::nmc, freezing, 40.0);
    CHECK(temperature_after_c(freezing, 40.0, due) == Approx(25.0));
}

TEST_CASE("thermal management while charging", "[thermal]") {
    // Heater below 20 C, thermostat at 20 C, cooled towards 32 C in summer but not beyond the chiller's
    // means.
    PackHeat const cold = pack_heat(settings, 75, 5.0, 0.0, 1.0);
    CHECK(cold.heater_kw == 3.0);
    CHECK(cold.target_c == Approx(4.0 / 0.03));
    PackHeat const held = pack_heat(settings, 75, 21.0, 0.0, 0.3);
    CHECK(held.target_c == Approx(20.0));
    CHECK(held.heater_kw == Approx(0.3));
    PackHeat const mild = pack_heat(settings, 75, 28.0, 20.0, 0.3);
    CHECK(mild.target_c == Approx(30.0));
    CHECK(mild.heater_kw == 0.0);
    PackHeat const summer = pack_heat(settings, 75, 43.0, 38.0, 1.5);
    CHECK(summer.target_c == Approx(32.0));
    CHECK(summer.rate_per_h == Approx(0.3 / 0.125));
    CHECK(pack_heat(settings, 75, 43.0, 38.0, 12.0).target_c == Approx(60.0));
}

TEST_CASE("temperature at plug-in and pre-conditioning", "[thermal]") {
    CHECK(plug_in_temperature(settings, 75, 10, 20, Preconditioning::none).pack_c == Approx(13.0));
    CHECK(plug_in_temperature(settings, 75, 10, 200, Preconditioning::none).pack_c == Approx(18.0));
    PlugIn const warmed = plug_in_temperature(settings, 75, 10, 20, Preconditioning::heats_on_the_way);
    CHECK(warmed.pack_c == 28.0);
    CHECK(warmed.spent_kwh == Approx(0.125 * 15 / 0.9).epsilon(1e-12));  // 2.1 kWh for 15 K
    PlugIn const summer = plug_in_temperature(settings, 75, 33, 20, Preconditioning::heats_on_the_way);
    CHECK(summer.pack_c == Approx(36.0));
    CHECK(summer.spent_kwh == 0.0);
    Model model = figures::super_car();
    CHECK(precondition_share(settings, model) == 0.5);
    model.voltage_empty_v = 320;
    CHECK(precondition_share(settings, model) == 0.15);
}
