#pragma once
// Where people live and go: districts > zones (towns and streets) > demand points. Plain frozen data, filled
// by io from models/chongqing or drawn by sim/space/synthesis.hpp.

#include "sim/base/id.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::space {

using DistrictId = Id<struct DistrictTag>;
using ZoneId = Id<struct ZoneTag>;

struct GeoPoint {
    double lon, lat;  // degrees
};

enum class Ring : std::uint8_t { core, inner, outer };  // 中心城区, 主城新区, 渝东北/渝东南
enum class ZoneKind : std::uint8_t { central, residential, town, rural };
enum class Relief : std::uint8_t { valley, hills, mountains };  // elevation class: climb per km

struct District {
    std::string name, name_zh;
    std::uint32_t adcode;
    Ring ring;
    Relief relief;
    GeoPoint centroid, seat;
    double area_km2;
    double population;
    double urbanisation;  // share, 0..1
    double seat_elevation_m;
    double home_pile_share;  // private cars with a pile of their own
    double vehicle_weight;   // share of the city's new-energy cars, any scale
    std::uint32_t first_zone, zone_count;
};

struct Zone {
    std::string id;  // <adcode>-<nn>, stable
    DistrictId district;
    GeoPoint centre;
    ZoneKind kind;
    Relief relief;
    double area_km2;
    double built_up_km2;
    double population;
    double jobs;            // weight of work trips ending here
    double visits;          // weight of other trips ending here
    double vehicle_weight;  // share of the city's new-energy cars, same scale as the district's
    double home_pile_share;
    double base_load_share;  // of the city's base load
    std::uint32_t first_point, point_count;
};

struct DemandPoint {
    GeoPoint position;
    ZoneId zone;
    double weight;  // share of the zone's population
};

enum class BarrierKind : std::uint8_t { river, ridge };

// A river or a ridge as a line on the map: roads go round to the next bridge or tunnel.
struct Barrier {
    std::string name;
    std::vector<GeoPoint> line;  // at least two points
    std::string name_zh{};
    BarrierKind kind = BarrierKind::river;
};

struct Geography {
    std::vector<District> districts;
    std::vector<Zone> zones;          // ordered by district
    std::vector<DemandPoint> points;  // ordered by zone
    std::vector<Barrier> barriers;
};

}  // namespace yuchong::space
