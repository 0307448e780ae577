#pragma once
// The points of a plan, in a fixed order: point i of a plan is the same on every machine.
//
// A grid is the product of the levels, the last parameter fastest; combinations that differ only in a
// parameter that does not exist there count once. one_at_a_time begins with the scenario's own values and
// then moves each parameter alone. Sampled designs (latin_hypercube, sobol, saltelli, morris) pick levels by
// equal shares of the unit interval and values by the quantile.

#include "sim/study/plan.hpp"

#include <vector>

namespace yuchong::study {

// What a point sets, by parameter; nothing where the scenario's own value stands.
struct Point {
    std::vector<std::optional<Level>> levels;
};

// Points of the plan without making them, as a double since products may be large; for a grid with conditions
// an upper bound.
[[nodiscard]] double count_points(Plan const& plan);

[[nodiscard]] std::vector<Point> make_points(Plan const& plan);

// All settings of a point, in the order of parameters.
[[nodiscard]] std::vector<Setting> settings_of(Point const& point);

// Dimensions that a sampled design has: parameters that do not move with another.
[[nodiscard]] std::vector<std::size_t> free_parameters(Plan const& plan);

// A number as scenarios take it: decimal notation that reads back to the same double.
[[nodiscard]] std::string decimal_text(double value);

}  // namespace yuchong::study
