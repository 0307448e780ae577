#include "sim/vehicle/session_acceptance.hpp"

#include "tests/vehicle/figures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace yuchong;
using namespace yuchong::vehicle;

namespace {

ChargingSettings const settings = figures::charging();
DcPlug const super_plug{600, 600, 1000};
DcPlug const fast_plug{250, 250, 1000};
double const no_cap = 1e9;

}  // namespace

TEST_CASE("CH-04 a super car on a 480 kW terminal", "[session]") {
    Model const model = figures::super_car();
    Charge const charge =
        dc_charge(settings, figures::super800(), model, {100, 1}, {480, 600, 1000}, 1.0, 0.1, 0.8);
    CHECK(charge.pack.efficiency == 0.97);
    CHECK(charge.stop_soc == 0.8);
    REQUIRE(charge.acceptance.points().size() == 9);
    CHECK(hours_to_soc(charge.acceptance, 0.1, 0.8, no_cap, charge.pack) * 3600 ==
          Approx(634.9472962).epsilon(1e-7));
}

TEST_CASE("CH-05 the same car on a 250 A terminal", "[session]") {
    Charge const charge = dc_charge(settings, figures::super800(), figures::super_car(), {100, 1},
                                    {1e9, 250, 1000}, 1.0, 0.1, 0.8);
    CHECK(hours_to_soc(charge.acceptance, 0.1, 0.8, no_cap, charge.pack) * 3600 ==
          Approx(1349.45463).epsilon(1e-7));
    CHECK(charge.acceptance.power_kw(0.1) == Approx(184.75).epsilon(1e-9));
    CHECK(charge.acceptance.power_kw(0.8) == Approx(200.5).epsilon(1e-9));
}

TEST_CASE("CH-07 alternating current: flat, then a taper that never ends", "[session]") {
    ChargingSettings early = settings;
    early.ac.taper_from_soc_nmc = 0.8;
    early.limits.stop_c_rate = 0.0;
    early.efficiency.battery_slow = 1.0;
    early.efficiency.onboard_by_kw = LinearTable({{0, 1.0}});
    Charge const charge = ac_charge(early, figures::super_car(), {60, 1}, 7.0, 1.0);
    CHECK(charge.stop_soc == 0.995);
    CHECK(soc_after(charge.acceptance, 0.7, charge.stop_soc, no_cap, 1.5, charge.pack) ==
          Approx(0.8625421442).epsilon(1e-8));
    CHECK(hours_to_soc(charge.acceptance, 0.7, charge.stop_soc, no_cap, charge.pack) ==
          Approx(7.180936207).epsilon(1e-8));
    CHECK(std::isinf(hours_to_soc(charge.acceptance, 0.7, 1.0, no_cap, charge.pack)));
}

TEST_CASE("AC power and efficiency", "[session]") {
    Model model = figures::super_car();
    Charge const pile_limits = ac_charge(settings, model, {80, 1}, 7.0, 0.9);
    CHECK(pile_limits.acceptance.power_kw(0.3) == 7.0);
    CHECK(pile_limits.pack.efficiency == Approx(0.985 * 0.94).epsilon(1e-12));
    model.onboard_ac_kw = 3.5;
    Charge const car_limits = ac_charge(settings, model, {80, 1}, 7.0, 0.9);
    CHECK(car_limits.acceptance.power_kw(0.3) == 3.5);
    CHECK(car_limits.pack.efficiency == Approx(0.985 * 0.9075).epsilon(1e-12));
}

TEST_CASE("AC stops where the taper is faint, a weak pile never ends a charge early", "[session]") {
    Model model = figures::super_car();
    // 7 kW falls to 0.02 * 80 = 1.6 kW at 0.95 + 0.05 (1 - 1.6 / 7).
    CHECK(ac_charge(settings, model, {80, 1}, 7.0, 1.0).stop_soc ==
          Approx(1 - 0.05 * 1.6 / 7).epsilon(1e-12));
    CHECK(ac_charge(settings, model, {80, 1}, 1.5, 1.0).stop_soc == 0.95);
    model.chemistry = Chemistry::lfp;
    CHECK(ac_charge(settings, model, {80, 1}, 1.5, 1.0).stop_soc == 0.97);
}

TEST_CASE("the charge ends at the target, the stop, or where the car takes next to nothing", "[session]") {
    Model const model = figures::super_car();
    ChargeCurve curve = figures::super800();
    CHECK(dc_charge(settings, curve, model, {100, 1}, super_plug, 1, 0.1, 1.0).stop_soc == 0.995);
    CHECK(dc_charge(settings, curve, model, {100, 1}, super_plug, 1, 0.1, 0.7).stop_soc == 0.7);
    curve.points[5].second = 0.03;  // C-rate 0.02 lies half way from 0.9 to 1
    curve.points[6].second = 0.01;
    CHECK(dc_charge(settings, curve, model, {100, 1}, super_plug, 1, 0.1, 1.0).stop_soc ==
          Approx(0.95).epsilon(1e-12));
}

