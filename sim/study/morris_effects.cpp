#include "sim/study/morris_effects.hpp"

#include "sim/base/check.hpp"
#include "sim/study/draws.hpp"
#include "sim/study/interval.hpp"
#include "sim/study/sobol_indices.hpp"

#include <cmath>
#include <limits>

namespace yuchong::study {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// The one coordinate in which two neighbours of a trajectory differ.
std::size_t moved(UnitPoint const& a, UnitPoint const& b) {
    for (std::size_t d = 0; d < a.size(); ++d) {
        if (a[d] != b[d]) return d;
    }
    throw BrokenInvariant("two neighbours of a trajectory are the same point");
}

MorrisEffect summarise(std::vector<double> const& effects, Draws const& draws) {
    MorrisEffect result{nan, nan, nan, nan, nan, effects.size()};
    if (effects.empty()) return result;
    auto const n = static_cast<double>(effects.size());
    double sum = 0.0, sizes = 0.0, squares = 0.0;
    for (double const x : effects) {
        sum += x;
        sizes += std::abs(x);
    }
    result.mu = sum / n;
    result.mu_star = sizes / n;
    if (effects.size() < 2) return result;
    for (double const x : effects) squares += (x - result.mu) * (x - result.mu);
    result.sigma = std::sqrt(squares / (n - 1.0));

    std::vector<double> again(resamples, 0.0);
    for (std::size_t r = 0; r < resamples; ++r) {
        for (std::size_t i = 0; i < effects.size(); ++i)
            again[r] += std::abs(effects[draws.index(r, i, effects.size())]) / n;
    }
    Bounds const bounds = middle_of(again);
    result.mu_star_low = bounds.low;
    result.mu_star_high = bounds.high;
    return result;
}

}  // namespace

std::vector<MorrisEffect> morris_effects(std::span<double const> results, std::span<UnitPoint const> design,
                                         std::size_t parameters, std::uint64_t seed) {
    std::size_t const length = parameters + 1;
    check(results.size() == design.size() && results.size() % length == 0,
          "the results do not come in trajectories of a morris design");
    std::vector<std::vector<double>> effects(parameters);
    for (std::size_t i = 1; i < design.size(); ++i) {
        if (i % length == 0) continue;  // another trajectory begins
        std::size_t const d = moved(design[i - 1], design[i]);
        double const effect = (results[i] - results[i - 1]) / (design[i][d] - design[i - 1][d]);
        if (!std::isnan(effect)) effects[d].push_back(effect);
    }
    Draws const draws(seed, Purpose::bootstrap);
    std::vector<MorrisEffect> summary;
    for (auto const& of_one : effects) summary.push_back(summarise(of_one, draws));
    return summary;
}

}  // namespace yuchong::study
