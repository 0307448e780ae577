#pragma once
// A car at its own pile: plugs in, waits for its timer if it has one, charges flat, tapers, is full, leaves
// with its next trip. One car, one pile, nothing shared: all times are known at plug-in unless a trip comes
// first.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

void plug_in_at_home(City const& city, State& state, std::uint32_t agent, SimTime now);
// The next of: timer runs out, taper begins, full, departure.
void home_step(City const& city, State& state, std::uint32_t agent, SimTime now);

// The pile of a car that is plugged in has no supply until `returns`: in this slot the car feeds so much to
// its neighbours, or stands still. Whoever follows no strategy goes on then, or when the owner's timer says.
void hold_home(City const& city, State& state, std::uint32_t agent, Kilowatts feeds, SimTime returns,
               SimTime now);
// The supply is back: what is left of a stay that follows a strategy is laid out anew.
void free_home(City const& city, State& state, std::uint32_t agent, SimTime now);

// Lays out the plans of all cars that still charge by one anew, one after the other against all others: a
// round of best responses (sim/control/valley_filling.hpp). And sets the clock for the next time.
void resweep_homes(City const& city, State& state, SimTime now);

// By the books up to now, running charges included, against the meters of HomeMeter.
HomeEnergyBooks booked_at_home(State const& state, SimTime now);

// What the car has drawn so far.
supply::SessionReading read_home_session(Visit const& visit, SimTime now);
// What it has fed back, and what it takes at the plug to charge that again.
struct FedBack {
    double kwh, refill_kwh;
};
FedBack fed_back(State const& state, Visit const& visit, SimTime now);

}  // namespace yuchong::city
