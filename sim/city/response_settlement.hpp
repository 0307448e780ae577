#pragma once
// What demand-response events are measured by: the baseline from the comparable days before, weekdays for
// weekdays and weekends for weekends, whole days without an event, the warm-up included. Fewer than the
// baseline asks for serve too; without any there is none: the event is held against the load just before it,
// and not settled.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/measure/response_row.hpp"

#include <vector>

namespace yuchong::city {

// What the sites may draw together now. Pre: the event has begun and not ended.
[[nodiscard]] double allowed_kw(City const& city, State const& state, std::size_t event, SimTime now);
// After the close.
[[nodiscard]] std::vector<measure::ResponseRow> settle_response(City const& city, State const& state);

}  // namespace yuchong::city
