#pragma once
// What draws of a study are for: the purposes under DrawClass::study.

#include "sim/base/random.hpp"

#include <cstddef>
#include <cstdint>

namespace yuchong::study {

enum class Purpose : std::uint16_t {
    latin_slice,
    latin_place,
    sobol_shift,
    morris_start,
    morris_order,
    morris_direction,
    bootstrap
};

// Of one purpose: draws number i of series s.
class Draws {
public:
    Draws(std::uint64_t seed, Purpose purpose)
        : source_(seed), purpose_(static_cast<std::uint16_t>(purpose)) {}
    [[nodiscard]] Block block(std::size_t series, std::size_t i) const {
        return source_.draw({DrawClass::study, purpose_, static_cast<std::uint32_t>(series), 0,
                             static_cast<std::uint32_t>(i)});
    }
    [[nodiscard]] double uniform(std::size_t series, std::size_t i) const {
        return block(series, i).uniform(0);
    }
    // One of 0 .. count - 1. Pre: count < 2^32.
    [[nodiscard]] std::size_t index(std::size_t series, std::size_t i, std::size_t count) const {
        return static_cast<std::size_t>(uniform(series, i) * static_cast<double>(count));
    }

private:
    RandomSource source_;
    std::uint16_t purpose_;
};

}  // namespace yuchong::study
