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

Complex BusSearch::next(Complex tried, Complex found) {
    if (steps_ == BusSteps::plain) return found;
    Complex const moved = found - tried;
    if (begun_) {
        Complex const by = tried - tried_, seen = moved - moved_;
        double const length = squared_magnitude(by);
        if (length > 0.0) {
            double const re = (seen.re - (rr_ * by.re + ri_ * by.im)) / length,
                         im = (seen.im - (ir_ * by.re + ii_ * by.im)) / length;
            rr_ += re * by.re, ri_ += re * by.im;
            ir_ += im * by.re, ii_ += im * by.im;
        }
    }
    begun_ = true;
    tried_ = tried;
    moved_ = moved;
    double const determinant = rr_ * ii_ - ri_ * ir_;
    if (determinant == 0.0) return found;
    return {tried.re - (ii_ * moved.re - ri_ * moved.im) / determinant,
            tried.im - (rr_ * moved.im - ir_ * moved.re) / determinant};
}

}  // namespace yuchong::grid
