#include "sim/grid/lane_kernel.hpp"

namespace yuchong::grid {

LaneKernel portable_lane_kernel() { return LaneSweep<2>::kernel(); }

}  // namespace yuchong::grid
