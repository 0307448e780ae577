#pragma once
// Splitting a whole number by weights: Hamilton's method of the largest remainder, with a floor and a ceiling
// for each part. Ties go to the lowest index, so the result depends on nothing but its arguments.

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::space {

struct PartBounds {
    std::uint32_t fewest, most;
};

// Parts that add up to `total`, each within its bounds and else in proportion to its weight (>= 0).
// Throws BrokenInvariant if the bounds do not admit the total.
std::vector<std::uint32_t> apportion(std::uint32_t total, std::span<double const> weights,
                                     std::span<PartBounds const> bounds);

}  // namespace yuchong::space
