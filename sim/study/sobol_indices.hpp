#pragma once
// Shares of a result's variance that parameters explain, from the runs of a saltelli design
// (unit_points.hpp).
//
// First order S_i, the parameter alone: mean(f_B (f_AB_i - f_A)) / V (Saltelli et al. 2010).
// Total T_i, with all interactions it takes part in: mean((f_A - f_AB_i)^2) / (2 V) (Jansen 1999).
// V is the variance over A and B; results are centred first, which shrinks the error of S_i. Intervals hold
// the middle 95 % of `resamples` bootstrap estimates over rows.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::study {

struct Index {
    double value, low, high;
};

struct SobolIndices {
    std::vector<Index> first, total;  // by free parameter
    std::size_t rows = 0;             // used: those without a missing run
};

inline constexpr std::size_t resamples = 500;

// `results` by point. All indices are NaN with fewer than two whole rows or if the results do not vary.
[[nodiscard]] SobolIndices sobol_indices(std::span<double const> results, std::size_t parameters,
                                         std::uint64_t seed);

}  // namespace yuchong::study
