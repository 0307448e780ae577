#include "sim/grid/phase_matrix.hpp"

#include <algorithm>
#include <utility>

namespace yuchong::grid {

bool PhaseList::holds(Phase wanted) const { return std::find(begin(), end(), wanted) != end(); }

namespace {

// A pivot this small beside the largest entry is what rounding leaves of 0.
constexpr double singular_below = 1e-12;

double largest_entry(PhaseMatrix const& matrix, std::size_t rows) {
    double largest = 0.0;
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t k = 0; k < rows; ++k) largest = std::max(largest, magnitude(matrix[i][k]));
    }
    return largest;
}

}  // namespace

// Gauss and Jordan's elimination, the largest entry of a column as its pivot.
std::optional<PhaseMatrix> inverse(PhaseMatrix const& matrix, std::size_t rows) {
    PhaseMatrix left = matrix, right{};
    for (std::size_t i = 0; i < rows; ++i) right[i][i] = {1.0, 0.0};
    double const smallest_pivot = singular_below * largest_entry(matrix, rows);
    for (std::size_t column = 0; column < rows; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < rows; ++row) {
            bool const larger = squared_magnitude(left[row][column]) > squared_magnitude(left[pivot][column]);
            if (larger) pivot = row;
        }
        if (!(magnitude(left[pivot][column]) > smallest_pivot)) return std::nullopt;
        std::swap(left[column], left[pivot]);
        std::swap(right[column], right[pivot]);
        Complex const scale = quotient({1.0, 0.0}, left[column][column]);
        for (std::size_t k = 0; k < rows; ++k) {
            left[column][k] = scale * left[column][k];
            right[column][k] = scale * right[column][k];
        }
        for (std::size_t row = 0; row < rows; ++row) {
            if (row == column) continue;
            Complex const factor = left[row][column];
            for (std::size_t k = 0; k < rows; ++k) {
                left[row][k] = left[row][k] - factor * left[column][k];
                right[row][k] = right[row][k] - factor * right[column][k];
            }
        }
    }
    return right;
}

// The neutral's current is minus the sum of the others, and its own drop is taken off theirs.
PhaseMatrix without_neutral(ComplexMatrix<4> const& impedance) {
    constexpr std::size_t neutral = 3;
    PhaseMatrix reduced{};
    for (std::size_t i = 0; i < neutral; ++i) {
        for (std::size_t k = 0; k < neutral; ++k) {
            reduced[i][k] =
                impedance[i][k] - impedance[i][neutral] - impedance[neutral][k] + impedance[neutral][neutral];
        }
    }
    return reduced;
}

PhaseMatrix from_sequences(Complex positive, Complex zero) {
    Complex const own = (1.0 / 3.0) * (positive + positive + zero);
    Complex const mutual = (1.0 / 3.0) * (zero - positive);
    PhaseMatrix matrix{};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t k = 0; k < 3; ++k) matrix[i][k] = i == k ? own : mutual;
    }
    return matrix;
}

}  // namespace yuchong::grid
