#pragma once
// What charging in public costs those who want to, by the zone they come from: recorded time only. A wish is
// one decision to charge, whatever number of stations it takes.

#include "sim/measure/zone_demand_table.hpp"

#include <cstdint>

namespace yuchong::city {

struct ZoneDemand {
    std::int64_t wishes, given_up;  // of them no station served
    double drive_min, drive_km;     // to stations and back
    std::int64_t wait_ms;           // in queues, until plugged in or given up
};

struct City;
struct State;
measure::ZoneDemandTable zone_demand_table(City const& city, State const& state);

}  // namespace yuchong::city
