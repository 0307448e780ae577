#pragma once
// What a storage beside a station does at a price, by its rule. Whatever the order, it covers what the
// station draws beyond its connection and takes in surplus of the sun (sim/supply/storage.hpp).
//
//   peak_shave        recharges whenever the connection leaves room: always ready for what exceeds it
//   arbitrage         recharges in the valley, relieves the connection at peak and critical prices down to
//   its
//                     reserve, holds in between
//   self_consumption  never recharges from the grid; gives what it took from the sun, down to its reserve, as
//                     soon as the station draws more than the sun gives

#include "sim/control/settings.hpp"
#include "sim/supply/storage.hpp"

namespace yuchong::control {

[[nodiscard]] supply::StorageOrder storage_order(supply::StorageRule rule, PriceClass price);

}  // namespace yuchong::control
