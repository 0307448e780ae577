#pragma once
// What the charging of a run costs so far, by the scenario's tariff.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/measure/bill.hpp"
#include "sim/measure/kpi.hpp"

#include <optional>

namespace yuchong::city {

[[nodiscard]] measure::Bill bill_of(City const& city, State const& state);
// Nothing where no vehicle may feed back.
[[nodiscard]] std::optional<measure::V2gSummary> v2g_summary_of(City const& city, State const& state,
                                                                measure::Bill const& bill);

}  // namespace yuchong::city
