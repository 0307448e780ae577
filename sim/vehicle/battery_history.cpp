#include "sim/vehicle/battery_history.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::vehicle {

namespace {

void add_cycles(BatteryHistory& battery, AgeingSettings const& settings, Chemistry chemistry,
                Cycles const& cycles) {
    double const c_rate = 0.5 * (plug_c_rate(battery) + settings.driving_c_rate);
    for (Cycle const& cycle : cycles) {
        add_cycle(battery.ageing, settings, chemistry,
                  {.depth = cycle.depth(), .c_rate = c_rate, .mean_soc = cycle.mean_soc()},
                  cycle.full_cycles());
        battery.full_cycles += static_cast<float>(cycle.full_cycles());
    }
}

}  // namespace

BatteryHistory begin_history(AgeingSettings const& settings, double soc) {
    BatteryHistory battery;
    battery.soc = static_cast<float>(soc);
    follow(battery.trace, soc, settings.smallest_cycle_soc);
    return battery;
}

void add_stretch(BatteryHistory& battery, AgeingSettings const& settings, Chemistry chemistry,
                 BatteryStretch const& stretch) {
    double const soc_begin = static_cast<double>(battery.soc);
    add_calendar(battery.ageing, settings, chemistry,
                 {.soc = 0.5 * (soc_begin + stretch.soc_end), .cell_c = stretch.cell_c}, stretch.hours);
    if (stretch.use == BatteryUse::current) {
        battery.plug_soc += static_cast<float>(std::abs(stretch.soc_end - soc_begin));
        battery.plug_h += static_cast<float>(stretch.hours);
    }
    battery.soc = static_cast<float>(stretch.soc_end);
    add_cycles(battery, settings, chemistry,
               follow(battery.trace, std::clamp(stretch.soc_end, 0.0, 1.0), settings.smallest_cycle_soc));
}

void finish_history(BatteryHistory& battery, AgeingSettings const& settings, Chemistry chemistry) {
    add_cycles(battery, settings, chemistry, finish(battery.trace));
}

double plug_c_rate(BatteryHistory const& battery) {
    return battery.plug_h > 0.0F ? static_cast<double>(battery.plug_soc) / static_cast<double>(battery.plug_h)
                                 : 0.0;
}

}  // namespace yuchong::vehicle
