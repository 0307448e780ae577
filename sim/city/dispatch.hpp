#pragma once
// The one place that knows all events: one exhaustive switch from kind to handler.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/kernel/event.hpp"

namespace yuchong::city {

void dispatch(City const& city, State& state, Event const& event);

}  // namespace yuchong::city
