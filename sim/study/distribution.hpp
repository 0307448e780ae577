#pragma once
// What a parameter that is drawn is drawn from, by the inverse of its distribution function: a design gives
// positions in the unit interval, the quantile makes values of them.
//
//   Distribution const patience{DistributionKind::uniform, {10, 40}};
//   quantile(patience, 0.5)   // 25

#include <array>
#include <cstdint>

namespace yuchong::study {

// What the numbers of each mean, in their order.
enum class DistributionKind : std::uint8_t {
    uniform,      // low, high
    log_uniform,  // low, high; both above 0
    normal,       // mean, standard deviation
    lognormal,    // median, sigma of the logarithm
    triangular,   // low, mode, high
    weibull,      // shape, scale
};

struct Distribution {
    DistributionKind kind{};
    std::array<double, 3> numbers{};

    bool operator==(Distribution const&) const = default;
};

// Does the distribution end on both sides? The others are cut for designs that ask for their ends.
[[nodiscard]] bool has_ends(Distribution const& distribution);

// Pre: 0 <= u <= 1, and 0 < u < 1 where the distribution has no ends.
[[nodiscard]] double quantile(Distribution const& distribution, double u);

}  // namespace yuchong::study
