#pragma once
// Power flow of one network, whatever its shape: sweeps over its tree if it is radial, the sparse solver if
// it has loops.

#include "sim/grid/convergence.hpp"
#include "sim/grid/meshed_flow.hpp"
#include "sim/grid/node_load.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::grid {

enum class FlowMethod : std::uint8_t { sweeps, tree_newton, sparse_newton };

struct NetworkFlow {
    FlowOutcome outcome;
    FlowMethod method;
    std::vector<Complex> voltage;  // by node; a flat start if the flow did not converge
};

// Loads are by node of the network. Throws BrokenInvariant if the network is in several pieces or a branch
// has no impedance.
NetworkFlow solve_network(MeshedNetwork const& network, Complex slack_voltage, FeederLoads const& loads,
                          FlowTolerance const& tolerance);

// Nodes that the slack does not reach, ascending.
std::vector<std::uint32_t> dark_nodes(MeshedNetwork const& network);

}  // namespace yuchong::grid
