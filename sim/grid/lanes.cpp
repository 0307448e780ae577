#include "sim/grid/lanes.hpp"

namespace yuchong::grid {

InstructionSet widest_instruction_set() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return InstructionSet::avx2;
#endif
    return InstructionSet::portable;
}

LaneKernel const& lane_kernel(InstructionSet set) {
    static LaneKernel const portable = portable_lane_kernel();
    if (set == InstructionSet::portable) return portable;
    static LaneKernel const avx2 = avx2_lane_kernel();
    return avx2;
}

}  // namespace yuchong::grid
