#include "sim/city/hosting.hpp"

#include "sim/city/grid_demand.hpp"
#include "sim/grid/feeder_transformers.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace yuchong::city {

namespace {

double mean_pile_kw(demand::FleetSettings const& fleet) {
    double kw = 0.0, weights = 0.0;
    for (std::size_t i = 0; i < fleet.home_pile_kw.size(); ++i) {
        kw += fleet.home_pile_weights[i] * fleet.home_pile_kw[i];
        weights += fleet.home_pile_weights[i];
    }
    return weights > 0.0 ? kw / weights : 0.0;
}

// Power of all home piles, by zone: the expectation of what draw_population() deals out.
std::vector<double> piles_by_zone(Inputs const& inputs, Part const& part) {
    double const pile_kw = mean_pile_kw(inputs.private_cars);
    std::vector<double> kw;
    std::vector<double> weight(part.geography.districts.size(), 0.0);
    for (space::Zone const& zone : part.geography.zones) weight[zone.district.index()] += zone.vehicle_weight;
    for (space::Zone const& zone : part.geography.zones) {
        std::size_t const d = zone.district.index();
        double const cars =
            weight[d] > 0.0 ? part.cars_by_district[d] * zone.vehicle_weight / weight[d] : 0.0;
        double const owners = std::min(1.0, zone.home_pile_share * inputs.private_cars.home_pile_factor);
        kw.push_back(cars * owners * pile_kw);
    }
    return kw;
}

// By transformer: what a share of the zones' piles draws, dealt out by households.
std::vector<double> home_piles_kw(Inputs const& inputs, Part const& part, grid::Network const& network) {
    std::vector<double> kw(network.transformers.size(), 0.0);
    std::vector<double> const piles_kw = piles_by_zone(inputs, part);
    for (std::size_t z = 0; z < network.zone_homes.size(); ++z) {
        grid::ZoneHomes const homes = network.zone_homes[z];
        if (homes.count == 0) continue;
        double const all = network.home_households[homes.first + homes.count - 1];
        double before = 0.0;
        for (std::uint32_t i = homes.first; i < homes.first + homes.count; ++i) {
            double const share = (network.home_households[i] - before) / all;
            before = network.home_households[i];
            kw[network.home_transformers[i].index()] +=
                inputs.grid.hosting.home_coincidence * share * piles_kw[z];
        }
    }
    return kw;
}

std::vector<double> stations_kw(Inputs const& inputs, Part const& part, grid::Network const& network) {
    std::vector<double> kw(network.transformers.size(), 0.0);
    for (std::size_t s = 0; s < part.network.stations.size(); ++s) {
        kw[network.station_transformer[s].index()] +=
            inputs.grid.network.station.coincidence * part.network.stations[s].grid_limit_kw;
    }
    return kw;
}

grid::DesignDay design_day(Inputs const& inputs, grid::Network const& network) {
    if (network.city_load)
        return grid::LoadShapes(inputs.grid.classes, inputs.base_load).design_day(*network.city_load);
    grid::ClassKw all;
    for (std::size_t i = 0; i < network.nodes.size(); ++i) all += network.nodes.load(i);
    return grid::LoadShapes(inputs.grid.classes, inputs.base_load).design_day(all);
}

// Existing charging by transformer, scaled feeder by feeder.
std::vector<double> as_recorded(std::vector<double> charging_kw, grid::Network const& network,
                                std::span<RecordedPeak const> recorded) {
    if (recorded.size() != network.feeders.size())
        throw UnusableRecord("the record is of another network (the number of feeders differs)");
    auto const first = grid::first_transformers(network);
    for (std::size_t f = 0; f < network.feeders.size(); ++f) {
        grid::Feeder const& feeder = network.feeders[f];
        if (recorded[f].feeder != feeder.id)
            throw UnusableRecord("the record is of another network (it has feeder " + recorded[f].feeder +
                                 " where this one has " + feeder.id + ")");
        std::span<double> const own = std::span(charging_kw).subspan(first[f], first[f + 1] - first[f]);
        double const stated_kw = std::accumulate(own.begin(), own.end(), 0.0);
        if (stated_kw <= 0.0 && recorded[f].charging_kw > 0.0)
            throw UnusableRecord("feeder " + feeder.id +
                                 " charges in the record but has no charging to scale");
        if (stated_kw <= 0.0) continue;
        for (double& kw : own) kw *= recorded[f].charging_kw / stated_kw;
    }
    return charging_kw;
}

PlaceRoom room_in(HostingStudy const& study, std::vector<bool> const& zones) {
    auto const sites = grid::best_sites(study.network, study.map, zones);
    Kilowatts largest{0.0};
    for (grid::HostingSite const& site : sites) largest = std::max(largest, site.at.room);
    return {grid::connect_together(study.network, study.map, sites), largest};
}

}  // namespace

HostingStudy study_hosting(Inputs const& inputs, std::span<RecordedPeak const> recorded,
                           ForEach const& for_each) {
    RandomSource const random(inputs.seed);
    HostingStudy study{.part = part_of_city(inputs, random),
                       .network = {},
                       .stations = {},
                       .home_piles = {},
                       .existing = {},
                       .map = {},
                       .zones = {},
                       .districts = {},
                       .all = {}};
    study.network = lay_out_grid(inputs, study.part, random);
    std::vector<double> charging_kw = stations_kw(inputs, study.part, study.network);
    std::vector<double> const homes_kw = home_piles_kw(inputs, study.part, study.network);
    study.stations = Kilowatts{std::accumulate(charging_kw.begin(), charging_kw.end(), 0.0)};
    study.home_piles = Kilowatts{std::accumulate(homes_kw.begin(), homes_kw.end(), 0.0)};
    for (std::size_t t = 0; t < charging_kw.size(); ++t) charging_kw[t] += homes_kw[t];
    if (!recorded.empty()) charging_kw = as_recorded(std::move(charging_kw), study.network, recorded);
    study.existing = Kilowatts{std::accumulate(charging_kw.begin(), charging_kw.end(), 0.0)};
    grid::DesignDay const day = design_day(inputs, study.network);
    study.map = grid::find_hosting({.network = study.network,
                                    .day = day,
                                    .charging_kw = charging_kw,
                                    .operation = inputs.grid.operation,
                                    .substation = inputs.grid.network.substation},
                                   for_each);

    auto const& zones = study.part.geography.zones;
    for (std::size_t z = 0; z < zones.size(); ++z) {
        std::vector<bool> one(zones.size(), false);
        one[z] = true;
        study.zones.push_back(room_in(study, one));
    }
    for (std::size_t d = 0; d < study.part.geography.districts.size(); ++d) {
        std::vector<bool> of_district(zones.size(), false);
        for (std::size_t z = 0; z < zones.size(); ++z) of_district[z] = zones[z].district.index() == d;
        study.districts.push_back(room_in(study, of_district));
    }
    study.all = room_in(study, std::vector<bool>(zones.size(), true));
    return study;
}

}  // namespace yuchong::city
