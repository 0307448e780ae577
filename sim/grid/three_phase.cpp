#include "sim/grid/three_phase.hpp"

#include <numbers>

namespace yuchong::grid {

std::array<Complex, 3> balanced_source(Volts between_phases) {
    double const v = between_phases.value() / std::numbers::sqrt3;
    double const half_sqrt_3 = 0.5 * std::numbers::sqrt3;
    return {Complex{v, 0.0}, Complex{-0.5 * v, -half_sqrt_3 * v}, Complex{-0.5 * v, half_sqrt_3 * v}};
}

}  // namespace yuchong::grid
