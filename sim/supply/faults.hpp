#pragma once
// Breakdown and repair of plugs, models.md 2.7: up-time exponential, repair lognormal around its mean. The
// k-th draw of a plug is keyed by the plug's ordinal and k, so when things break never depends on who
// charges. Plugs are whole when the simulation opens. State counts the faults; the caller schedules the
// plug's fault slot:
//
//   at t = 0        schedule first_fault_time(supply, plug)                -> break_down(..., now)
//   broken at t     schedule t + repair_duration(supply, state, plug)      -> repair(..., now)
//   repaired at t   schedule next_fault_time(supply, state, plug, t)

#include "sim/supply/state.hpp"

namespace yuchong::supply {

SimTime first_fault_time(Supply const& supply, PlugId plug);

// Of the fault that has just begun. Pre: break_down was called.
Duration repair_duration(Supply const& supply, State const& state, PlugId plug);

SimTime next_fault_time(Supply const& supply, State const& state, PlugId plug, SimTime repaired);

// How long the app goes on showing the k-th fault's plug as usable (ghost availability); zero for most.
Duration hidden_for(Supply const& supply, PlugId plug, std::uint32_t k);

// Share of time a plug is usable in the long run.
double availability(ReliabilitySettings const& settings);

}  // namespace yuchong::supply
