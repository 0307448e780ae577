#pragma once
// Ageing of every vehicle's battery during the recorded span (sim/vehicle/battery_history.hpp), if the
// scenario follows it. A battery is looked at when the car plugs in, when current begins and ends, and when
// it leaves; between two charges SoC is taken to fall evenly. The cell is as warm as the air over the
// stretch: charging heats it, which is left out.

#include "sim/measure/battery_table.hpp"
#include "sim/vehicle/battery_history.hpp"

#include "sim/base/time.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

struct BatteryState {
    std::vector<vehicle::BatteryHistory> history;  // by agent; empty: not followed
    std::vector<SimTime> since;                    // end of its last stretch
};

template <class A>
void archive(A& a, BatteryState& s) {
    for (vehicle::BatteryHistory& battery : s.history) archive(a, battery);
    a(s.since);
}

BatteryState make_batteries(City const& city);
// The recorded span begins: batteries are new, at the SoC they were last seen with.
void open_batteries(City const& city, State& state, SimTime now);
// The battery's SoC now, and what it was used for since it was last looked at.
void look_at_battery(City const& city, State& state, std::uint32_t agent, double soc, vehicle::BatteryUse use,
                     SimTime now);
// The recorded span ends. Pre: whoever is plugged in has been looked at.
void close_batteries(City const& city, State& state, SimTime now);

[[nodiscard]] measure::BatteryTable battery_table(City const& city, State const& state);
[[nodiscard]] measure::BatterySummary summarise_batteries(City const& city,
                                                          measure::BatteryTable const& table);

}  // namespace yuchong::city
