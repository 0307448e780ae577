#pragma once
// All cars that have asked since the last step are sent at once, so that the sum of what they like best,
// waits and detours in the weights of their own choices, is as good as it can be (control/assignment.hpp).
// One more car at a station is one more slot there: it starts when the cars before it are done, if they stay
// as long as is usual.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

void ask_for_assignment(State& state, std::uint32_t agent);
void assign_batch(City const& city, State& state, SimTime now);

}  // namespace yuchong::city
