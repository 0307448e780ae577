#pragma once
// Continuous sharing: max_min and proportional at work in a group. While power is scarce the sessions'
// cursors all stand at the flow's start, their meters rest and the flow is metered as a whole. See
// sim/supply/sharing.hpp.

#include "sim/supply/sharing.hpp"

namespace yuchong::supply {

void claim_flow(Supply const& supply, State& state, GroupId group, PlugId plug, SimTime now);
// Settles everybody, shares anew and sets the group's event.
void share_flow(Supply const& supply, State& state, GroupId group, SimTime now);
// From now on the group may use this share of its power.
void limit_flow(Supply const& supply, State& state, GroupId group, double share, SimTime now);

// Pre, all three: power is scarce in the group.
void settle_flow(Supply const& supply, State& state, GroupId group, SimTime now);
SessionNow flow_now(Supply const& supply, State const& state, GroupId group, PlugId plug, SimTime now);
// Energy at the plugs since the flow's start.
double flow_kwh(Supply const& supply, State const& state, GroupId group, SimTime now);

}  // namespace yuchong::supply
