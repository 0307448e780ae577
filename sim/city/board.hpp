#pragma once
// The published status board: when one more car could plug in, by station and class, refreshed every
// `information.age` in phase measure and so read from the next tick on. Instants stand on it, not minutes, so
// that waits shrink by themselves and only stations where something has happened are looked at again. With
// age 0 a reader sees the live state instead.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

#include <array>

namespace yuchong::city {

void mark_stale(Board& board, std::uint32_t station);
void publish(City const& city, State& state, SimTime now);

// Minutes as a driver knows them, by plug class; infinite where no plug of the class is in order.
std::array<double, supply::plug_classes> expected_waits_min(City const& city, State const& state,
                                                            std::uint32_t station, SimTime now);

}  // namespace yuchong::city
