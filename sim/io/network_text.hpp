#pragma once
// The solution of a network as people and programs read it.

#include "sim/grid/network_flow.hpp"
#include "sim/io/network_case.hpp"

#include <string>

namespace yuchong::io {

// A few lines about the whole, then one a bus.
std::string flow_text(NetworkCase const& network, grid::NetworkFlow const& flow);
// One object: converged, iterations, method, losses_kw, losses_kvar, slack_p_kw, slack_q_kvar and buses, a
// list of {bus, vm_pu, va_deg}. Unless it converged, the powers are null and the list is empty.
std::string flow_json(NetworkCase const& network, grid::NetworkFlow const& flow);

}  // namespace yuchong::io
