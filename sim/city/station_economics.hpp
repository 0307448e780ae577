#pragma once
// The economics of each station as it ran (record.economics): what it sold in the recorded time, taken for a
// whole year, against what it cost (rollout.economics). Energy is bought at the mean price that public
// stations paid, and sold at cost plus the station's fee.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/measure/bill.hpp"
#include "sim/measure/economics_table.hpp"

namespace yuchong::city {

measure::EconomicsTable station_economics(City const& city, State const& state, measure::Bill const& bill);
measure::EconomicsSummary summarise_economics(measure::EconomicsTable const& table);

}  // namespace yuchong::city
