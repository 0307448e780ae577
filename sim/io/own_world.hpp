#pragma once
// Zones and stations written by hand, as the geography and the network that drawn ones would otherwise be.

#include "sim/io/sections.hpp"
#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"

#include <span>
#include <string>

namespace yuchong::io {

// One district that holds all zones; people, jobs and visits by the rules of city.geography, without luck.
// Each zone has one demand point, its centre. Pre: at least one zone.
space::Geography own_geography(CitySection const& city);

// Pre: every station's zone is one of `zone_ids`.
// The stations by hand, or `stations` in their place. Pre: their zones are among zone_ids, their packs among
// the models (swap_checks.hpp).
supply::Network own_network(Sections const& sections, std::span<StationEntry const> stations,
                            std::span<std::string const> zone_ids);

}  // namespace yuchong::io
