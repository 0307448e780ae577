#pragma once
// The published status board: predicted waits by station and class, refreshed every `information.age` in
// phase measure and so read from the next tick on. Only stations where something happened, or where somebody
// would wait, are looked at again. With age 0 a reader sees the live state instead.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

void mark_stale(Board& board, std::uint32_t station);
void publish(City const& city, State& state, SimTime now);

// Minutes; infinite where no plug of the class is in order.
double expected_wait_min(City const& city, State const& state, std::uint32_t station,
                         supply::PlugClass plug_class, SimTime now);

}  // namespace yuchong::city
