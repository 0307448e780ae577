#pragma once
// A feeder of the network as the solvers take it.

#include "sim/grid/network.hpp"
#include "sim/grid/radial_feeder.hpp"

namespace yuchong::grid {

inline FeederColumns columns_of(Network const& network, Feeder const& feeder) {
    Nodes const& nodes = network.nodes;
    return {.parent = network.of(feeder, nodes.parent),
            .r_pu = network.of(feeder, nodes.r_pu),
            .x_pu = network.of(feeder, nodes.x_pu),
            .rating_pu = network.of(feeder, nodes.rating_pu)};
}

}  // namespace yuchong::grid
