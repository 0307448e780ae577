#pragma once
// What the distribution network has to serve: the zones and stations of a part of the city, thinned by
// `scale`.

#include "sim/city/inputs.hpp"
#include "sim/city/scope.hpp"
#include "sim/grid/network_synthesis.hpp"

namespace yuchong::city {

grid::NetworkDemand grid_demand(Inputs const& inputs, Part const& part);

// The network for it, drawn unless the inputs have one of their own. Stations are in the order of the part's.
grid::Network lay_out_grid(Inputs const& inputs, Part const& part, RandomSource const& random);

}  // namespace yuchong::city
