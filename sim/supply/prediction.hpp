#pragma once
// When a car would start: the cars ahead are list-scheduled on the plugs by what is known of each plug's end.

#include "sim/supply/state.hpp"

#include <array>
#include <span>

namespace yuchong::supply {

inline constexpr Duration endless_wait{INT64_MAX / 4};

constexpr std::uint32_t class_bit(PlugClass plug_class) { return 1u << static_cast<unsigned>(plug_class); }

// Wait of a car that can use these classes (bits) behind the cars `ahead`; endless_wait if no plug in order
// serves it.
Duration predict_start(Supply const& supply, State const& state, StationId station, std::uint32_t classes,
                       std::span<Waiting const> ahead, SimTime now);

// Wait of one more car by class of plug, as an app would show it: 0 where a plug is free, endless_wait where
// none is in order.
std::array<Duration, plug_classes> predicted_waits(Supply const& supply, State const& state,
                                                   StationId station, SimTime now);

}  // namespace yuchong::supply
