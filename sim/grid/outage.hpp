#pragma once
// Feeders that lose their supply for some hours, and who stands in.

#include "sim/base/calendar.hpp"

#include <string>
#include <vector>

namespace yuchong::grid {

// A whole feeder without supply, from one instant of the clock to another. Ties to its neighbours stay open.
struct Outage {
    std::string feeder;  // its id
    CivilTime from, to;  // [quarters of an hour] at most a day apart
};

// Vehicles at private piles that feed the households behind their transformer while its feeder is out.
struct EmergencySettings {
    double vehicle_share;  // [share, 0..1] of the cars with a pile: car, pile and contract can
    double reserve_soc;    // [share, 0..1] never fed below
};

// Section `grid`.
struct OutageSettings {
    std::vector<Outage> planned;
    EmergencySettings emergency;
};

}  // namespace yuchong::grid
