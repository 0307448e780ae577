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

// AC energy of the plug of this meter from the cursor's time to `now`; moves the cursor.
double run_meter(State& state, std::uint32_t slot, SimTime now);

// By far the most readings: a whole minute inside a stretch whose constants are known, in a few instructions.
constexpr double minute_h = 1.0 / 60.0;
[[nodiscard]] inline bool has_minute(MeterCursor const& cursor, SimTime now) {
    return now - cursor.last == minutes(1) && minute_h <= cursor.rest_h && cursor.minute_factor != 0.0;
}
// run_meter() then. Pre: has_minute.
inline double run_minute(MeterCursor& cursor, SimTime now) {
    double const start_kw = cursor.power_kw;
    cursor.last = now;
    cursor.power_kw = start_kw * cursor.minute_factor;
    cursor.rest_h -= minute_h;
    return cursor.minute_kwh + start_kw * (cursor.minute_h + start_kw * cursor.minute_h_per_kw);
}

// The same for the auxiliaries of a station: call after its counts of open or active hosts changed.
void follow_auxiliaries(Supply const& supply, State& state, StationId station, SimTime now);

}  // namespace yuchong::supply
