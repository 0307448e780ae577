#include "sim/city/scope.hpp"

#include "sim/city/programme.hpp"
#include "sim/rollout/stock.hpp"
#include "sim/space/apportion.hpp"
#include "sim/space/synthesis.hpp"
#include "sim/supply/build_out.hpp"
#include "sim/supply/depot_synthesis.hpp"
#include "sim/supply/equipment.hpp"
#include "sim/supply/network_scope.hpp"
#include "sim/supply/network_union.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::city {

namespace {

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
        auto const vehicles =
            in_part(inputs, demand::vehicles_by_district(whole, fleet.stock(), part.registered_per_counted));
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
    supply::Network const swaps = supply::synthesize_swap_stations(
        whole, inputs.swap_network,
        {inputs.swap_network.packs, inputs.swap_model, inputs.supply.swap.feeds_back()}, inputs.network);
    supply::append(network, supply::select_network(swaps, whole, {inputs.in_scope, inputs.scale}));
}

// The stations of the whole city, each group thinned apart, so that stations that are added change none of
// the others.
std::vector<supply::Network> networks_of(Inputs const& inputs, space::Geography const& whole,
                                         RandomSource const& random) {
    if (inputs.own_network) return {*inputs.own_network};
    std::vector<supply::Network> groups{supply::synthesize_network(whole, inputs.network, random)};
    if (inputs.rollout.stations == rollout::StationsInService::all) {
        for (supply::Station& station : groups.front().stations) station.in_service_day = 0;
    } else {
        groups.push_back(supply::stations_before_conversion(groups.front(), inputs.network, random));
    }
    if (inputs.added_stations) groups.push_back(*inputs.added_stations);
    if (!inputs.rollout.programmes.empty()) {
        supply::Network known = groups.front();
        if (inputs.added_stations) supply::append(known, *inputs.added_stations);
        groups.push_back(programme_stations(inputs, whole, known, random));
    }
    for (supply::Network& group : groups)
        supply::equip_stations(group, inputs.supply, inputs.network.power_factor, random);
    return groups;
}

rollout::StorageSize storage_size(supply::Station const& station, Inputs const& inputs) {
    if (station.plant.storage_kwh <= 0.0) return rollout::StorageSize::none;
    double const kva = station.grid_limit_kw / inputs.network.power_factor;
    bool const enough = supply::meets_storage_rule(inputs.supply.storage, station.plant, kva);
    return enough ? rollout::StorageSize::enough : rollout::StorageSize::too_small;
}

// Those in districts in scope.
std::vector<rollout::Standing> standing_of(supply::Network const& network, Inputs const& inputs,
                                           space::Geography const& whole, space::Geography const& part,
                                           std::span<space::ZoneId const> zone_in_part) {
    std::vector<rollout::Standing> standing;
    for (supply::Station const& station : network.stations) {
        bool const in_scope = inputs.in_scope[whole.zones[station.zone.index()].district.index()];
        if (!in_scope || station.swap.exists()) continue;
        space::DistrictId const district = part.zones[zone_in_part[station.zone.index()].index()].district;
        auto const first = network.plugs.begin() + station.first_plug;
        auto const super = std::count_if(first, first + station.plug_count, [](supply::Plug const& plug) {
            return plug.plug_class == supply::PlugClass::super;
        });
        standing.push_back({station.position, static_cast<std::uint32_t>(district.index()),
                            station.in_service_day, station.retired_day, station.plug_count,
                            static_cast<std::uint32_t>(super), station.service_area,
                            storage_size(station, inputs)});
    }
    return standing;
}

// Of the run, its warm-up included.
std::int32_t first_day_of(Inputs const& inputs) {
    return Calendar(inputs.time.start).day(SimTime{0} - inputs.time.warmup);
}
std::int32_t last_day_of(Inputs const& inputs) {
    return Calendar(inputs.time.start).day(SimTime{0} + inputs.time.duration);
}

// Whether and when vehicles come and go, those registered up to the last day of the run.
void settle_registrations(Inputs const& inputs, Part& part) {
    if (inputs.rollout.vehicles == rollout::VehiclesInService::all) return;
    rollout::Cohorts cohorts = rollout::cohorts_until(inputs.rollout.stock, last_day_of(inputs));
    part.registrations = std::move(cohorts.registrations);
    part.registered_per_counted = cohorts.registered_per_counted;
}

}  // namespace

// So that a part gets the very cars it has in the whole city.
std::vector<std::uint32_t> cars_by_district(space::Geography const& whole, double vehicles) {
    std::vector<double> weights;
    for (space::District const& district : whole.districts) weights.push_back(district.vehicle_weight);
    std::vector<space::PartBounds> const bounds(weights.size(),
                                                {0, std::numeric_limits<std::uint32_t>::max()});
    return space::apportion(static_cast<std::uint32_t>(std::llround(vehicles)), weights, bounds);
}

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
    supply::NetworkScope const scope{inputs.in_scope, inputs.scale};
    for (supply::Network const& group : networks_of(inputs, whole, random)) {
        auto const standing = standing_of(group, inputs, whole, part.geography, zone_in_part);
        part.standing.insert(part.standing.end(), standing.begin(), standing.end());
        if (inputs.own_network) {
            part.network = group;
        } else {
            supply::append(part.network,
                           supply::in_service_between(supply::select_network(group, whole, scope),
                                                      first_day_of(inputs), last_day_of(inputs)));
        }
    }
    append_swap_stations(part.network, inputs, whole);
    for (supply::Station& station : part.network.stations) station.zone = zone_in_part[station.zone.index()];
    settle_registrations(inputs, part);
    part.cars_by_district =
        in_part(inputs, cars_by_district(whole, inputs.private_cars.vehicles * part.registered_per_counted));
    add_working_fleets(inputs, whole, random, part);
    part.base_load_share = inputs.scale * base_load_in_scope(inputs, whole);
    return part;
}

}  // namespace yuchong::city
