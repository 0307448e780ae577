#include "sim/supply/swap_synthesis.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/space/apportion.hpp"

#include <limits>

namespace yuchong::supply {

namespace {

std::string station_id(space::Zone const& zone, std::uint32_t number) {
    return zone.id + (number < 10 ? "-w0" : "-w") + std::to_string(number);
}

Station station_at(space::Geography const& geography, space::ZoneId id, std::uint32_t number,
                   SwapNetworkSettings const& settings, NetworkSettings const& rules) {
    space::Zone const& zone = geography.zones[id.index()];
    Station station{};
    station.id = station.name = station_id(zone, number + 1);
    station.position = geography.points[zone.first_point + number % zone.point_count].position;
    station.zone = id;
    station.bays = settings.bays;
    station.grid_limit_kw =
        settings.connection_share * settings.slots * settings.slot_kw / rules.charger_efficiency;
    station.service_fee_yuan_per_kwh = settings.fee_yuan_per_kwh;
    station.in_service_day = 0;
    station.retired_day = std::numeric_limits<std::int32_t>::max();
    station.ordinal = static_cast<std::uint32_t>(hash_text(station.id));
    return station;
}

}  // namespace

void add_swap_slots(Network& network, SwapLayout const& layout, NetworkSettings const& rules) {
    Station& station = network.stations.back();
    check(station.plug_count == 0 && station.host_count == 0, "a swap station has no other plugs");
    StationId const id{network.stations.size() - 1};
    HostId const host{network.hosts.size()};
    auto const first_plug = static_cast<std::uint32_t>(network.plugs.size());
    station.first_host = static_cast<std::uint32_t>(network.hosts.size());
    station.host_count = 1;
    station.first_plug = first_plug;
    station.plug_count = layout.slots;
    station.sharing = SharingRule::max_min;
    station.swap = layout.swap;
    network.hosts.push_back({id, first_plug, layout.slots, layout.slots, layout.slot_kw});
    network.plugs.insert(
        network.plugs.end(), layout.slots,
        Plug{id, host, PlugClass::swap, rules.super_current_a, rules.super_voltage_max_v, layout.slot_kw});
}

Network synthesize_swap_stations(space::Geography const& whole, SwapNetworkSettings const& settings,
                                 SwapEquipment const& swap, NetworkSettings const& rules) {
    Network network;
    if (settings.stations == 0) return network;
    std::vector<space::PartBounds> const bounds(whole.zones.size(),
                                                {0, std::numeric_limits<std::uint32_t>::max()});
    auto const counts = space::apportion(settings.stations, zone_weights(whole, settings.weights), bounds);
    for (std::size_t z = 0; z < whole.zones.size(); ++z) {
        for (std::uint32_t number = 0; number < counts[z]; ++number) {
            network.stations.push_back(station_at(whole, space::ZoneId{z}, number, settings, rules));
            add_swap_slots(network, {swap, settings.slots, settings.slot_kw}, rules);
        }
    }
    return network;
}

}  // namespace yuchong::supply
