#include "sim/grid/fan_cooling.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

#include <algorithm>

namespace yuchong::grid {

namespace {

ThermalSettings const& thermal(SubstationTransformerSettings const& settings, Fans fans) {
    return fans == Fans::on ? settings.with_fans : settings.without_fans;
}

// In per unit of what the transformer may carry with its fans as they are.
double loading_of(SubstationTransformerSettings const& settings, Fans fans, double loading_pu) {
    return fans == Fans::on ? loading_pu : loading_pu / settings.fans.rating_share_without;
}

Fans other(Fans fans) { return fans == Fans::on ? Fans::off : Fans::on; }

// Does the oil stand beyond the threshold at which fans in this state switch?
bool due(FanSettings const& fans, FanCooledHeat const& state) {
    double const oil_c = state.heat.top_oil_c;
    return state.fans == Fans::on ? oil_c <= fans.off_c : oil_c >= fans.on_c;
}

// Time until the top oil reaches the threshold, rounded up to the clock; `left` if it does not by then.
Duration until_switching(SubstationTransformerSettings const& settings, FanCooledHeat const& state,
                         double target_c, Duration left) {
    double const threshold_c = state.fans == Fans::on ? settings.fans.off_c : settings.fans.on_c;
    double const share = (threshold_c - target_c) / (state.heat.top_oil_c - target_c);
    if (!(share > 0.0 && share < 1.0)) return left;
    ThermalSettings const& s = thermal(settings, state.fans);
    double const hours = -math::log(share) * s.k11 * s.oil_min / 60.0;
    return hours < left.hours() ? std::min(duration_from_hours_up(hours), left) : left;
}

}  // namespace

FanCooledHeat steady_heat(SubstationTransformerSettings const& settings, double loading_pu, Celsius ambient) {
    auto const with = [&](Fans fans) {
        return FanCooledHeat{
            steady_heat(thermal(settings, fans), loading_of(settings, fans, loading_pu), ambient), fans};
    };
    FanCooledHeat const still = with(Fans::off);
    return due(settings.fans, still) ? with(Fans::on) : still;
}

FanCooledStep advance(SubstationTransformerSettings const& settings, Paper paper, FanCooledHeat const& from,
                      double loading_pu, Celsius ambient, Duration length) {
    check(settings.fans.off_c < settings.fans.on_c, "fans stop above the temperature at which they start");
    FanCooledStep now{from, 0.0, hot_spot_c(from.heat), 0};
    for (Duration left = length; left.ms > 0;) {
        if (due(settings.fans, now.state)) {
            now.state.fans = other(now.state.fans);
            ++now.switchings;
        }
        ThermalSettings const& cooling = thermal(settings, now.state.fans);
        double const loading = loading_of(settings, now.state.fans, loading_pu);
        double const target_c = steady_heat(cooling, loading, ambient).top_oil_c;
        Duration const part = std::max(until_switching(settings, now.state, target_c, left), milliseconds(1));
        HeatAfterStep const end = HeatStep(cooling, paper, part)(now.state.heat, loading, ambient.value());
        now.state.heat = end.heat;
        now.life_used_h += end.life_used_h;
        now.warmest_hot_c = std::max(now.warmest_hot_c, end.warmest_hot_c);
        left = left - part;
    }
    return now;
}

}  // namespace yuchong::grid
