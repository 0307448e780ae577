#pragma once
// The first instant of a run: clocks start, faults are drawn, every car looks at its day.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

void open_city(City const& city, State& state);

}  // namespace yuchong::city
