#include "sim/io/place_groups.hpp"

#include "sim/io/fields_domain.hpp"
#include "sim/io/netcdf_group.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::io {
namespace {

void build_zones(Hdf5Group& root, space::Geography const& geography, int deflate) {
    NetcdfGroup group(root.create_group("zones"), deflate);
    std::vector<std::string> ids, districts;
    std::vector<std::int8_t> kinds;
    std::vector<double> lon, lat, area_km2, population;
    for (space::Zone const& zone : geography.zones) {
        ids.push_back(zone.id);
        districts.push_back(geography.districts.at(zone.district.index()).name);
        kinds.push_back(static_cast<std::int8_t>(zone.kind));
        lon.push_back(zone.centre.lon);
        lat.push_back(zone.centre.lat);
        area_km2.push_back(zone.area_km2);
        population.push_back(zone.population);
    }
    std::vector<std::string> const by_zone{"zone"};
    group.text_dimension({"zone", "1", "zone (town or street)"}, ids);
    group.text({"district", "1", "district, as in /districts"}, by_zone, districts);
    group.codes<std::int8_t>({"kind", "1", "kind of zone"}, by_zone, kinds,
                             {{zone_kind_names.begin(), zone_kind_names.end()}});
    group.numbers<double>({"lon", "degrees_east", "longitude of the centre"}, by_zone, lon);
    group.numbers<double>({"lat", "degrees_north", "latitude of the centre"}, by_zone, lat);
    group.numbers<double>({"area_km2", "km2", "area"}, by_zone, area_km2);
    group.numbers<double>({"population", "1", "residents"}, by_zone, population);
}

void build_barriers(Hdf5Group& root, std::span<space::Barrier const> barriers, int deflate) {
    NetcdfGroup group(root.create_group("barriers"), deflate);
    std::vector<std::string> names, names_zh;
    std::vector<std::int8_t> kinds;
    std::vector<std::int32_t> barrier_of;
    std::vector<double> lon, lat;
    for (space::Barrier const& barrier : barriers) {
        for (space::GeoPoint const& vertex : barrier.line) {
            barrier_of.push_back(static_cast<std::int32_t>(names.size()));
            lon.push_back(vertex.lon);
            lat.push_back(vertex.lat);
        }
        names.push_back(barrier.name);
        names_zh.push_back(barrier.name_zh);
        kinds.push_back(static_cast<std::int8_t>(barrier.kind));
    }
    std::vector<std::string> const by_barrier{"barrier"}, by_vertex{"vertex"};
    group.text_dimension({"barrier", "1", "river or ridge"}, names);
    group.text({"name_zh", "1", "its name in Chinese"}, by_barrier, names_zh);
    group.codes<std::int8_t>({"kind", "1", "river or ridge"}, by_barrier, kinds,
                             {{barrier_kind_names.begin(), barrier_kind_names.end()}});
    group.bare_dimension("vertex", lon.size());
    group.numbers<std::int32_t>({"vertex_barrier", "1", "position in barrier, vertices in order"}, by_vertex,
                                barrier_of);
    group.numbers<double>({"lon", "degrees_east", "longitude"}, by_vertex, lon);
    group.numbers<double>({"lat", "degrees_north", "latitude"}, by_vertex, lat);
}

}  // namespace

void build_places(Hdf5Group root, space::Geography const& geography, std::span<space::Barrier const> barriers,
                  int deflate) {
    build_zones(root, geography, deflate);
    if (!barriers.empty()) build_barriers(root, barriers, deflate);
}

}  // namespace yuchong::io
