#pragma once
// Does the network fit the city it is drawn for? Its load against the system's peak, its counts and
// its reserves, on the design day and without charging.

#include "sim/base/quantity.hpp"
#include "sim/grid/load_shapes.hpp"
#include "sim/grid/network.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace yuchong::grid {

// Lowest, quantiles and highest of some shares.
struct Spread {
    double lowest, tenth, median, ninetieth, highest, mean;
};

struct Reconciliation {
    Kilowatts system_peak;                        // of the part of the city that the network stands for
    Kilowatts feeders_at_peak, upstream_at_peak;  // their sum is system_peak
    double lowest_level,
        highest_level;  // over the day: how far shapes by class and the city's curve disagree
    std::size_t substations, nodes;
    std::size_t cable_feeders, overhead_feeders, dedicated_feeders;
    double substation_mva;
    Spread one_out;  // load of a substation over the transformers that are left when one of several is out
    Spread feeder_loading;  // design peak over thermal rating, without feeders of single stations
    double trunk_km, line_km;
    std::vector<std::pair<double, std::size_t>> community_by_kva;  // size and count, from the smallest
    double community_mva, households;
    std::size_t station_transformers;
    double station_mva;
};

Reconciliation reconcile(Network const& network, LoadShapes const& shapes);

}  // namespace yuchong::grid
