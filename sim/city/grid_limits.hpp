#pragma once
// Limits of the grid that hold charging back: `grid.enforce`. At the beginning of each grid step, in phase
// control, every station is told what it may draw until the next: what the limits leave beside the forecast
// of base load (that of the coming step, with the deviation of the feeder as it is) and the mean of home
// charging over the last step. Reactive power that comes before charging (volt_var.hpp) holds back as well.
// Home charging and base load are not controlled; what they exceed is a violation.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

[[nodiscard]] bool limits_stations(Inputs const& inputs);
void limits_tick(City const& city, State& state, SimTime now);

}  // namespace yuchong::city
