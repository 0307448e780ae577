#include "sim/study/sobol_indices.hpp"

#include "sim/base/check.hpp"
#include "sim/study/draws.hpp"
#include "sim/study/interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::study {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Rows of f_A, f_B, f_AB_0, ... without the missing, less the mean of A and B.
std::vector<double> centred_rows(std::span<double const> results, std::size_t width) {
    std::vector<double> rows;
    double sum = 0.0;
    for (std::size_t at = 0; at + width <= results.size(); at += width) {
        std::span<double const> const row = results.subspan(at, width);
        if (std::ranges::any_of(row, [](double x) { return std::isnan(x); })) continue;
        rows.insert(rows.end(), row.begin(), row.end());
        sum += row[0] + row[1];
    }
    double const mean = sum / (2.0 * static_cast<double>(rows.size() / width));
    for (double& x : rows) x -= mean;
    return rows;
}

// First indices, then totals, of the rows picked.
class Estimator {
public:
    Estimator(std::vector<double> const& rows, std::size_t parameters)
        : rows_(&rows), parameters_(parameters) {}

    template <class Pick>
    [[nodiscard]] std::vector<double> estimate(Pick const& pick) const {
        std::size_t const width = parameters_ + 2, count = rows_->size() / width;
        std::vector<double> sums(2 * parameters_, 0.0);
        double sum = 0.0, squares = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            double const* row = rows_->data() + pick(i) * width;
            double const a = row[0], b = row[1];
            sum += a + b;
            squares += a * a + b * b;
            for (std::size_t p = 0; p < parameters_; ++p) {
                double const change = row[2 + p] - a;
                sums[p] += b * change;
                sums[parameters_ + p] += change * change / 2.0;
            }
        }
        auto const n = static_cast<double>(count);
        double const mean = sum / (2.0 * n), variance = squares / (2.0 * n) - mean * mean;
        for (double& x : sums) x = variance > 0.0 ? x / n / variance : nan;
        return sums;
    }

private:
    std::vector<double> const* rows_;
    std::size_t parameters_;
};

}  // namespace

SobolIndices sobol_indices(std::span<double const> results, std::size_t parameters, std::uint64_t seed) {
    std::size_t const width = parameters + 2;
    check(results.size() % width == 0, "the results do not come in rows of a saltelli design");
    std::vector<double> const rows = centred_rows(results, width);
    SobolIndices indices{.first = std::vector<Index>(parameters, {nan, nan, nan}),
                         .total = std::vector<Index>(parameters, {nan, nan, nan}),
                         .rows = rows.size() / width};
    if (indices.rows < 2) return indices;
    Estimator const estimator(rows, parameters);
    std::vector<double> const whole = estimator.estimate([](std::size_t i) { return i; });
    if (std::isnan(whole.front())) return indices;

    Draws const draws(seed, Purpose::bootstrap);
    std::vector<std::vector<double>> spread(2 * parameters);
    for (std::size_t r = 0; r < resamples; ++r) {
        std::vector<double> const again =
            estimator.estimate([&](std::size_t i) { return draws.index(r, i, indices.rows); });
        for (std::size_t k = 0; k < again.size(); ++k) {
            if (!std::isnan(again[k])) spread[k].push_back(again[k]);
        }
    }
    auto const index = [&](std::size_t k) {
        if (spread[k].empty()) return Index{whole[k], nan, nan};
        Bounds const bounds = middle_of(spread[k]);
        return Index{whole[k], bounds.low, bounds.high};
    };
    for (std::size_t p = 0; p < parameters; ++p) {
        indices.first[p] = index(p);
        indices.total[p] = index(parameters + p);
    }
    return indices;
}

}  // namespace yuchong::study
