#include "sim/vehicle/session_acceptance.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::vehicle {

namespace {

constexpr double straight = 1e-9;  // a smaller relative change of slope is rounding

Acceptance curve_in_kw(ChargeCurve const& curve, Model const& model, CarPack const& car) {
    Acceptance acceptance;
    double const kw_per_c = model.curve_scale * car.curve_scale * car.usable_kwh;
    for (auto const& [soc, c_rate] : curve.points) acceptance.push({soc, c_rate * kw_per_c});
    return acceptance;
}

// The current limit: power rises with the pack's voltage.
void limit_current(Acceptance& acceptance, Model const& model, double current_a) {
    double const kw_per_v = current_a / 1000.0;
    acceptance.limit_by_line(kw_per_v * model.voltage_empty_v,
                             kw_per_v * (model.voltage_empty_v + model.voltage_slope_v));
}

// From here up the car accepts less than `least_kw`; 1 if it never does.
double last_soc_above(Acceptance const& acceptance, double least_kw) {
    auto const points = acceptance.points();
    if (points.back().power_kw >= least_kw) return 1.0;
    for (std::size_t i = points.size() - 1; i-- > 0;) {
        Breakpoint const left = points[i], right = points[i + 1];
        if (left.power_kw < least_kw) continue;
        return left.soc +
               (right.soc - left.soc) * (left.power_kw - least_kw) / (left.power_kw - right.power_kw);
    }
    return 0.0;
}

// Where the car accepts too little to go on.
double faint_soc(LimitSettings const& limits, Acceptance const& acceptance, double usable_kwh) {
    return last_soc_above(acceptance, limits.stop_c_rate * usable_kwh);
}

}  // namespace

bool fits(LimitSettings const& limits, Model const& model, DcPlug const& plug) {
    if (model.flat) return true;
    double const full_v = model.voltage_empty_v + model.voltage_slope_v;
    return model.inlet_current_a > 0.0 && full_v <= std::min(plug.voltage_max_v, limits.interface_voltage_v);
}

Charge dc_charge(ChargingSettings const& settings, ChargeCurve const& curve, Model const& model,
                 CarPack const& car, DcPlug const& plug, double derating, double soc, double target_soc) {
    Charge charge{
        .acceptance = curve_in_kw(curve, model, car), .pack = {car.usable_kwh, 1.0}, .stop_soc = 0.0};
    Acceptance& acceptance = charge.acceptance;

    limit_current(acceptance, model,
                  std::min({plug.current_a, model.inlet_current_a, settings.limits.interface_current_a}));
    double const flat_kw = std::min(derating * peak_kw(curve, model, car), plug.power_kw);
    acceptance.limit_by_line(flat_kw, flat_kw);

    double const c_rate = acceptance.largest_from_kw(soc) / car.usable_kwh;
    charge.pack.efficiency = c_rate > settings.efficiency.fast_from_c_rate ? settings.efficiency.battery_fast
                                                                           : settings.efficiency.battery_slow;
    double const faint = faint_soc(settings.limits, acceptance, car.usable_kwh);
    charge.stop_soc = std::min({target_soc, settings.limits.stop_soc, faint});
    return charge;
}

Charge ac_charge(ChargingSettings const& settings, Model const& model, CarPack const& car, double pile_kw,
                 double target_soc) {
    double const flat_kw = std::min(model.onboard_ac_kw, pile_kw);
    check(flat_kw > 0.0, "AC charge without power (the pile or the car's on-board charger has none)");
    double const taper_from =
        model.chemistry == Chemistry::lfp ? settings.ac.taper_from_soc_lfp : settings.ac.taper_from_soc_nmc;
    double const efficiency = settings.efficiency.battery_slow * settings.efficiency.onboard_by_kw(flat_kw);
    Charge charge{.acceptance = {}, .pack = {car.usable_kwh, efficiency}, .stop_soc = 0.0};
    charge.acceptance.push({0.0, flat_kw});
    charge.acceptance.push({taper_from, flat_kw});
    charge.acceptance.push({1.0, 0.0});
    // A weak pile on a large pack may lie below the limit all along: only the taper ends a charge.
    double const faint = std::max(taper_from, faint_soc(settings.limits, charge.acceptance, car.usable_kwh));
    charge.stop_soc = std::min({target_soc, settings.limits.stop_soc, faint});
    return charge;
}

Charge flat_charge(Model const& model, CarPack const& car, double plug_kw, double target_soc) {
    double const flat_kw = std::min(model.onboard_ac_kw * car.curve_scale, plug_kw);
    check(flat_kw > 0.0, "flat charge without power (the plug or the session has none)");
    Charge charge{.acceptance = {}, .pack = {car.usable_kwh, 1.0}, .stop_soc = std::min(target_soc, 1.0)};
    charge.acceptance.push({0.0, flat_kw});
    charge.acceptance.push({1.0, flat_kw});
    return charge;
}

Model replayed_model() {
    Model model{};
    model.id = "replayed";
    model.name = "session of a file";
    model.usable_kwh = model.onboard_ac_kw = model.curve_scale = 1.0;
    model.flat = model.super_capable = true;
    model.curve = CurveId{0};
    return model;
}

double peak_kw(ChargeCurve const& curve, Model const& model, CarPack const& car) {
    return curve.peak_c_rate * model.curve_scale * car.curve_scale * car.usable_kwh;
}

double inlet_peak_kw(LimitSettings const& limits, ChargeCurve const& curve, Model const& model) {
    Acceptance acceptance = curve_in_kw(curve, model, {model.usable_kwh, 1.0});
    limit_current(acceptance, model, std::min(model.inlet_current_a, limits.interface_current_a));
    return acceptance.largest_from_kw(0.0);
}

std::size_t most_breakpoints(ChargeCurve const& curve) {
    auto const slope = [&](std::size_t i) {
        auto const& [soc, c_rate] = curve.points[i];
        auto const& [next_soc, next_c_rate] = curve.points[i + 1];
        return (next_c_rate - c_rate) / (next_soc - soc);
    };
    std::size_t changes = 0;
    double last_bend = 0.0;
    for (std::size_t i = 0; i + 2 < curve.points.size(); ++i) {
        double const left = slope(i), right = slope(i + 1);
        double const bend = right - left;
        if (std::abs(bend) <= straight * (std::abs(left) + std::abs(right))) continue;
        if (bend * last_bend < 0.0) ++changes;
        last_bend = bend < 0.0 ? -1.0 : 1.0;
    }
    constexpr std::size_t lines = 2;
    return curve.points.size() + lines * (changes + 2);
}

Catalogue with_peaks(Catalogue catalogue, LimitSettings const& limits) {
    for (ChargeCurve& curve : catalogue.curves) {
        curve.peak_c_rate = 0.0;
        for (auto const& [soc, c_rate] : curve.points)
            curve.peak_c_rate = std::max(curve.peak_c_rate, c_rate);
    }
    for (Model& model : catalogue.models) {
        ChargeCurve const& curve = catalogue.curves[model.curve.index()];
        model.super_capable = inlet_peak_kw(limits, curve, model) > limits.super_capable_above_kw;
    }
    return catalogue;
}

}  // namespace yuchong::vehicle
