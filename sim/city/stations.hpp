#pragma once
// Between the stations and the rest: their events, faults, and the application of what every call on them
// returns.

#include "sim/city/city.hpp"
#include "sim/city/events.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

// Reschedules slots, tells cars, and marks the station's line on the board as stale.
void apply(City const& city, State& state, std::uint32_t station, supply::Changes const& changes,
           SimTime now);

void plug_event(City const& city, State& state, std::uint32_t plug, EventKind kind, SimTime now);
void host_event(City const& city, State& state, std::uint32_t host, SimTime now);
void break_down(City const& city, State& state, std::uint32_t plug, SimTime now);
void repair(City const& city, State& state, std::uint32_t plug, SimTime now);

}  // namespace yuchong::city
