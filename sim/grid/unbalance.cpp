#include "sim/grid/unbalance.hpp"

#include <numbers>

namespace yuchong::grid {

SequenceVoltages sequence_voltages(std::array<Complex, 3> const& volt) {
    Complex const ahead{-0.5, 0.5 * std::numbers::sqrt3}, behind = conjugate(ahead);
    return {(1.0 / 3.0) * (volt[0] + volt[1] + volt[2]),
            (1.0 / 3.0) * (volt[0] + ahead * volt[1] + behind * volt[2]),
            (1.0 / 3.0) * (volt[0] + behind * volt[1] + ahead * volt[2])};
}

double voltage_unbalance(std::array<Complex, 3> const& volt) {
    SequenceVoltages const s = sequence_voltages(volt);
    return magnitude(s.negative) / magnitude(s.positive);
}

}  // namespace yuchong::grid
