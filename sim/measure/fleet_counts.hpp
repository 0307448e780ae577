#pragma once
// What the vehicles of one fleet have done in the recorded window: trips count by their departure, sessions
// by their plug-in, energy at plugs is clipped to the window.

#include "sim/measure/session_row.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace yuchong::measure {

struct FleetCounts {
    double driven_km, driven_kwh;                // kwh: from the battery
    std::int64_t vehicle_days;                   // on which a vehicle drove
    std::int64_t orders_served, orders_refused;  // refused: the battery would not have lasted
    std::int64_t trips_short_of_range;
    std::array<std::int64_t, places> sessions;  // by Place
    std::array<double, places> charged_kwh;     // at the plug, by Place
};

// One line of /fleets.
struct FleetRow {
    std::string name;
    std::int64_t vehicles;
    FleetCounts counts;
};

}  // namespace yuchong::measure
