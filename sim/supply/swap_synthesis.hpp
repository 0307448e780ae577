#pragma once
// Draws swap stations beside the charging network: so many in the city, where their weights lie, all alike.
// Each has a stable id "<zone>-w<nn>" and stands at a demand point of its zone. And the one builder of a swap
// station, drawn or by hand.

#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"
#include "sim/supply/network_synthesis.hpp"

#include <cstdint>
#include <string>

namespace yuchong::supply {

// Section `supply.swap_network`. Whole city.
struct SwapNetworkSettings {
    std::uint32_t stations;  // [count]
    std::string pack_of;     // id of the model whose packs they have; empty if there are none
    std::uint32_t packs;     // [count, 1..64] of a station
    std::uint32_t slots;     // [count, 1..packs] that charge
    double slot_kw;          // [kW, 1..1000] of one
    std::uint32_t bays;      // [count] places in line
    double
        connection_share;  // [share, 0..1] of all slots' power with their losses that the connection carries
    double fee_yuan_per_kwh;  // [yuan/kWh] service
    StationWeights weights;
};

// The charging part of a swap station.
struct SwapLayout {
    SwapEquipment swap;
    std::uint32_t slots;
    double slot_kw;
};

// Gives the network's last station its slots, on one host that shares by max_min. Pre: it has no plugs.
void add_swap_slots(Network& network, SwapLayout const& layout, NetworkSettings const& rules);

// The swap stations of the whole city, ordered by zone, all with this equipment; select_network() takes those
// of a part. Pre: its model exists if there are any.
Network synthesize_swap_stations(space::Geography const& whole, SwapNetworkSettings const& settings,
                                 SwapEquipment const& swap, NetworkSettings const& rules);

}  // namespace yuchong::supply
