#include "sim/city/scope.hpp"

#include "sim/space/apportion.hpp"
#include "sim/space/synthesis.hpp"
#include "sim/supply/depot_synthesis.hpp"
#include "sim/supply/equipment.hpp"
#include "sim/supply/network_scope.hpp"
#include "sim/supply/network_union.hpp"

#include <cmath>
#include <limits>

namespace yuchong::city {

namespace {

// Each district's cars in the whole city, by largest remainder, so that a part gets the very cars it has
// there.
std::vector<std::uint32_t> cars_by_district(space::Geography const& whole, double vehicles) {
    std::vector<double> weights;
    for (space::District const& district : whole.districts) weights.push_back(district.vehicle_weight);
    std::vector<space::PartBounds> const bounds(weights.size(),
                                                {0, std::numeric_limits<std::uint32_t>::max()});
    return space::apportion(static_cast<std::uint32_t>(std::llround(vehicles)), weights, bounds);
}

// Of each district in scope, thinned.
std::vector<std::uint32_t> in_part(Inputs const& inputs, std::vector<std::uint32_t> const& by_district) {
    std::vector<std::uint32_t> kept;
    for (std::size_t d = 0; d < by_district.size(); ++d)
        if (inputs.in_scope[d])
            kept.push_back(static_cast<std::uint32_t>(std::llround(by_district[d] * inputs.scale)));
    return kept;
}

void add_working_fleets(Inputs const& inputs, space::Geography const& whole, RandomSource const& random,
                        Part& part) {
    for (demand::WorkingFleet const& fleet : inputs.fleets) {
        auto const vehicles = in_part(inputs, demand::vehicles_by_district(whole, fleet.stock()));
        demand::DepotRow depots{static_cast<std::uint32_t>(part.network.stations.size()), 1};
        if (auto const* duty = std::get_if<demand::DepotSettings>(&fleet.duty)) {
            depots.vehicles_per_depot = duty->vehicles_per_depot;
            supply::append_depots(part.network, part.geography,
                                  {fleet.name, duty->vehicles_per_depot, duty->dc_terminals_per_vehicle,
                                   duty->ac_piles_per_vehicle, duty->host_modules, duty->host_terminals},
                                  vehicles, inputs.network, random);
        }
        part.working_by_district.push_back(vehicles);
        part.depots.push_back(depots);
    }
}

// Of the city's base load: by the zones in scope, or, for a geography of one's own, by its residents.
double base_load_in_scope(Inputs const& inputs, space::Geography const& whole) {
    std::vector<bool> const& in_scope = inputs.in_scope;
    if (inputs.own_geography) {
        double residents = 0.0;
        for (space::Zone const& zone : whole.zones) residents += zone.population;
        return residents / inputs.base_load.residents;
    }
    double part = 0.0, all = 0.0;
    for (space::Zone const& zone : whole.zones) {
        all += zone.base_load_share;
        if (in_scope[zone.district.index()]) part += zone.base_load_share;
    }
    return all > 0.0 ? part / all : 0.0;
}

// The districts in scope with their zones and points, renumbered; `zone_in_part` maps old zones to new ones.
space::Geography cut(space::Geography const& whole, std::vector<bool> const& in_scope,
                     std::vector<space::ZoneId>& zone_in_part) {
    space::Geography part;
    part.barriers = whole.barriers;
    zone_in_part.resize(whole.zones.size());
    for (std::size_t d = 0; d < whole.districts.size(); ++d) {
        if (!in_scope[d]) continue;
        space::District district = whole.districts[d];
        std::uint32_t const first = district.first_zone;
        district.first_zone = static_cast<std::uint32_t>(part.zones.size());
        for (std::uint32_t z = first; z < first + district.zone_count; ++z) {
            space::Zone zone = whole.zones[z];
            zone_in_part[z] = space::ZoneId{part.zones.size()};
            zone.district = space::DistrictId{part.districts.size()};
            std::uint32_t const first_point = zone.first_point;
            zone.first_point = static_cast<std::uint32_t>(part.points.size());
            for (std::uint32_t p = first_point; p < first_point + zone.point_count; ++p) {
                part.points.push_back({whole.points[p].position, zone_in_part[z], whole.points[p].weight});
            }
            part.zones.push_back(std::move(zone));
        }
        part.districts.push_back(std::move(district));
    }
    return part;
}

// Beside what is drawn or written by hand, thinned apart.
void append_swap_stations(supply::Network& network, Inputs const& inputs, space::Geography const& whole) {
    supply::Network const swaps =
        supply::synthesize_swap_stations(whole, inputs.swap_network, inputs.swap_model, inputs.network);
    supply::append(network, supply::select_network(swaps, whole, {inputs.in_scope, inputs.scale}));
}

// Thinned apart, so that stations that are added change none of the others.
supply::Network drawn_network(Inputs const& inputs, space::Geography const& whole,
                              RandomSource const& random) {
    supply::NetworkScope const scope{inputs.in_scope, inputs.scale};
    supply::Network network =
        supply::select_network(supply::synthesize_network(whole, inputs.network, random), whole, scope);
    if (inputs.rollout.stations == rollout::StationsInService::all)
        for (supply::Station& station : network.stations) station.in_service_day = 0;
    if (inputs.added_stations)
        supply::append(network, supply::select_network(*inputs.added_stations, whole, scope));
    return network;
}

}  // namespace

space::Geography whole_geography(Inputs const& inputs, RandomSource const& random) {
    if (inputs.own_geography) return *inputs.own_geography;
    space::Geography whole = space::synthesize_geography(inputs.districts, inputs.geography, random);
    whole.barriers = inputs.barriers;
    return whole;
}

Part part_of(space::Geography const& whole, Inputs const& inputs, RandomSource const& random) {
    Part part;
    std::vector<space::ZoneId> zone_in_part;
    part.geography = cut(whole, inputs.in_scope, zone_in_part);
    part.network = inputs.own_network ? *inputs.own_network : drawn_network(inputs, whole, random);
    if (!inputs.own_network)
        supply::equip_stations(part.network, inputs.supply, inputs.network.power_factor, random);
    append_swap_stations(part.network, inputs, whole);
    for (supply::Station& station : part.network.stations) station.zone = zone_in_part[station.zone.index()];
    part.cars_by_district = in_part(inputs, cars_by_district(whole, inputs.private_cars.vehicles));
    add_working_fleets(inputs, whole, random, part);
    part.base_load_share = inputs.scale * base_load_in_scope(inputs, whole);
    return part;
}

}  // namespace yuchong::city
