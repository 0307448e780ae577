#pragma once
// Control of sessions at public stations: at each step the limit of a site is shared among its sessions by
// the strategy of the scenario (sim/control/site_sharing.hpp), or by a controller from outside
// (external_control.hpp), and held until the next. Limits and grants count power at the plugs.
//
// What happens at one instant: steps come last, after all arrivals of the instant, and see everybody who
// stands at a plug. Where all can have the most they will ever take, nobody is limited. A session that begins
// between two steps takes what its site has left, up to the next step; what sessions that end leave is shared
// at the next step.

#include "sim/base/time.hpp"
#include "sim/city/site_controller.hpp"
#include "sim/control/site_sharing.hpp"
#include "sim/supply/state.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

struct ControlState {
    std::uint64_t steps = 0;                    // so far
    std::uint64_t sessions = 0;                 // plug-ins so far: numbers the next one
    std::vector<std::uint64_t> session_number;  // by plug: of its session
    std::vector<std::uint32_t> joined;          // plugs whose session began since the last look
    SimTime fallen_back = never;                // when the controller from outside failed for good
    std::string why_fallen_back;

    // Scratch of one look: no state.
    std::vector<ControlledSite> sites;
    std::vector<std::uint32_t> plugs;  // of all sites; demands and grants likewise
    std::vector<control::SiteDemand> demands;
    std::vector<double> grant_kw;
    control::SharingScratch ranks;
};

template <class A>
void archive(A& a, ControlState& s) {
    a(s.steps, s.sessions, s.session_number, s.joined, s.fallen_back, s.why_fallen_back);
}

[[nodiscard]] bool controls_sites(City const& city);
// Is it recorded what each session is granted at each step?
[[nodiscard]] bool keeps_set_points(City const& city);
// Does a session at a plug in this phase draw, or is about to?
[[nodiscard]] bool wants_power(supply::Phase phase);
// What the session at a plug may draw from now on; infinity: no limit. Nothing happens if it is that already.
void give_set_point(City const& city, State& state, std::uint32_t plug, double most_kw, SimTime now);
// State of charge of the session at a plug.
double soc_at_plug(City const& city, State const& state, std::uint32_t plug, SimTime now);

// A car has plugged in.
void note_plugged_in(City const& city, State& state, std::uint32_t plug, SimTime now);
// The site of a session that stands at 0 looks at it before the instant ends.
void ask_for_admission(City const& city, State& state, std::uint32_t plug, SimTime now);
// Throws ControllerFailed and StepInterrupted; then the step has not begun and waits for the same instant.
void control_tick(City const& city, State& state, SimTime now);

}  // namespace yuchong::city
