#pragma once
// Drawing one of several alternatives from one uniform.

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

namespace yuchong::demand {

// Cumulative shares, normalised to end at 1. Pre: at least one positive weight (checked by io).
inline std::vector<double> cumulative_shares(std::span<double const> weights) {
    std::vector<double> shares(weights.begin(), weights.end());
    std::partial_sum(shares.begin(), shares.end(), shares.begin());
    double const total = shares.back();
    for (double& share : shares) share /= total;
    return shares;
}

// Index of the alternative that u in (0, 1) falls on; never one of weight zero.
inline std::size_t pick(std::span<double const> cumulative, double u) {
    auto const it = std::upper_bound(cumulative.begin(), cumulative.end(), u);
    return it == cumulative.end() ? cumulative.size() - 1 : static_cast<std::size_t>(it - cumulative.begin());
}

}  // namespace yuchong::demand
