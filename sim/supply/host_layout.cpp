#include "sim/supply/host_layout.hpp"

#include <algorithm>

namespace yuchong::supply {

void add_host(Network& network, HostLayout const& layout, NetworkSettings const& ratings) {
    StationId const station{network.stations.size() - 1};
    HostId const host{network.hosts.size()};
    double const host_kw = layout.modules * layout.module_kw;
    std::uint32_t const terminals = layout.super + layout.fast;
    network.hosts.push_back({station, static_cast<std::uint32_t>(network.plugs.size()), terminals,
                             layout.modules, layout.module_kw});
    for (std::uint32_t p = 0; p < terminals; ++p) {
        bool const super = p < layout.super;
        double const current_a = super ? ratings.super_current_a : ratings.fast_current_a;
        double const voltage_v = super ? ratings.super_voltage_max_v : ratings.fast_voltage_max_v;
        network.plugs.push_back({station, host, super ? PlugClass::super : PlugClass::fast, current_a,
                                 voltage_v, std::min(host_kw, current_a * voltage_v / 1000.0)});
    }
}

}  // namespace yuchong::supply
