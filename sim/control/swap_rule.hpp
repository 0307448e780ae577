#pragma once
// What the packs of a swap station are to do at a price.
//
//   eager    all of them, at any hour: the most swaps
//   valley   all of them in the valley; at other hours only the reserve, so that packs which come back by day
//            wait for the night unless they are needed (sim/supply/swap_station.hpp charges one for each car
//            in line in any case)
//   feed_back  the same, and at peak and critical prices what is beyond the reserve feeds back, evenly over
//              all such hours until the next valley

#include "sim/base/time.hpp"
#include "sim/control/settings.hpp"
#include "sim/supply/settings.hpp"
#include "sim/supply/swap_station.hpp"

#include <cstdint>

namespace yuchong::control {

[[nodiscard]] inline bool is_dear(PriceClass price) {
    return price == PriceClass::peak || price == PriceClass::critical;
}

// `dear_ahead`: so many hours with dear prices are left until the next valley, this one included.
[[nodiscard]] supply::PackOrders pack_orders(supply::SwapSettings const& settings, std::uint32_t packs,
                                             PriceClass price, Duration dear_ahead);

}  // namespace yuchong::control
