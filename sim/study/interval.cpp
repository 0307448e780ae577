#include "sim/study/interval.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace yuchong::study {
namespace {

// The library under Boost.Math picks instructions by processor, so its last bits may differ: they are cut
// off.
constexpr double kept_digits = 1e10;

std::vector<double> present(std::span<double const> values) {
    std::vector<double> kept;
    std::ranges::copy_if(values, std::back_inserter(kept), [](double x) { return !std::isnan(x); });
    return kept;
}

}  // namespace

double t_quantile(std::size_t n) {
    boost::math::students_t_distribution<double> const t(static_cast<double>(n - 1));
    double const quantile = boost::math::quantile(t, 0.5 + confidence / 2.0);
    return std::round(quantile * kept_digits) / kept_digits;
}

Interval mean_interval(std::span<double const> values) {
    std::vector<double> const kept = present(values);
    if (kept.empty()) return {};
    auto const n = static_cast<double>(kept.size());
    double sum = 0.0;
    for (double const x : kept) sum += x;
    Interval interval{.mean = sum / n};
    if (kept.size() < 2) return interval;
    double squares = 0.0;
    for (double const x : kept) squares += (x - interval.mean) * (x - interval.mean);
    double const half = t_quantile(kept.size()) * std::sqrt(squares / (n - 1.0) / n);
    interval.low = interval.mean - half;
    interval.high = interval.mean + half;
    return interval;
}

Interval paired_interval(std::span<double const> a, std::span<double const> b) {
    std::vector<double> differences;
    for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
    return mean_interval(differences);
}

Bounds middle_of(std::span<double> estimates) {
    std::ranges::sort(estimates);
    auto const at = [&](double share) {
        double const place = share * static_cast<double>(estimates.size() - 1);
        auto const below = static_cast<std::size_t>(place);
        std::size_t const above = std::min(below + 1, estimates.size() - 1);
        double const part = place - static_cast<double>(below);
        return estimates[below] + part * (estimates[above] - estimates[below]);
    };
    return {at((1.0 - confidence) / 2.0), at((1.0 + confidence) / 2.0)};
}

bool precise_enough(std::span<double const> values, double half_width_share) {
    Interval const interval = mean_interval(values);
    return interval.high - interval.mean <= half_width_share * std::abs(interval.mean);
}

}  // namespace yuchong::study
