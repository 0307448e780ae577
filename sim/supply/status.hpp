#pragma once
// What an app can show of a station at one instant; city publishes it on the status board at its own pace.

#include "sim/supply/state.hpp"

namespace yuchong::supply {

struct StationStatus {
    std::array<std::uint16_t, plug_classes>
        plugs;  // shown as in order: broken ones are left out once the app knows
    std::array<std::uint16_t, plug_classes> free;  // of these, without a car
    std::uint16_t waiting;
    std::uint16_t charging;
};
StationStatus station_status(Supply const& supply, State const& state, StationId station, SimTime now);

}  // namespace yuchong::supply
