#pragma once
// One electrical network to solve: a folder with buses.csv and branches.csv, or a MATPOWER case file (.m).
// docs/powerflow.md describes both. What comes out is in per unit on 1 MVA, closed branches only.

#include "sim/grid/complex.hpp"
#include "sim/grid/meshed_flow.hpp"

#include <string>
#include <vector>

namespace yuchong::io {

struct NetworkCase {
    std::vector<std::string> bus;  // names, in the order of the file
    grid::MeshedNetwork network;
    std::vector<double> p_pu, q_pu;  // constant-power load of each bus
    grid::Complex slack_voltage;
};

// Throws InputError with everything that is wrong with it, as file:line:column.
NetworkCase read_network_case(std::string const& path);

}  // namespace yuchong::io
