#include "sim/city/new_station.hpp"

#include "sim/base/hash.hpp"
#include "sim/supply/host_layout.hpp"

#include <utility>

namespace yuchong::city {

void add_new_station(supply::Network& network, Inputs const& inputs, space::GeoPoint position,
                     space::ZoneId zone, std::string id, std::int32_t in_service_day) {
    rollout::NewStation const& built = inputs.rollout.new_station;
    supply::Station station{};
    station.name = id;
    station.ordinal = static_cast<std::uint32_t>(hash_text(id));
    station.id = std::move(id);
    station.position = position;
    station.zone = zone;
    station.first_host = static_cast<std::uint32_t>(network.hosts.size());
    station.host_count = 1;
    station.first_plug = static_cast<std::uint32_t>(network.plugs.size());
    station.plug_count = built.super + built.fast;
    station.bays = built.bays;
    station.grid_limit_kw = built.grid_limit_kw;
    station.service_fee_yuan_per_kwh = built.fee_yuan_per_kwh;
    station.sharing = inputs.network.sharing;
    station.in_service_day = in_service_day;
    station.retired_day = demand::never_retired;
    network.stations.push_back(std::move(station));
    supply::add_host(network, {built.super, built.fast, built.modules, inputs.network.module_kw},
                     inputs.network);
}

}  // namespace yuchong::city
