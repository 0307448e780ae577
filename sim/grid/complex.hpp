#pragma once
// A complex number for phasors and powers: voltages, currents and impedances in per unit. Written out,
// because std::complex multiplies and divides by way of the compiler's library.

#include <cmath>

namespace yuchong::grid {

struct Complex {
    double re = 0.0, im = 0.0;

    friend constexpr Complex operator+(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
    friend constexpr Complex operator-(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
    friend constexpr Complex operator*(double k, Complex a) { return {k * a.re, k * a.im}; }
    friend constexpr Complex operator*(Complex a, Complex b) {
        return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
    }
    constexpr Complex& operator+=(Complex a) { return *this = *this + a; }
    constexpr bool operator==(Complex const&) const = default;
};

constexpr Complex conjugate(Complex a) { return {a.re, -a.im}; }
constexpr double squared_magnitude(Complex a) { return a.re * a.re + a.im * a.im; }
inline double magnitude(Complex a) { return std::sqrt(squared_magnitude(a)); }
// a * conj(b): a power from a voltage and a current, say.
constexpr Complex times_conjugate(Complex a, Complex b) {
    return {a.re * b.re + a.im * b.im, a.im * b.re - a.re * b.im};
}
// Pre: b is not 0.
constexpr Complex quotient(Complex a, Complex b) {
    return (1.0 / squared_magnitude(b)) * times_conjugate(a, b);
}

}  // namespace yuchong::grid
