#pragma once
// Elementary effects from the runs of a morris design: how much a result changes when one parameter moves
// across its whole range, per unit of the unit interval, at several places. mu* (mean of their sizes,
// Campolongo, Cariboni and Saltelli 2007) ranks parameters; sigma (their standard deviation) says how much
// that depends on the others.

#include "sim/study/unit_points.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::study {

struct MorrisEffect {
    double mu, mu_star, sigma;
    double mu_star_low, mu_star_high;  // middle 95 % of bootstrap estimates over trajectories
    std::size_t effects;               // that were computed: those without a missing run
};

// `results` by point, of `design`: morris(...) of these points. NaN without effects, sigma with fewer than
// two.
[[nodiscard]] std::vector<MorrisEffect> morris_effects(std::span<double const> results,
                                                       std::span<UnitPoint const> design,
                                                       std::size_t parameters, std::uint64_t seed);

}  // namespace yuchong::study
