#pragma once
// The solution of a feeder phase by phase as people and programs read it.

#include "sim/grid/three_phase.hpp"
#include "sim/grid/three_phase_solve.hpp"

#include <string>

namespace yuchong::io {

// A few lines about the whole, then one a bus and phase, to ground.
std::string three_phase_text(grid::ThreePhaseFeeder const& feeder, grid::ThreePhaseResult const& result);
// One object: converged, iterations, losses_kw, slack_p_kw, slack_q_kvar and buses, a list of {bus, phase,
// vm_pu, va_deg}. Unless it converged, the powers are null and the list is empty.
std::string three_phase_json(grid::ThreePhaseFeeder const& feeder, grid::ThreePhaseResult const& result);

}  // namespace yuchong::io
