#pragma once
// Connects the charging stations to feeders laid out without them. From `own_transformer_kw` on, a station
// has transformers of its own, by cable from the nearest 10 kV node whose feeder has room: first among the
// feeders of its zone, then of the supply area, else a new feeder. Very large ones always get a feeder of
// their own. Smaller ones share the nearest public transformer of their zone that has room, else the one with
// most room.

#include "sim/grid/feeder_design.hpp"

#include <optional>
#include <span>
#include <vector>

namespace yuchong::grid {

// A public transformer by the group that drew it.
struct PointRef {
    std::uint32_t group, point;
};

struct StationPlans {
    std::vector<std::optional<PointRef>> shared;  // by station: the public transformer it is at, if it is
};

struct SizedTransformers {
    std::size_t size;  // position in the list of sizes
    std::uint16_t units;
};
// The smallest of increasing sizes that carries so much; beyond the largest, equal ones.
SizedTransformers size_transformers(double kva, std::span<double const> sizes_kva);

// Groups with their points; `feeders` are those of all groups, in the order of groups.
struct LaidOut {
    std::span<ZoneGroup const> groups;
    std::span<LoadPoints const> drawn;
    std::span<std::uint32_t const> area_of_zone;
};

// Fills FeederDraft::stations and appends new feeders. `station_types` are those of
// StationRules::transformer_kva.
StationPlans connect_stations(std::vector<FeederDraft>& feeders, LaidOut const& laid_out,
                              std::span<std::uint16_t const> station_types, TrunkChoice const& cables,
                              LayoutSource const& source);

}  // namespace yuchong::grid
