#pragma once
// The sessions whose departure is known, handed to measure/session_bounds.hpp: all at sites of AC piles only,
// and all of a run that only replays sessions. Drivers at DC terminals leave when charged, so nothing is
// known of what could have been done elsewhere. Recorded where it says something: with control of sites, or
// with replayed sessions.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

#include <string>

namespace yuchong::city {

[[nodiscard]] bool records_bounds(City const& city);

// Nothing happens without a recorder.
void note_known_session(City const& city, State& state, std::uint32_t agent, SimTime now);
// At the end of a slot, and of one at the end of its charge: between both its reading does not change.
void read_known_sessions(City const& city, State& state, SimTime now);
void read_known_session(State& state, std::uint32_t plug, supply::SessionReading const& reading, SimTime now);
void end_known_session(State& state, std::uint32_t plug, supply::Outcome outcome,
                       supply::SessionReading const& reading, SimTime now);

// After the close.
[[nodiscard]] std::optional<measure::BoundSummary> bounds_of(City const& city, State const& state);
// Why there are none although the run records them; empty if there are.
[[nodiscard]] std::string bounds_absent(City const& city, State const& state);

}  // namespace yuchong::city
