#pragma once
// A complex number in one register of two doubles, which every processor of the platform has. Each operation
// is that of Complex, so the bits are the same, at half the instructions. For inner loops only.

#include "sim/grid/complex.hpp"

#include <bit>
#include <cstring>
#include <limits>

namespace yuchong::grid {

typedef double Pair __attribute__((vector_size(16)));
typedef long long PairBits __attribute__((vector_size(16)));

inline constexpr long long sign_bit = std::numeric_limits<long long>::min();

inline Pair load(Complex const& from) { return std::bit_cast<Pair>(from); }
inline void store(Pair pair, Complex& to) { std::memcpy(static_cast<void*>(&to), &pair, sizeof pair); }

inline Pair both(double x) { return Pair{x, x}; }
inline Pair swapped(Pair a) { return __builtin_shufflevector(a, a, 1, 0); }
inline Pair firsts(Pair a, Pair b) { return __builtin_shufflevector(a, b, 0, 2); }
inline Pair seconds(Pair a, Pair b) { return __builtin_shufflevector(a, b, 1, 3); }
inline Pair first_negated(Pair a) { return (Pair)((PairBits)a ^ PairBits{sign_bit, 0}); }
inline Pair second_negated(Pair a) { return (Pair)((PairBits)a ^ PairBits{0, sign_bit}); }
inline Pair absolute(Pair a) { return (Pair)((PairBits)a & PairBits{~sign_bit, ~sign_bit}); }
// |a|^2 twice.
inline Pair squared_magnitudes(Pair a) {
    Pair const squares = a * a;
    return squares + swapped(squares);
}
// As std::max of each: a where one is not a number.
inline Pair larger(Pair a, Pair b) { return a < b ? b : a; }

}  // namespace yuchong::grid
