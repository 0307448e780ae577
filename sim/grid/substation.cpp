#include "sim/grid/substation.hpp"

#include <cmath>

namespace yuchong::grid {

std::optional<Complex> voltage_behind(Complex source, Complex impedance, Complex power) {
    double const half = 0.5 * squared_magnitude(source) - (impedance.re * power.re + impedance.im * power.im);
    double const root = half * half - squared_magnitude(impedance) * squared_magnitude(power);
    if (!(root >= 0.0) || half <= 0.0) return std::nullopt;
    double const square = half + std::sqrt(root);  // |V|^2
    // V = E - Z conj(S / V), times conj(V): conj(V) = (|V|^2 + Z conj(S)) / E.
    Complex const conjugated = quotient(Complex{square, 0.0} + times_conjugate(impedance, power), source);
    return conjugate(conjugated);
}

}  // namespace yuchong::grid
