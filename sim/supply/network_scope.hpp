#pragma once
// A part of the network: the districts of a scenario's scope, and a share of their stations where everything
// is thinned together. What is kept is kept whole: ids, draws, hosts and plugs stay as they are.

#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"

#include <vector>

namespace yuchong::supply {

struct NetworkScope {
    std::vector<bool> in_scope;  // by district
    double scale;                // [share, 0..1] of the stations in scope that are kept
};

// Keeps round(scale * count) stations in all, of those with DC terminals and of those with super terminals,
// spread evenly over the network's order (by zone). Throws BrokenInvariant if in_scope does not have one
// entry a district.
Network select_network(Network const& network, space::Geography const& geography, NetworkScope const& scope);

// Those in service on some of these civil days, the last included.
Network in_service_between(Network const& network, std::int32_t first_day, std::int32_t last_day);

// The best that a station has, in the order of the classes.
[[nodiscard]] PlugClass best_plug(Network const& network, Station const& station);

}  // namespace yuchong::supply
