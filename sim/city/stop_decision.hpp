#pragma once
// The event `consider`: a car at a stop reads today's prices, decides whether to charge in public during its
// stay and, if so, in which hour it goes (then `go`), models.md 3.3 and 3.7.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

void consider(City const& city, State& state, std::uint32_t agent, SimTime now);

}  // namespace yuchong::city
