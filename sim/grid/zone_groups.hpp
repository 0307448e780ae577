#pragma once
// Which zones share feeders. A large zone has feeders of its own; smaller ones go together with their
// neighbours of the same kind of line until they fill a few, so that no more than one is half empty.
//
// Groups stay inside a supply area: a district, or, where districts are too small to fill a substation's
// feeders (a thinned city), several that follow one another.

#include "sim/grid/network_synthesis.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

struct ZoneGroup {
    std::vector<std::uint32_t> zones;  // the first is its anchor: draws and ids go by it
    FeederKind kind;
    std::uint32_t area;    // supply areas are numbered from 0
    double loading_limit;  // share of a feeder's rating in planning
};

// What groups, load points and feeders are laid out from.
struct LayoutSource {
    NetworkDemand const& demand;
    NetworkRules const& rules;
    DesignDay const& day;
    std::span<ClassKw const> zone_load;
    std::span<TransformerType const> types;          // 10/0.4 kV, from the smallest
    std::span<std::uint16_t const> community_types;  // those of CommunityRules::sizes
    RandomSource const& random;
};

// Thermal rating of the largest trunk, by kind of line.
struct LargestTrunk {
    double cable_kva, overhead_kva;
};

// Over which the zone's customers are spread.
double served_km2(ZoneDemand const& zone, NetworkRules const& rules);

// Ordered by area.
std::vector<ZoneGroup> group_zones(LargestTrunk const& largest, LayoutSource const& source);

}  // namespace yuchong::grid
