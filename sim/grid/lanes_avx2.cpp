// Compiled with -mavx2 -mno-fma where the compiler knows them (CMakeLists.txt).

#include "sim/grid/lane_kernel.hpp"

namespace yuchong::grid {

LaneKernel avx2_lane_kernel() { return LaneSweep<4>::kernel(); }

}  // namespace yuchong::grid
