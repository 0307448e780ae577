#pragma once
// The last instant of a run: meters are read once more, what still runs is written down as running, and the
// two sides of every conservation law are laid beside each other.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/measure/audit.hpp"

#include <vector>

namespace yuchong::city {

std::vector<measure::AuditRow> close_city(City const& city, State& state);

}  // namespace yuchong::city
