#include "sim/study/main_effects.hpp"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::study {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Mean 0 and standard deviation 1; false if the values do not vary.
bool standardise(Eigen::Ref<Eigen::VectorXd> values) {
    values.array() -= values.mean();
    double const deviation = std::sqrt(values.squaredNorm() / static_cast<double>(values.size()));
    if (!(deviation > 0.0)) return false;
    values /= deviation;
    return true;
}

}  // namespace

std::vector<LevelEffect> main_effects(std::span<double const> results, std::span<std::string const> labels) {
    std::vector<LevelEffect> effects;
    double sum = 0.0, count = 0.0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (std::isnan(results[i])) continue;
        sum += results[i];
        count += 1.0;
        if (labels[i].empty()) continue;
        auto found = std::ranges::find(effects, labels[i], &LevelEffect::label);
        if (found == effects.end()) found = effects.insert(found, {labels[i], 0.0, 0});
        found->effect += results[i];
        ++found->points;
    }
    for (LevelEffect& level : effects)
        level.effect = level.effect / static_cast<double>(level.points) - sum / count;
    return effects;
}

Regression regression(std::span<double const> results, std::span<std::vector<double> const> columns) {
    Regression nothing{std::vector<double>(columns.size(), nan), nan};
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < results.size(); ++i) {
        bool const whole = !std::isnan(results[i]) && std::ranges::none_of(columns, [i](auto const& column) {
            return std::isnan(column[i]);
        });
        if (whole) kept.push_back(i);
    }
    if (columns.empty() || kept.size() < columns.size() + 2) return nothing;

    auto const rows = static_cast<Eigen::Index>(kept.size());
    Eigen::MatrixXd x(rows, static_cast<Eigen::Index>(columns.size()));
    Eigen::VectorXd y(rows);
    for (Eigen::Index r = 0; r < rows; ++r) {
        std::size_t const point = kept[static_cast<std::size_t>(r)];
        y(r) = results[point];
        for (Eigen::Index c = 0; c < x.cols(); ++c) x(r, c) = columns[static_cast<std::size_t>(c)][point];
    }
    if (!standardise(y)) return nothing;
    for (Eigen::Index c = 0; c < x.cols(); ++c) {
        if (!standardise(x.col(c))) return nothing;
    }
    Eigen::VectorXd const solution = x.colPivHouseholderQr().solve(y);
    double const left = (y - x * solution).squaredNorm() / y.squaredNorm();
    return {{solution.begin(), solution.end()}, 1.0 - left};
}

}  // namespace yuchong::study
