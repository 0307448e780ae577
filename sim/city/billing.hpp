#pragma once
// What the charging of a run costs so far, by the scenario's tariff.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/measure/bill.hpp"

namespace yuchong::city {

[[nodiscard]] measure::Bill bill_of(City const& city, State const& state);

}  // namespace yuchong::city
