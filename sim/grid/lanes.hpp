#pragma once
// Eight scenarios side by side, and the sweep over all of them at once. The kernel is compiled twice, for
// every processor of the platform and for those with AVX2 (without fused multiply-add), and the wider one is
// chosen at run time. Lanes never mix and each operation is the scalar sweep's, so both give the scalar
// sweep's bits.
//
// Vectors of 32 bytes at most: wider ones are split and spilled where the processor has no such registers.

#include <cstdint>

namespace yuchong::grid {

inline constexpr int lane_count = 8;

struct alignas(64) LaneReal {
    double lane[lane_count];
};
struct LaneComplex {
    LaneReal re, im;
};

enum class InstructionSet : std::uint8_t { portable, avx2 };
// The best of this processor.
InstructionSet widest_instruction_set();

// The arrays of a feeder and its eight scenarios, entry i of node i. Plain pointers: the kernels call nothing
// of the standard library, so that no function compiled for AVX2 can stand in for one that others use.
struct LaneSweepData {
    std::uint32_t nodes;
    std::uint32_t const* parent;
    double const *r, *x, *g, *b;  // g, b: null for a feeder without shunts
    LaneReal const *p, *q;
    LaneComplex *voltage, *current;
};

struct LaneBalance {
    LaneComplex losses, loads;
};

// All bits of a lane set, or none.
struct alignas(64) LaneChoice {
    std::int64_t lane[lane_count];
};

struct LaneKernel {
    // As sweep_currents of sweep.hpp.
    void (*currents)(LaneSweepData const& data);
    // As sweep_voltages; returns the largest changes of the real and the imaginary parts.
    LaneComplex (*voltages)(LaneSweepData const& data);
    // Losses, and the power that loads and shunts take.
    LaneBalance (*balance)(LaneSweepData const& data);
    // Copies the chosen lanes of n entries.
    void (*copy)(std::uint32_t n, LaneChoice const& chosen, LaneComplex const* from, LaneComplex* to);
};

LaneKernel const& lane_kernel(InstructionSet set);
// Each in a file of its own, compiled for that instruction set.
LaneKernel portable_lane_kernel();
LaneKernel avx2_lane_kernel();

}  // namespace yuchong::grid
