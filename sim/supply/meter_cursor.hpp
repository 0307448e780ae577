#pragma once
// One plug's meter: what the physics calls when current starts, changes or stops. Each first books the energy
// that flowed since the meter was last read to the station's pending AC energy, then follows the session from
// `now`.

#include "sim/supply/state.hpp"

namespace yuchong::supply {

// Pre: the session's cursor is at `now`, the plug has no meter running.
void start_meter(Supply const& supply, State& state, PlugId plug, SimTime now);
// Call before the grant changes: books what flowed under the old one.
void read_meter(State& state, PlugId plug, SimTime now);
// Call after it changed. Pre: session and meter stand at `now`.
void follow_session(State& state, PlugId plug);
void stop_meter(State& state, PlugId plug, SimTime now);

// AC energy of the plug from the cursor's time to `now`; moves the cursor.
double run_meter(State const& state, MeterCursor& cursor, SimTime now);

// The same for the auxiliaries of a station: call after its counts of open or active hosts changed.
void follow_auxiliaries(Supply const& supply, State& state, StationId station, SimTime now);

}  // namespace yuchong::supply
