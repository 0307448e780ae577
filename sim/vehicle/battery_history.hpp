#pragma once
// One vehicle's battery as ageing sees it, told stretch by stretch: how long, at which mean SoC and
// temperature, and whether current flowed at a plug. Turning points close cycles (rainflow.hpp), time and
// cycles age the battery (ageing.hpp).
//
//   BatteryHistory battery = begin_history(settings, 0.6);
//   add_stretch(battery, settings, chemistry, {.soc_end = 0.4, .hours = 30, .cell_c = 28, .use =
//   BatteryUse::away}); finish_history(battery, settings, chemistry);
//
// A stretch ends at least at every turn of SoC; in between SoC is taken to be linear. The C-rate of a cycle
// is the mean of both ways: what charging (and feeding back) has come to so far in this battery's history,
// and settings.driving_c_rate.

#include "sim/vehicle/ageing.hpp"
#include "sim/vehicle/rainflow.hpp"

#include <cstdint>

namespace yuchong::vehicle {

enum class BatteryUse : std::uint8_t { away, current };  // parked or driving; at a plug that gives or takes

struct BatteryStretch {
    double soc_end;
    double hours;   // >= 0
    double cell_c;  // mean
    BatteryUse use;
};

// Plain data, one a vehicle.
struct BatteryHistory {
    Ageing ageing;
    Rainflow trace;
    float soc = 0.0F;          // at the end of the last stretch
    float plug_soc = 0.0F;     // moved at plugs, both ways ...
    float plug_h = 0.0F;       // ... in so many hours of current
    float full_cycles = 0.0F;  // closed so far
};
template <class A>
void archive(A& a, BatteryHistory& s) {
    archive(a, s.ageing);
    archive(a, s.trace);
    a(s.soc, s.plug_soc, s.plug_h, s.full_cycles);
}

BatteryHistory begin_history(AgeingSettings const& settings, double soc);
void add_stretch(BatteryHistory& battery, AgeingSettings const& settings, Chemistry chemistry,
                 BatteryStretch const& stretch);
// Counts the cycles that are still open.
void finish_history(BatteryHistory& battery, AgeingSettings const& settings, Chemistry chemistry);

// Mean C-rate at plugs; 0 if no current has flowed.
double plug_c_rate(BatteryHistory const& battery);

}  // namespace yuchong::vehicle
