#pragma once
// Control of sessions at public stations: at each step the limit of a site is shared among its sessions by
// the strategy of the scenario (sim/control/site_sharing.hpp) and held until the next. Limits and grants
// count power at the plugs.
//
// What happens at one instant: steps come last, after all arrivals of the instant, and see everybody who
// stands at a plug. Where all can have the most they will ever take, nobody is limited. A session that begins
// between two steps takes what its site has left, up to the next step; what sessions that end leave is shared
// at the next step.

#include "sim/base/time.hpp"
#include "sim/control/site_sharing.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

struct ControlState {
    std::uint64_t steps = 0;            // so far
    std::vector<std::uint32_t> joined;  // plugs whose session began since the last look

    // Scratch of one look at one site: no state.
    std::vector<std::uint32_t> plugs;
    std::vector<control::SiteDemand> demands;
    std::vector<double> grant_kw;
    control::SharingScratch ranks;
};

template <class A>
void archive(A& a, ControlState& s) {
    a(s.steps, s.joined);
}

[[nodiscard]] bool controls_sites(City const& city);
// By station: what control lets its plugs draw together.
std::vector<double> site_limits_kw(City const& city);

// A car has plugged in.
void note_plugged_in(City const& city, State& state, std::uint32_t plug, SimTime now);
// The site of a session that stands at 0 looks at it before the instant ends.
void ask_for_admission(City const& city, State& state, std::uint32_t plug, SimTime now);
void control_tick(City const& city, State& state, SimTime now);

}  // namespace yuchong::city
