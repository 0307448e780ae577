#include "sim/vehicle/thermal.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace yuchong::vehicle {

namespace {

// Rounding of event times to the millisecond moves a pack by far less than this.
constexpr double same_kelvin = 1e-6;
constexpr double never_due = std::numeric_limits<double>::infinity();

LinearTable const& derating_table(ThermalSettings const& settings, Chemistry row) {
    return row == Chemistry::lfp ? settings.derating_lfp : settings.derating_nmc;
}

// The first knot from which a rising pack is derated differently than now; empty beyond the table.
std::optional<double> step_up_from(LinearTable const& table, double pack_c, double step_k) {
    auto const& points = table.points();
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].first <= pack_c + same_kelvin) continue;
        bool const flat = i == 0 || points[i].second == points[i - 1].second;
        if (!flat) {
            double const from = std::max(pack_c, points[i - 1].first);
            bool const here = from <= pack_c + same_kelvin;
            return here ? std::min(points[i].first, pack_c + step_k) : from;
        }
    }
    return std::nullopt;
}

std::optional<double> step_down_from(LinearTable const& table, double pack_c, double step_k) {
    auto const& points = table.points();
    for (std::size_t i = points.size(); i-- > 0;) {
        if (points[i].first >= pack_c - same_kelvin) continue;
        bool const flat = i + 1 == points.size() || points[i].second == points[i + 1].second;
        if (!flat) {
            double const from = std::min(pack_c, points[i + 1].first);
            bool const here = from >= pack_c - same_kelvin;
            return here ? std::max(points[i].first, pack_c - step_k) : from;
        }
    }
    return std::nullopt;
}

// Hours to reach `level`, which lies between pack_c and the target; infinity if it does not.
double hours_to_level(PackHeat const& heat, double pack_c, double level) {
    double const share = (level - heat.target_c) / (pack_c - heat.target_c);
    if (!(share > 0.0 && share < 1.0)) return never_due;
    return -math::log(share) / heat.rate_per_h;
}

}  // namespace

Chemistry derating_row(ThermalSettings const& settings, Model const& model, ChargeCurve const& curve) {
    bool const fast_lfp = curve.peak_c_rate >= settings.fast_lfp_from_c_rate;
    return fast_lfp ? Chemistry::nmc : model.chemistry;
}

double derating(ThermalSettings const& settings, Chemistry row, double pack_c) {
    return std::max(derating_table(settings, row)(pack_c), settings.derating_floor);
}

double heat_capacity_kwh_per_k(ThermalSettings const& settings, double usable_kwh) {
    return settings.heat_capacity_kwh_per_k_kwh * usable_kwh;
}

PackHeat heat_balance(double capacity_kwh_per_k, double loss_kw_per_k, double sink_c, double heat_kw) {
    check(capacity_kwh_per_k > 0.0 && loss_kw_per_k > 0.0,
          "pack heat balance needs a capacity and a loss above 0");
    return {sink_c + heat_kw / loss_kw_per_k, loss_kw_per_k / capacity_kwh_per_k, 0.0};
}

PackHeat pack_heat(ThermalSettings const& settings, double usable_kwh, double pack_c, double ambient_c,
                   double waste_kw) {
    double const capacity = heat_capacity_kwh_per_k(settings, usable_kwh);
    if (pack_c < settings.heat_below_c) {
        PackHeat heated =
            heat_balance(capacity, settings.loss_idle_kw_per_k, ambient_c, waste_kw + settings.heater_kw);
        heated.heater_kw = settings.heater_kw;
        return heated;
    }
    PackHeat left_alone = heat_balance(capacity, settings.loss_idle_kw_per_k, ambient_c, waste_kw);
    if (left_alone.target_c < settings.heat_below_c) {  // the heater's thermostat
        left_alone.heater_kw = settings.loss_idle_kw_per_k * (settings.heat_below_c - left_alone.target_c);
        left_alone.heater_kw = std::min(left_alone.heater_kw, settings.heater_kw);
        left_alone.target_c += left_alone.heater_kw / settings.loss_idle_kw_per_k;
        return left_alone;
    }
    if (left_alone.target_c <= settings.hold_c) return left_alone;
    PackHeat cooled = heat_balance(capacity, settings.loss_cooled_kw_per_k,
                                   std::min(ambient_c, settings.coolant_c), waste_kw);
    cooled.target_c = std::max(cooled.target_c, settings.hold_c);
    return cooled;
}

double temperature_after_c(PackHeat const& heat, double pack_c, double hours) {
    return heat.target_c + (pack_c - heat.target_c) * math::exp(-heat.rate_per_h * hours);
}

double hours_to_review(ThermalSettings const& settings, Chemistry row, PackHeat const& heat, double pack_c) {
    LinearTable const& table = derating_table(settings, row);
    if (heat.target_c > pack_c) {
        auto level = step_up_from(table, pack_c, settings.review_step_k);
        // The heater switches off there, which bends the path.
        if (level && pack_c < settings.heat_below_c) *level = std::min(*level, settings.heat_below_c);
        return level ? hours_to_level(heat, pack_c, *level) : never_due;
    }
    auto const level = step_down_from(table, pack_c, settings.review_step_k);
    return level ? hours_to_level(heat, pack_c, *level) : never_due;
}

PlugIn plug_in_temperature(ThermalSettings const& settings, double usable_kwh, double ambient_c,
                           double minutes_driven, Preconditioning preconditioning) {
    double const driven =
        ambient_c + std::min(settings.driving_most_k, settings.driving_k_per_min * minutes_driven);
    if (preconditioning == Preconditioning::none || driven >= settings.precondition_c) return {driven, 0.0};
    double const heat_kwh =
        heat_capacity_kwh_per_k(settings, usable_kwh) * (settings.precondition_c - driven);
    return {settings.precondition_c, heat_kwh / settings.precondition_efficiency};
}

double precondition_share(ThermalSettings const& settings, Model const& model) {
    bool const high_voltage = model.voltage_empty_v + model.voltage_slope_v > settings.high_voltage_above_v;
    return high_voltage ? settings.precondition_share_high_voltage : settings.precondition_share_low_voltage;
}

}  // namespace yuchong::vehicle
