#include "sim/supply/network_union.hpp"

namespace yuchong::supply {

void append(Network& part, Network const& network, Station const& station) {
    StationId const id{part.stations.size()};
    Station copy = station;
    copy.first_host = static_cast<std::uint32_t>(part.hosts.size());
    copy.first_plug = static_cast<std::uint32_t>(part.plugs.size());
    for (std::uint32_t h = 0; h < station.host_count; ++h) {
        Host host = network.hosts[station.first_host + h];
        host.station = id;
        host.first_plug = host.first_plug - station.first_plug + copy.first_plug;
        part.hosts.push_back(host);
    }
    for (std::uint32_t p = 0; p < station.plug_count; ++p) {
        Plug plug = network.plugs[station.first_plug + p];
        plug.station = id;
        if (plug.host) plug.host = HostId{plug.host.index() - station.first_host + copy.first_host};
        part.plugs.push_back(plug);
    }
    part.stations.push_back(std::move(copy));
}

void append(Network& part, Network const& network) {
    for (Station const& station : network.stations) append(part, network, station);
}

}  // namespace yuchong::supply
