#pragma once
// When a car would start: the cars ahead are list-scheduled on the plugs by what is known of each plug's end.

#include "sim/supply/state.hpp"

#include <array>
#include <span>

namespace yuchong::supply {

inline constexpr Duration endless_wait{INT64_MAX / 4};

constexpr std::uint32_t class_bit(PlugClass plug_class) { return 1u << static_cast<unsigned>(plug_class); }

// A car that is expected to take a plug: from `arrives` on at the earliest, for so long at a plug of the
// class beside plugging in and unplugging; endless_wait: at none of it.
struct ExpectedCar {
    Duration arrives;
    std::array<Duration, plug_classes> stays;
};

// When each plug of the station is free by what is known of its session, ms from now, in their order; endless
// if that is not known or the plug is out of order. Pre: as many as the station has plugs.
void read_free_times(State const& state, Station const& station, SimTime now,
                     std::span<std::int64_t> free_ms);

// The car takes the plug on which it finishes first, and the plug is free from then on. Both times by one
// clock.
void take_plug(Supply const& supply, Station const& station, ExpectedCar const& car,
               std::span<std::int64_t> free_ms);

// Wait of a car that can use these classes (bits) behind the cars `ahead`; endless_wait if no plug in order
// serves it.
Duration predict_start(Supply const& supply, State const& state, StationId station, std::uint32_t classes,
                       std::span<Waiting const> ahead, SimTime now);

// Wait of one more car by class of plug, as an app would show it: 0 where a plug is free and not held,
// endless_wait where none is in order.
std::array<Duration, plug_classes> predicted_waits(Supply const& supply, State const& state,
                                                   StationId station, SimTime now);

}  // namespace yuchong::supply
