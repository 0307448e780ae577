#include "sim/city/grid_demand.hpp"

#include <algorithm>

namespace yuchong::city {

grid::NetworkDemand grid_demand(Inputs const& inputs, Part const& part) {
    grid::NetworkDemand demand;
    for (space::District const& district : part.geography.districts)
        demand.districts.push_back(district.name);
    double shares = 0.0;
    for (space::Zone const& zone : part.geography.zones) shares += zone.base_load_share;
    grid::SeasonLoad const& heatwave = inputs.base_load.summer_heatwave;
    double const city_kw =
        1000.0 * heatwave.peak_mw * *std::max_element(heatwave.shape.begin(), heatwave.shape.end());
    double const peak_kw = city_kw * part.base_load_share * inputs.grid.classes.feeder_share;
    for (space::Zone const& zone : part.geography.zones) {
        demand.zones.push_back({.id = zone.id,
                                .district = zone.district.index(),
                                .position = zone.centre,
                                .kind = zone.kind,
                                .area_km2 = inputs.scale * zone.area_km2,
                                .built_up_km2 = inputs.scale * zone.built_up_km2,
                                .population = inputs.scale * zone.population,
                                .jobs = inputs.scale * zone.jobs,
                                .peak_kw = shares > 0.0 ? peak_kw * zone.base_load_share / shares : 0.0});
    }
    for (supply::Station const& station : part.network.stations) {
        demand.stations.push_back({station.id, station.zone, station.position, station.grid_limit_kw});
    }
    return demand;
}

grid::Network lay_out_grid(Inputs const& inputs, Part const& part, RandomSource const& random) {
    grid::LoadShapes const shapes(inputs.grid.classes, inputs.base_load);
    if (inputs.grid.own_network)
        return grid::build_own_network(*inputs.grid.own_network, grid_demand(inputs, part),
                                       inputs.grid.network, shapes, inputs.grid.catalogue);
    return grid::synthesize_network(grid_demand(inputs, part), inputs.grid.network, shapes,
                                    inputs.grid.catalogue, random);
}

}  // namespace yuchong::city
