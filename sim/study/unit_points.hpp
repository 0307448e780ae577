#pragma once
// Points in the unit cube, laid out so that few of them tell much. One row a point, one column a dimension.
// Every draw is keyed by what it is for, so the same seed gives the same points everywhere.
//
// latin_hypercube  each of n equal slices of each axis holds one point (McKay, Beckman and Conover 1979)
// sobol_sequence   Sobol's low-discrepancy sequence from the origin on, direction numbers of Joe and Kuo
//                  (Boost.Random): in each dimension the first 2^m points fill 2^m equal slices
// shifted_sobol    the same after a random digital shift, which keeps that and moves points off the origin
// saltelli         two independent samples A and B and, for each column i, A with column i of B: row by row
//                  A, B, AB_0, ..., AB_(k-1), so n (k + 2) points (Saltelli et al. 2010)
// morris           trajectories that change one dimension at a time by `step` on a grid of `levels` (Morris
// 1991):
//                  r (k + 1) points

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuchong::study {

using UnitPoint = std::vector<double>;

// Dimensions that sobol_sequence knows; saltelli uses two for each parameter.
inline constexpr std::size_t most_sobol_dimensions = 3667;

[[nodiscard]] std::vector<UnitPoint> latin_hypercube(std::size_t points, std::size_t dimensions,
                                                     std::uint64_t seed);
[[nodiscard]] std::vector<UnitPoint> sobol_sequence(std::size_t points, std::size_t dimensions);
[[nodiscard]] std::vector<UnitPoint> shifted_sobol(std::size_t points, std::size_t dimensions,
                                                   std::uint64_t seed);
[[nodiscard]] std::vector<UnitPoint> saltelli(std::size_t rows, std::size_t dimensions, std::uint64_t seed);

// Pre: `levels` is even. Coordinates are multiples of 1 / (levels - 1), ends included.
[[nodiscard]] std::vector<UnitPoint> morris(std::size_t trajectories, std::size_t dimensions,
                                            std::size_t levels, std::uint64_t seed);
// levels / (2 (levels - 1)): every level is then visited equally often.
[[nodiscard]] double morris_step(std::size_t levels);

}  // namespace yuchong::study
