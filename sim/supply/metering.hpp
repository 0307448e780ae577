#pragma once
// What a station draws from the grid, measured; and the two accounts the audit compares.
//
// Path 1, the meter: power integrated over time along each plug's stretches by cursors of its own, plus
// losses and auxiliaries, in sweeps of a clock. Metering reads the physics and never moves it, so how often
// it is called changes no event, grant or SoC; the physics brings a plug's meter up to date before it changes
// what flows there. Path 2, the books: energy at the plug from the gain of SoC over efficiency, losses
// integrated along the physics cursor, auxiliaries from whole host-milliseconds. Nothing is ever booked as a
// residual.

#include "sim/supply/state.hpp"

#include <span>

namespace yuchong::supply {

// Adds each station's AC energy since the last call. Pre: one entry a station, `now` not before the last
// call.
void meter(Supply const& supply, State& state, SimTime now, std::span<double> station_ac_kwh);

// Both accounts of a station since the start. Pre: now is the instant of the last meter() (checked).
struct EnergyAccounts {
    double metered_kwh;
    double booked_kwh;
};
EnergyAccounts energy_accounts(Supply const& supply, State const& state, StationId station, SimTime now);

// A station's AC energy since the last meter(): brings the meters of its plugs up to `now` and hands out
// nothing.
double unread_kwh(Supply const& supply, State& state, StationId station, SimTime now);

// What plugs and auxiliaries draw right now; of a station without a plant all that flows through the
// connection.
double station_ac_kw(Supply const& supply, State const& state, StationId station, SimTime now);

}  // namespace yuchong::supply
