#pragma once
// Numbers as the unevaluated sum of two doubles, about 106 bits, for the tables and the low parts of
// sim/base/math. Exact sums after Knuth, exact products after Dekker and Veltkamp (Numer. Math. 18, 1971):
// IEEE + - * / only, no FMA, so that compilers and processors agree on every bit. |a|, |b| < 2^990 in
// products.

namespace yuchong {

struct DoubleDouble {
    double high = 0.0;
    double low = 0.0;
};

// a + b exactly. Pre: |a| >= |b| or a = 0.
constexpr DoubleDouble fast_exact_sum(double a, double b) {
    double const sum = a + b;
    return {sum, a - sum + b};
}

// a + b exactly.
constexpr DoubleDouble exact_sum(double a, double b) {
    double const sum = a + b;
    double const b_part = sum - a;
    return {sum, (a - (sum - b_part)) + (b - b_part)};
}

// a as two halves of at most 26 bits.
constexpr DoubleDouble halves(double a) {
    double const shifted = 0x1.0000002p27 * a;
    double const high = shifted - (shifted - a);
    return {high, a - high};
}

// a * b exactly.
constexpr DoubleDouble exact_product(double a, double b) {
    double const product = a * b;
    DoubleDouble const x = halves(a);
    DoubleDouble const y = halves(b);
    double const error = ((x.high * y.high - product) + x.high * y.low + x.low * y.high) + x.low * y.low;
    return {product, error};
}

constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
    DoubleDouble const high = exact_sum(a.high, b.high);
    DoubleDouble const low = exact_sum(a.low, b.low);
    DoubleDouble const sum = fast_exact_sum(high.high, high.low + low.high);
    return fast_exact_sum(sum.high, sum.low + low.low);
}

constexpr DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
    DoubleDouble const product = exact_product(a.high, b.high);
    return fast_exact_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

// The quotient of two doubles.
constexpr DoubleDouble quotient(double a, double b) {
    double const high = a / b;
    DoubleDouble const back = exact_product(high, b);
    return fast_exact_sum(high, ((a - back.high) - back.low) / b);
}

}  // namespace yuchong
