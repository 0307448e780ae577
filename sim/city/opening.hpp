#pragma once
// The first instant of a run: the board is filled, clocks start, faults are drawn, every car looks at its
// day. If `stop` is raised it breaks off, and nothing can be done with the state but to throw it away.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

#include <atomic>

namespace yuchong::city {

void open_city(City const& city, State& state, std::atomic<bool> const& stop);

}  // namespace yuchong::city
