#pragma once
// The rollout as a run lives through it: stock and stations on each recorded day, and which targets hold.
// Follows from the frozen city alone.

#include "sim/city/city.hpp"
#include "sim/measure/rollout_rows.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::city {

measure::RolloutTable rollout_course(City const& city);

// Vehicles that are registered and not given up, by recorded day; of this run, thinned as it is.
[[nodiscard]] std::vector<std::int64_t> vehicles_by_day(City const& city);
// Vehicle-days of the recorded time.
[[nodiscard]] double vehicle_days(City const& city, std::span<std::int64_t const> vehicles_by_day);
[[nodiscard]] std::int64_t stations_at_the_end(City const& city);
// How unevenly public plugs are spread over districts by their vehicles, at the end (Gini).
[[nodiscard]] double plug_gini(City const& city);

}  // namespace yuchong::city
