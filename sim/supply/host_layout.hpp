#pragma once
// A cabinet and the terminals on it, added to the last station of a network: super terminals first, each
// rated by its class and never above what the cabinet gives.

#include "sim/supply/network.hpp"
#include "sim/supply/network_synthesis.hpp"

namespace yuchong::supply {

struct HostLayout {
    std::uint32_t super, fast;  // terminals
    std::uint32_t modules;
    double module_kw;
};

// Pre: the network has a station.
void add_host(Network& network, HostLayout const& layout, NetworkSettings const& ratings);

}  // namespace yuchong::supply
