#pragma once

#include "sim/grid/network.hpp"

namespace yuchong::grid {

inline constexpr double kw_per_pu = 1000.0 * base_mva;  // and kvar, kVA

}  // namespace yuchong::grid
