#pragma once
// Periodic physics is no event per thing but one clock that sweeps arrays: each minute the meters are read
// and handed to the recorder, each `information.age` the status board is published. Both in phase measure:
// they see the instant after everything else has happened, and change nothing that an event of the model
// could read at it.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

void start_clocks(City const& city, State& state);
void publish_tick(City const& city, State& state, SimTime now);
void minute_tick(City const& city, State& state, SimTime now);

// Reads all meters for the minute that ends now; the close calls it for the last one.
void read_meters(City const& city, State& state, SimTime now);

// Plug-milliseconds of all public plugs so far.
measure::PlugLedger plug_ledger(City const& city, State const& state, SimTime now);

}  // namespace yuchong::city
