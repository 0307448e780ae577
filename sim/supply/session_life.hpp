#pragma once
// The life of one session at its plug:
//
//   occupy -> plugging_in -> charging -> staying -> unplugging -> vacant
//
// Phases that last no time are passed through in the same call. Whoever frees a plug lets the queue move
// (sim/supply/queue.hpp); these functions only return whether it became free.

#include "sim/supply/state.hpp"

namespace yuchong::supply {

enum class PlugIs : std::uint8_t { taken, freed };

// A car plugs in. Pre: the plug is vacant and fits the car. Returns freed if all phases last no time.
PlugIs occupy(Supply const& supply, State& state, PlugId plug, SessionRequest const& request, SimTime now);

// A pack lies in its slot and draws nothing, until start_unplugging(). Pre: the slot is vacant.
void lay_in(Supply const& supply, State& state, PlugId slot, SessionRequest const& request, SimTime now);

// The plug's events.
PlugIs finish_overhead(Supply const& supply, State& state, PlugId plug, SimTime now);
PlugIs end_charge(Supply const& supply, State& state, PlugId plug, SimTime now);
PlugIs start_unplugging(Supply const& supply, State& state, PlugId plug, SimTime now);
// A watched crossing, or the pack's temperature asks for a new acceptance.
void progress(Supply const& supply, State& state, PlugId plug, SimTime now);

// The plug has broken: its car, if any, leaves at once; the plug is left vacant.
void evict(Supply const& supply, State& state, PlugId plug, SimTime now);

// A physical fit: sockets, voltage, on-board charger. Test sessions of fixed service fit everywhere.
bool fits(Supply const& supply, PlugId plug, SessionRequest const& request);

// Hours this car would charge at this plug if it shared with nobody; infinity if it does not fit.
double hours_alone(Supply const& supply, PlugId plug, SessionRequest const& request);

}  // namespace yuchong::supply
