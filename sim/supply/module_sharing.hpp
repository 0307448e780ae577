#pragma once
// Whole modules: fair, greedy and fcfs at work in a group. See sim/supply/sharing.hpp.

#include "sim/supply/state.hpp"

namespace yuchong::supply {

void claim_modules(Supply const& supply, State& state, GroupId group, PlugId plug, SimTime now);
void release_modules(Supply const& supply, State& state, GroupId group, PlugId plug, SimTime now);
// Shares anew; `reviewed` gets a new event whether its grant changes or not (invalid: nobody does).
void share_modules(Supply const& supply, State& state, GroupId group, PlugId reviewed, SimTime now);
// From now on the group may use this share of its modules, rounded down.
void limit_modules(Supply const& supply, State& state, GroupId group, double share, SimTime now);

}  // namespace yuchong::supply
