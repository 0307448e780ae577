#pragma once
// How much each parameter moves a result by itself.
//
// main_effects: for parameters with few levels (grid, list, one_at_a_time): mean of the result at each level
// less the mean of all points. regression: for sampled values: standardised coefficients of a linear model
// (least squares, Eigen), and the share of variance that it explains, which tells how far the coefficients
// carry.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace yuchong::study {

struct LevelEffect {
    std::string label;
    double effect;
    std::size_t points;  // that had this level and a result
};

// `labels` by point: the level there, empty where the parameter does not exist. In order of first appearance.
[[nodiscard]] std::vector<LevelEffect> main_effects(std::span<double const> results,
                                                    std::span<std::string const> labels);

struct Regression {
    std::vector<double> coefficients;  // by column
    double explained_share;
};

// `columns` of numbers by point; points where one or the result is NaN are left out. All NaN if points are
// fewer than columns + 2, or if the result or a column does not vary.
[[nodiscard]] Regression regression(std::span<double const> results,
                                    std::span<std::vector<double> const> columns);

}  // namespace yuchong::study
