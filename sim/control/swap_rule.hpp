#pragma once
// How many packs of a swap station are to be ready or on charge at a price.
//
//   eager    all of them, at any hour: the most swaps
//   valley   all of them in the valley; at other hours only the reserve, so that packs which come back by day
//            wait for the night unless they are needed (sim/supply/swap_station.hpp charges one for each car
//            in line in any case)

#include "sim/control/settings.hpp"
#include "sim/supply/settings.hpp"

#include <cstdint>

namespace yuchong::control {

[[nodiscard]] std::uint32_t packs_wanted(supply::SwapSettings const& settings, std::uint32_t packs,
                                         PriceClass price);

}  // namespace yuchong::control
