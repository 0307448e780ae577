#include "sim/measure/rollout_rows.hpp"

#include <algorithm>

namespace yuchong::measure {

// With the values sorted, x_i counts (2 i - n + 1) times in the sum of all differences.
double gini(std::span<double const> values) {
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    auto const n = static_cast<double>(sorted.size());
    double differences = 0.0, sum = 0.0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        differences += (2.0 * static_cast<double>(i) - n + 1.0) * sorted[i];
        sum += sorted[i];
    }
    return sum > 0.0 ? differences / (n * sum) : 0.0;
}

}  // namespace yuchong::measure
