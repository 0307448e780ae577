#include "sim/io/own_world.hpp"

#include "sim/base/hash.hpp"
#include "sim/io/swap_checks.hpp"
#include "sim/supply/equipment.hpp"
#include "sim/supply/host_layout.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::io {

namespace {

space::Zone zone_of(ZoneEntry const& entry, ZoneDefaults const& defaults,
                    space::GeographySettings const& rules) {
    space::Zone zone{};
    zone.id = entry.id;
    zone.district = space::DistrictId{0};
    zone.centre = {entry.position.lon, entry.position.lat};
    zone.kind = entry.kind.value_or(defaults.kind);
    zone.relief = entry.relief.value_or(defaults.relief);
    zone.population = entry.population;
    zone.home_pile_share = entry.home_pile_share.value_or(defaults.home_pile_share);
    auto const kind = static_cast<std::size_t>(zone.kind);
    double const needed_km2 = zone.population / rules.built_up_per_km2[kind];
    zone.area_km2 = entry.area_km2.value_or(needed_km2 / rules.built_up_share_max);
    zone.built_up_km2 = std::min(needed_km2, rules.built_up_share_max * zone.area_km2);
    zone.jobs = zone.population * rules.jobs_per_resident[kind];
    zone.visits = zone.population * rules.visits_per_resident[kind];
    zone.vehicle_weight = zone.population * rules.vehicles_per_resident[kind];
    zone.base_load_share =
        zone.population * rules.base_load_per_resident[kind] + zone.jobs * rules.base_load_per_job;
    return zone;
}

space::District district_of(CitySection const& city, std::span<space::Zone const> zones) {
    space::District district{};
    district.name = city.name;
    district.name_zh = city.name_zh;
    district.relief = zones.front().relief;
    district.urbanisation = 1.0;
    district.zone_count = static_cast<std::uint32_t>(zones.size());
    for (space::Zone const& zone : zones) {
        district.population += zone.population;
        district.area_km2 += zone.area_km2;
        district.vehicle_weight += zone.vehicle_weight;
        district.home_pile_share += zone.home_pile_share * zone.population;
        district.centroid.lon += zone.centre.lon * zone.population;
        district.centroid.lat += zone.centre.lat * zone.population;
    }
    district.home_pile_share /= district.population;
    district.centroid.lon /= district.population;
    district.centroid.lat /= district.population;
    district.seat = district.centroid;
    return district;
}

supply::Plant plant_of(StationEntry const& entry, supply::StorageSettings const& rules) {
    supply::Plant plant;
    if (entry.storage) {
        plant = supply::plant_with_storage(rules, entry.storage->kwh);
        plant.storage_kw = entry.storage->power_kw.value_or(plant.storage_kw);
        plant.start_share = entry.storage->start_share.value_or(plant.start_share);
        plant.rule = entry.storage->rule.value_or(plant.rule);
    }
    if (entry.photovoltaics) plant.pv_peak_kw = entry.photovoltaics->peak_kw;
    return plant;
}

}  // namespace

space::Geography own_geography(CitySection const& city) {
    space::Geography geography;
    double base_load = 0.0;
    for (ZoneEntry const& entry : city.zones) {
        space::Zone zone = zone_of(entry, city.zone_defaults, city.geography);
        zone.first_point = static_cast<std::uint32_t>(geography.points.size());
        zone.point_count = 1;
        geography.points.push_back({zone.centre, space::ZoneId{geography.zones.size()}, 1.0});
        base_load += zone.base_load_share;
        geography.zones.push_back(std::move(zone));
    }
    for (space::Zone& zone : geography.zones)
        zone.base_load_share = base_load > 0 ? zone.base_load_share / base_load : 0.0;
    geography.districts.push_back(district_of(city, geography.zones));
    return geography;
}

supply::Network own_network(Sections const& sections, std::span<StationEntry const> stations,
                            std::span<std::string const> zone_ids) {
    supply::Network network;
    SupplySection const& section = sections.supply;
    for (StationEntry const& entry : stations) {
        auto const zone = std::find(zone_ids.begin(), zone_ids.end(), entry.zone) - zone_ids.begin();
        supply::Station station{};
        station.id = entry.id;
        station.name = entry.name.empty() ? entry.id : entry.name;
        station.position = {entry.position.lon, entry.position.lat};
        station.zone = space::ZoneId{static_cast<std::size_t>(zone)};
        station.first_host = static_cast<std::uint32_t>(network.hosts.size());
        station.host_count = static_cast<std::uint32_t>(entry.hosts.size());
        station.first_plug = static_cast<std::uint32_t>(network.plugs.size());
        station.bays = entry.bays;
        station.grid_limit_kw = entry.grid_limit_kw;
        station.service_fee_yuan_per_kwh = entry.service_fee_yuan_per_kwh;
        station.sharing = entry.sharing.value_or(section.network.sharing);
        station.in_service_day = entry.in_service.value_or(0);
        station.retired_day = entry.retired.value_or(std::numeric_limits<std::int32_t>::max());
        station.ordinal = static_cast<std::uint32_t>(hash_text(entry.id));
        station.plant = plant_of(entry, section.working.storage);
        network.stations.push_back(std::move(station));
        for (HostEntry const& host : entry.hosts)
            supply::add_host(
                network,
                {host.super, host.fast, host.modules, host.module_kw.value_or(section.network.module_kw)},
                section.network);
        supply::StationId const id{network.stations.size() - 1};
        for (std::uint32_t p = 0; p < entry.ac_piles; ++p) {
            double const rating_kw = entry.ac_kw.value_or(section.network.ac_kw);
            bool const takes_back = p < entry.bidirectional_piles;
            network.plugs.push_back(
                {id, supply::HostId{}, supply::PlugClass::ac, 0.0, 0.0, rating_kw,
                 takes_back ? std::min(section.working.bidirectional.discharge_kw, rating_kw) : 0.0});
        }
        if (entry.swap) {
            supply::add_swap_slots(network, swap_layout(*entry.swap, sections), section.network);
            continue;
        }
        supply::Station& added = network.stations.back();
        added.plug_count = static_cast<std::uint32_t>(network.plugs.size()) - added.first_plug;
    }
    return network;
}

}  // namespace yuchong::io
