#pragma once
// A car at its own pile: plugs in, waits for its timer if it has one, charges flat, tapers, is full, leaves
// with its next trip. One car, one pile, nothing shared: all times are known at plug-in unless a trip comes
// first.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

#include <array>
#include <span>

namespace yuchong::city {

void plug_in_at_home(City const& city, State& state, std::uint32_t agent, SimTime now);
// The next of: timer runs out, taper begins, full, departure.
void home_step(City const& city, State& state, std::uint32_t agent, SimTime now);

// Lays out the plans of all cars that still charge by one anew, one after the other against all others: a
// round of best responses (sim/control/valley_filling.hpp). And sets the clock for the next time.
void resweep_homes(City const& city, State& state, SimTime now);

// Adds each zone's home charging since the last call (grid side, kWh).
void meter_homes(State& state, SimTime now, std::span<double> zone_kwh);
// Energy by plan since the last call. Pre: meter_homes() has been called at this instant.
std::array<double, control::home_plans> take_home_kwh_by_plan(State& state, SimTime now);
// What cars have fed back since the last call, also what has left their batteries for it.
struct FedEnergy {
    double at_plug_kwh, from_battery_kwh;
};
FedEnergy take_fed_kwh(State& state, SimTime now);
// Energy by transformer of the grid since take_home_kwh(), up to now; takes nothing.
void look_at_home_kwh(State& state, SimTime now, std::span<double> transformer_kwh);
// Energy by transformer of the grid since the last call. Pre: meter_homes() has been called at this instant.
void take_home_kwh(State& state, SimTime now, std::span<double> transformer_kwh);

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
