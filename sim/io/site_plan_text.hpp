#pragma once
// A plan of new stations as people, programs and scenarios read it. docs/rollout.md describes all four.

#include "sim/city/site_planning.hpp"

#include <array>
#include <string>
#include <string_view>

namespace yuchong::io {

// In the order of city::SitingPolicy.
inline constexpr std::array<std::string_view, 6> siting_policy_names{"coverage", "p_median",   "equal",
                                                                     "demand",   "grid_aware", "simulated"};

// What is reached before and after, how good the choice is, what the stations cost, by district.
std::string site_plan_text(city::SitePlan const& plan, city::Inputs const& inputs);
std::string site_plan_json(city::SitePlan const& plan, city::Inputs const& inputs);
// For supply.added_stations. Stations are called after their zone and their place in the plan.
std::string site_plan_stations(city::SitePlan const& plan, city::Inputs const& inputs);
// What is reached with the first 0, 1, 2, ... of them.
std::string site_plan_curve(city::SitePlan const& plan);

}  // namespace yuchong::io
