#pragma once
// A mean over replications and how sure it is: Student's t at 95 % (quantiles from Boost.Math). Values that
// are NaN are runs that are missing, and are left out.

#include <cstddef>
#include <limits>
#include <span>

namespace yuchong::study {

inline constexpr double confidence = 0.95;

// low and high are NaN with fewer than two values, all three without any.
struct Interval {
    double mean = std::numeric_limits<double>::quiet_NaN();
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
};

[[nodiscard]] Interval mean_interval(std::span<double const> values);

// Of a - b, pair by pair: what common random numbers are for. Pre: equally many.
[[nodiscard]] Interval paired_interval(std::span<double const> a, std::span<double const> b);

// The middle 95 % of resampled estimates. Reorders them.
struct Bounds {
    double low, high;
};
[[nodiscard]] Bounds middle_of(std::span<double> estimates);

// How far the mean of n values may be off, in standard errors.
[[nodiscard]] double t_quantile(std::size_t n);

// Whether so many replications are enough: the half width is at most this share of the mean. A mean of 0 with
// no spread is exact.
[[nodiscard]] bool precise_enough(std::span<double const> values, double half_width_share);

}  // namespace yuchong::study
