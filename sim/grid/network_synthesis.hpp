#pragma once
// Draws the distribution network that nobody publishes: feeders for the zones' load at the design peak, laid
// out by the planning rules of Chinese 10 kV grids, and substations at their load centres. Synthetic, and
// said so in every result.
//
//   Network const network = synthesize_network(demand, rules, shapes, catalogue, random);
//
// 1. Zones of a district share feeders where they are small and have several where they are large
//    (zone_groups.hpp). 2. Public transformers and 10 kV customers of a group are drawn until they carry its
//    load (load_points.hpp). 3. They are dealt to as few feeders as rating and voltage allow
//    (feeder_design.hpp). 4. Charging stations are connected where there is room (station_connection.hpp).
// 5. Feeders of a district are gathered into substations (substation_siting.hpp).
//
// Draws are keyed by zone. A station more changes its zone's feeders by its own branch, and another zone's
// only if its own had no room; a zone more changes its district. A thinned city hands over smaller loads and
// areas and gets fewer feeders of the same make. Lengths follow from areas, never from the map: in a thinned
// city the map is too large for its feeders.

#include "sim/base/random.hpp"
#include "sim/grid/load_shapes.hpp"
#include "sim/grid/network.hpp"
#include "sim/grid/network_rules.hpp"

#include <span>
#include <string>
#include <vector>

namespace yuchong::grid {

// What a draw of class `zone` is for. Append only; numbers far from those of other folders.
enum class NetworkPurpose : std::uint16_t { plan = 2000, community, customer, place };

struct ZoneDemand {
    std::string id;
    std::uint32_t district;  // index; zones of a district stand together
    space::GeoPoint position;
    space::ZoneKind kind;
    double area_km2, built_up_km2;
    double population;
    double jobs;
    double peak_kw;  // on public 10 kV feeders at the design instant
};

struct StationDemand {
    std::string id;
    space::ZoneId zone;
    space::GeoPoint position;
    double grid_limit_kw;
};

struct NetworkDemand {
    std::vector<std::string> districts;  // names
    std::vector<ZoneDemand> zones;
    std::vector<StationDemand> stations;
};

// A design load by class, of which `peak` is drawn at the design instant, as the zone's people and jobs split
// it.
ClassKw load_in(ZoneDemand const& zone, Kilowatts peak, LoadShapes const& shapes);

// Throws BrokenInvariant if a named conductor or transformer is not in the catalogue, or a zone cannot be
// served within the rules.
Network synthesize_network(NetworkDemand const& demand, NetworkRules const& rules, LoadShapes const& shapes,
                           Catalogue const& catalogue, RandomSource const& random);

}  // namespace yuchong::grid
