#pragma once
// How power that is continuously shared flows between two events, in closed form (models.md 2.4).
//
// Inside its stretch a member's demand is linear in the energy it has taken: d = d0 + lam e. Left alone it
// follows d0 exp(lam t).
//
// max_min       Who gets its demand follows its own exponential; the n others of a full host (or of the full
//               station) each get the level w(t) = (C - sum d_j(t)) / n, so their energy is
//               G(t) = (C t - sum e_j(t)) / n. The flow changes when a member leaves its stretch, a demand
//               meets the level, or a host meets its capacity or the station's level.
// proportional  All get x_i = C d_i / D, D = sum d. With the clock d tau = (C / D) dt every demand follows
// its own
//               exponential in tau, x dt = d dtau, and t(tau) = (1/C) sum e_j(tau), monotone, inverted by
//               Newton.
//
// Margins are searched at eight points of a horizon and then by bisection to 1e-10 h; a demand that touches
// the level twice between two of them is not noticed, its excess is far below a watt-hour.

#include "sim/supply/allocation.hpp"
#include "sim/supply/supply.hpp"

#include <span>

namespace yuchong::supply {

struct FlowMember {
    double demand_kw;  // at the start, > 0
    double lam_per_h;
    double room_kwh;  // energy to the end of its stretch, > 0
    std::uint32_t host;
    Bound bound;  // filled in by start_flow
};

struct Flow {
    SharingRule rule;               // max_min or proportional
    std::span<FlowMember> members;  // in the order of the sessions
    std::span<double const> host_cap_kw;
    double station_cap_kw;  // max_min only
};

// Finds out who is bound by what at the start.
void start_flow(Flow const& flow);

// Hours until the flow has to be started anew; infinity if never.
double hours_to_change(Flow const& flow);

struct Taken {
    double energy_kwh;  // since the start
    double power_kw;    // then
};
// What each member has taken after `hours`; one entry a member. Pre: start_flow was called.
void take(Flow const& flow, double hours, std::span<Taken> taken);

// What all have taken together: capacity times time where it is scarce, not the sum of the members.
double total_kwh(Flow const& flow, double hours);

}  // namespace yuchong::supply
