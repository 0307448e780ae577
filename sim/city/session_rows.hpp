#pragma once
// What is written down of sessions and visits: rows for /sessions, counts and energies for the KPIs.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/supply/session.hpp"

namespace yuchong::city {

void session_started(City const& city, State& state, space::ZoneId zone);

// A session at a public plug or at a home pile is over (or still runs at the close).
void session_ended(City const& city, State& state, std::uint32_t agent, supply::Outcome outcome,
                   supply::SessionReading const& reading, SimTime now);

// What a running session has asked for, to charge what it fed back included, and not got. May be negative by
// rounding.
[[nodiscard]] KilowattHours still_lacks(State const& state, Visit const& visit,
                                        supply::SessionReading const& reading, SimTime now);

// A swap is over (or under way at the close): a session whose energy is what the packs differ by.
void swap_ended(City const& city, State& state, std::uint32_t agent, supply::Outcome outcome,
                supply::SessionReading const& reading, SimTime now);

// The vehicle of this visit waits no longer. Waits at depots are their owner's.
void end_wait(State& state, Visit const& visit, SimTime now);

// A visit that never came to a plug, or still waits at the close.
void visit_ended_unserved(City const& city, State& state, std::uint32_t agent, supply::Outcome outcome,
                          SimTime now);

}  // namespace yuchong::city
