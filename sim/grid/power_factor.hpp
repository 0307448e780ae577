#pragma once

#include <cmath>

namespace yuchong::grid {

// Reactive over active power. Pre: 0 < power factor <= 1.
inline double tangent_of(double power_factor) {
    return std::sqrt(1.0 - power_factor * power_factor) / power_factor;
}

}  // namespace yuchong::grid