TEST_CASE("voltage and inlet decide whether a car can charge at a terminal", "[session]") {
    Model model = figures::super_car();  // 820 V full
    CHECK(fits(settings.limits, model, super_plug));
    CHECK_FALSE(fits(settings.limits, model, {120, 250, 750}));
    model.voltage_slope_v = 300;  // 1030 V: beyond the interface whatever the terminal reaches
    CHECK_FALSE(fits(settings.limits, model, {600, 600, 1500}));
    model = figures::super_car();
    model.inlet_current_a = 0;
    CHECK_FALSE(fits(settings.limits, model, super_plug));
}

TEST_CASE("efficiency follows the C-rate the charge really reaches", "[session]") {
    Model const model = figures::super_car();
    ChargeCurve const curve = figures::super800();
    CHECK(dc_charge(settings, curve, model, {100, 1}, fast_plug, 1, 0.1, 0.8).pack.efficiency == 0.97);
    CHECK(dc_charge(settings, curve, model, {100, 1}, {60, 250, 1000}, 1, 0.1, 0.8).pack.efficiency == 0.985);
    CHECK(dc_charge(settings, curve, model, {100, 1}, super_plug, 1, 0.93, 1.0).pack.efficiency == 0.985);
}

TEST_CASE("the interface caps the current, cold caps the power, scale scales", "[session]") {
    Model model = figures::super_car();
    model.inlet_current_a = 1000;
    Charge const charge =
        dc_charge(settings, figures::super800(), model, {100, 1.5}, {1e9, 1000, 1000}, 1, 0.1, 0.8);
    CHECK(charge.acceptance.power_kw(0.2) == Approx(0.8 * (730 + 90 * 0.2)).epsilon(1e-12));
    Charge const cold =
        dc_charge(settings, figures::super800(), model, {100, 1.5}, super_plug, 0.3, 0.1, 0.8);
    CHECK(cold.acceptance.power_kw(0.2) == Approx(0.3 * 5 * 150).epsilon(1e-12));
    CHECK(peak_kw(figures::super800(), model, {100, 1.5}) == Approx(750.0));
    model.curve_scale = 0.8;
    CHECK(peak_kw(figures::super800(), model, {100, 1.5}) == Approx(600.0));
    Charge const tame =
        dc_charge(settings, figures::super800(), model, {100, 1}, {1e9, 1000, 1000}, 1, 0.5, 0.8);
    CHECK(tame.acceptance.power_kw(0.8) == Approx(0.8 * 260).epsilon(1e-12));
}

TEST_CASE("peaks follow from curve and inlet", "[session]") {
    Model model = figures::super_car();
    model.super_capable = false;
    Model weak_inlet = model;
    weak_inlet.inlet_current_a = 200;
    Model ac_only = model;
    ac_only.inlet_current_a = 0;
    Catalogue const catalogue = with_peaks(
        {.curves = {figures::super800()}, .models = {model, weak_inlet, ac_only}}, settings.limits);
    CHECK(catalogue.curves[0].peak_c_rate == 5.0);
    CHECK(catalogue.models[0].super_capable);
    CHECK_FALSE(catalogue.models[1].super_capable);  // 0.2 * 820 = 164 kW at most
    CHECK_FALSE(catalogue.models[2].super_capable);
    CHECK(inlet_peak_kw(settings.limits, figures::super800(), model) == Approx(463.1229947).epsilon(1e-9));
}

TEST_CASE("no charge has more breakpoints than its curve promises", "[session]") {
    ChargeCurve zigzag{.id = "zigzag", .points = {{0, 1}}, .peak_c_rate = 4};
    for (int i = 1; i < 5; ++i) zigzag.points.emplace_back(0.2 * i, i % 2 == 0 ? 1 : 4);
    zigzag.points.emplace_back(1, 1);
    CHECK(most_breakpoints(zigzag) == 6 + 2 * (3 + 2));
    CHECK(most_breakpoints(figures::lfp400()) <= Acceptance::capacity);
    std::size_t most = 0;
    for (double power_kw = 60; power_kw < 420; power_kw += 10) {
        for (double current_a = 100; current_a < 1000; current_a += 50) {
            Charge const charge = dc_charge(settings, zigzag, figures::super_car(), {100, 1},
                                            {power_kw, current_a, 1000}, 1.0, 0.1, 0.8);
            most = std::max(most, charge.acceptance.points().size());
        }
    }
    CHECK(most > 10);
    CHECK(most <= most_breakpoints(zigzag));
}
