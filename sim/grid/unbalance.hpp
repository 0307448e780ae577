#pragma once
// How unlike the three phases of a bus are, by symmetrical components.

#include "sim/grid/complex.hpp"

#include <array>

namespace yuchong::grid {

struct SequenceVoltages {
    Complex zero, positive, negative;
};

// Of phases a, b, c; positive turns from a to b to c.
SequenceVoltages sequence_voltages(std::array<Complex, 3> const& volt);

// Voltage unbalance factor of IEC 61000-4-30: negative over positive sequence, 0 if balanced. Voltages to
// ground or between phases give the same. Pre: the positive sequence is not 0.
double voltage_unbalance(std::array<Complex, 3> const& volt);

}  // namespace yuchong::grid
