#pragma once
// The frozen network from its drafts: feeders by substation, nodes depth first with the stations right behind
// the node they branch from, transformers and homes numbered.

#include "sim/grid/station_connection.hpp"
#include "sim/grid/substation_siting.hpp"

#include <span>
#include <vector>

namespace yuchong::grid {

struct NetworkParts {
    std::span<FeederDraft const> feeders;
    SitedSubstations const& sited;
    StationPlans const& plans;
    std::span<LoadPoints const> drawn;  // by group
    std::span<TransformerType const> types;
    std::span<Conductor const> station_cables;  // from the smallest
};

Network build_network(NetworkParts const& parts, LayoutSource const& source);

}  // namespace yuchong::grid
