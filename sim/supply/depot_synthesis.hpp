#pragma once
// Draws the depots of a fleet: stations that only its vehicles use. As many as a district's vehicles need, in
// zones by their residents, near a demand point; terminals and piles by rule from the vehicles that are
// based there. Ids are "<adcode>-<fleet>-d<nn>"; every draw is keyed by them, so another fleet or another
// number of vehicles moves no depot.

#include "sim/base/random.hpp"
#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"
#include "sim/supply/network_synthesis.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace yuchong::supply {

struct DepotRules {
    std::string fleet;
    std::uint32_t vehicles_per_depot;                       // [count] at most
    double dc_terminals_per_vehicle, ac_piles_per_vehicle;  // [-] rounded up
    std::uint32_t host_modules, host_terminals;             // [count] of a DC cabinet
};

// Behind the stations there are, ordered by district. Terminal ratings, module size, transformers and
// simultaneity are those of public stations. There is room for every vehicle to wait; there is no service
// fee.
void append_depots(Network& network, space::Geography const& geography, DepotRules const& rules,
                   std::span<std::uint32_t const> vehicles_by_district, NetworkSettings const& settings,
                   RandomSource const& random);

}  // namespace yuchong::supply
