#pragma once
// Phases and small matrices between them: series impedance (ohm) or shunt admittance (siemens) of a piece of
// line, rows and columns in the order of its conductors.

#include "sim/grid/complex.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace yuchong::grid {

enum class Phase : std::uint8_t { a, b, c };

// One to three conductors in an order that matters: "cb" is a line whose first conductor is phase c.
struct PhaseList {
    std::array<Phase, 3> phase{};
    std::uint8_t count = 0;

    [[nodiscard]] Phase const* begin() const { return phase.data(); }
    [[nodiscard]] Phase const* end() const { return phase.data() + count; }
    [[nodiscard]] bool holds(Phase wanted) const;
    void add(Phase next) { phase[count++] = next; }
};

inline constexpr PhaseList abc{{Phase::a, Phase::b, Phase::c}, 3};
constexpr PhaseList single(Phase phase) { return {{phase}, 1}; }

template <std::size_t n>
using ComplexMatrix = std::array<std::array<Complex, n>, n>;

// Of as many rows as there are conductors; what lies beyond is 0.
using PhaseMatrix = ComplexMatrix<3>;

// Nothing if the upper left `rows` rows and columns are singular. Pre: rows <= 3.
std::optional<PhaseMatrix> inverse(PhaseMatrix const& matrix, std::size_t rows);

// A line of three phases and a neutral, the fourth conductor, as voltages between phase and neutral see it
// where the neutral carries the whole return current: exact for a low-voltage line without earth return.
PhaseMatrix without_neutral(ComplexMatrix<4> const& impedance);

// Every phase alike: from the impedances of positive and zero sequence.
PhaseMatrix from_sequences(Complex positive, Complex zero);

}  // namespace yuchong::grid
