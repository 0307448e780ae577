#pragma once
// Strategy receding_horizon: at each control step every site plans the charging of the sessions at its plugs
// over the next hours (sim/control/horizon_plan.hpp) and grants each the power of the first slot. Slots are
// control steps, so that what is granted is what was planned. Everything a plan reads is in the state, the
// solver starts afresh each time.
//
// A session may charge until the last whole slot before its departure, or the end of the horizon if that
// comes first: by then all it still wants is to be in it. One without a known departure, whose driver leaves
// when it is charged, is planned as if it left when an undisturbed charge would end, and gets what is left of
// the limit beside its plan. Expected arrivals, if asked for, are the sessions that plugged
// in at the site during the last 24 hours, come again: they hold room in later slots.
//
// Between two steps a session waits for the next one if its departure allows that, else it takes what its
// site has left.

#include "sim/base/time.hpp"
#include "sim/city/site_controller.hpp"
#include "sim/control/site_sharing.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

// A session of the last 24 hours.
struct SeenSession {
    SimTime plug_in;
    Duration stay;
    double requested_kwh, max_kw;
    std::uint32_t station;
};

struct HorizonState {
    std::vector<SeenSession> seen;  // by plug_in
};

template <class A>
void archive(A& a, HorizonState& s) {
    a(s.seen);
}

[[nodiscard]] bool plans_ahead(City const& city, std::uint32_t station);
void note_for_tomorrow(City const& city, State& state, std::uint32_t plug, SimTime now);
// Forgets who came more than a day ago. At each step.
void forget_older_sessions(City const& city, State& state, SimTime now);
// Fills the site's part of control.grant_kw; its sum is at most the limit of the site.
void plan_site(City const& city, State& state, ControlledSite const& site, SimTime now);
// May it wait for the next step and still be content in time?
[[nodiscard]] bool can_wait(City const& city, control::SiteDemand const& demand, SimTime now);

}  // namespace yuchong::city
