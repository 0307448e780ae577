#pragma once
// Vehicles of a depot at their own plugs: no choice and no way there. They line up as at any station, wait
// until their next block at most, and are moved away when they are full, so that a plug serves one after the
// other.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

// A vehicle that has come in joins the depot's line. Pre: it is based at one.
void line_up_at_depot(City const& city, State& state, std::uint32_t agent, SimTime now);

// How long it waits for a plug: until it has to leave.
[[nodiscard]] Duration patience_at_depot(Agent const& agent, SimTime now);

}  // namespace yuchong::city
