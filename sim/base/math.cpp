// exp and log in the manner of P. T. P. Tang ("Table-driven implementation of the exponential function", ACM
// TOMS 15, 1989; "... of the logarithm function", ACM TOMS 16, 1990): a table brings the argument close to 0
// or 1, a short Taylor sum does the rest. The tables are computed by the compiler, in double-double. sin, cos,
// atan2 and the odd corners of pow are SLEEF's deterministic scalar functions (cinz_*_purec: no FMA, no dispatch by
// processor). Errors in ulps as measured stand in tests/base/test_math.cpp.

#include "sim/base/math.hpp"

#include "sim/base/double_double.hpp"

#include <sleef.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace yuchong::math {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

constexpr std::uint64_t bits_of(double x) { return std::bit_cast<std::uint64_t>(x); }
constexpr double from_bits(std::uint64_t bits) { return std::bit_cast<double>(bits); }

// x without the lowest `count` bits of its fraction.
constexpr double without_low_bits(double x, unsigned count) {
    return from_bits(bits_of(x) & ~((std::uint64_t{1} << count) - 1));
}

// 2^k. Pre: -1022 <= k <= 1023.
constexpr double power_of_two(std::int64_t k) {
    return from_bits(static_cast<std::uint64_t>(k + 1023) << 52);
}

// artanh(s) = s + s^3/3 + s^5/5 ..., to 106 bits for |s| <= 1/3.
constexpr DoubleDouble artanh(DoubleDouble s) {
    DoubleDouble const square = s * s;
    DoubleDouble sum{};
    for (int n = 71; n > 0; n -= 2) sum = quotient(1.0, n) + square * sum;
    return s * sum;
}

// log(x) = 2 artanh((x - 1) / (x + 1)). Pre: x + 1 and x - 1 are exact, 1/2 <= x <= 2.
constexpr DoubleDouble precise_log(double x) {
    DoubleDouble const half = artanh(quotient(x - 1.0, x + 1.0));
    return {2.0 * half.high, 2.0 * half.low};
}

constexpr DoubleDouble log_2 = precise_log(2.0);

constexpr unsigned table_bits = 7;
constexpr std::size_t table_size = 1U << table_bits;

// ---- exp: x = n log(2)/128 + r, n = 128 k + j; exp(x) = 2^k 2^(j/128) exp(r), |r| <= log(2)/256.

// exp(x) for the first step of the table. Pre: |x| < 0.01.
constexpr DoubleDouble precise_exp(DoubleDouble x) {
    DoubleDouble sum{1.0};
    for (int n = 16; n > 0; --n) sum = DoubleDouble{1.0} + x * sum * quotient(1.0, n);
    return sum;
}

constexpr std::array<DoubleDouble, table_size> roots_of_two = [] {
    constexpr double step = 1.0 / table_size;
    DoubleDouble const first = precise_exp({log_2.high * step, log_2.low * step});
    std::array<DoubleDouble, table_size> powers{};
    powers[0] = {1.0};
    for (std::size_t j = 1; j < table_size; ++j) powers[j] = powers[j - 1] * first;
    return powers;
}();

// A step of the table as the sum of two; n < 2^18 times the first is exact.
constexpr double exp_step_high = without_low_bits(log_2.high / table_size, 18);
constexpr double exp_step_low = (log_2.high / table_size - exp_step_high) + log_2.low / table_size;
constexpr double exp_steps_per_unit = table_size / log_2.high;

struct ReducedExp {
    std::int64_t exponent;  // k
    DoubleDouble root;      // 2^(j/128)
    DoubleDouble r;
    double curve;  // exp(r) - 1 - r
};

// Of exp(x + low), where |low| is far below the step of the table. Pre: |x| < 2^10.
inline ReducedExp reduce_exp(double x, double low = 0.0) {
    constexpr double rounder = 0x1.8p52;  // adding it rounds to a whole number, found in the low bits
    double const rounded = x * exp_steps_per_unit + rounder;
    auto const n = static_cast<std::int64_t>(bits_of(rounded) - bits_of(rounder));
    double const steps = rounded - rounder;
    double const coarse = x - steps * exp_step_high;  // exact
    double const fine = steps * exp_step_low - low;
    double const r = coarse - fine;
    double const square = r * r;
    double const curve =
        square * ((1.0 / 2 + r * (1.0 / 6)) + square * ((1.0 / 24 + r * (1.0 / 120)) + square * (1.0 / 720)));
    auto const j = static_cast<std::size_t>(n) % table_size;
    return {n >> table_bits, roots_of_two[j], {r, (coarse - r) - fine}, curve};
}

inline double significand(ReducedExp const& e) {
    return e.root.high + (e.root.low + e.root.high * (e.r.high + e.curve));
}

constexpr double ordinary_exponent = 704.0;  // |x| below: exp(x) is a normal number

double exp_of_extreme(double x) {
    if (std::isnan(x)) return x;
    if (x > 709.79) return infinity;  // log(2^1024) = 709.78...
    if (x < -745.14) return 0.0;      // log(2^-1075) = -745.13...
    ReducedExp const e = reduce_exp(x);
    std::int64_t const half = e.exponent / 2;
    return significand(e) * power_of_two(half) * power_of_two(e.exponent - half);
}

// ---- log: x = 2^k z, 0.6875 <= z < 1.375 or nearly; log(x) = k log(2) + log(c) + log(1 + r), r = z/c - 1,
// where 1/c has 11 bits and stands for a 128th of an octave. 1 lies inside a cell whose c is 1, so that no
// digits cancel there.

struct LogCell {
    double inverse;            // 1/c
    double log_high, log_low;  // log(c); the first a multiple of 2^-42
};

constexpr double first_centre = 0.6875;
constexpr unsigned cell_shift = 52 - table_bits;
constexpr std::uint64_t first_cell = bits_of(first_centre) - (std::uint64_t{1} << (cell_shift - 1));

// Whole multiples of 2^-42 below 2^10 add up exactly.
constexpr double to_multiple_of_2_to_minus_42(double x) {
    constexpr double rounder = 0x1.8p10;
    return (x + rounder) - rounder;
}

constexpr double log_2_high = to_multiple_of_2_to_minus_42(log_2.high);
constexpr double log_2_low = (log_2.high - log_2_high) + log_2.low;

constexpr std::array<LogCell, table_size> log_cells = [] {
    std::array<LogCell, table_size> cells{};
    for (std::size_t j = 0; j < table_size; ++j) {
        double const centre = from_bits(bits_of(first_centre) + (std::uint64_t{j} << cell_shift));
        constexpr double grid = 1024.0;  // 10 bits behind the point
        double const inverse = static_cast<double>(static_cast<std::int64_t>(grid / centre + 0.5)) / grid;
        DoubleDouble const log_inverse = precise_log(inverse);
        double const high = to_multiple_of_2_to_minus_42(-log_inverse.high);
        cells[j] = {inverse, high, (-log_inverse.high - high) - log_inverse.low};
    }
    return cells;
}();

struct ReducedLog {
    double octaves;  // k
    LogCell const* cell;
    DoubleDouble r;  // nearly exact, |r| < 0.0045
};

// Of x + low, where |low| <= ulp(x)/2. Pre: x normal, positive, finite.
inline ReducedLog reduce_log(double x, double low = 0.0) {
    std::uint64_t const offset = bits_of(x) - first_cell;
    auto const k = static_cast<std::int64_t>(offset) >> 52;
    LogCell const& cell = log_cells[(offset >> cell_shift) % table_size];
    double const z = from_bits(bits_of(x) - (static_cast<std::uint64_t>(k) << 52));
    double const z_high = without_low_bits(z, 11);  // times 11 bits is exact
    double const r_high = z_high * cell.inverse - 1.0;
    double const r_low = ((z - z_high) + (low == 0.0 ? 0.0 : low * power_of_two(-k))) * cell.inverse;
    return {static_cast<double>(k), &cell, exact_sum(r_high, r_low)};
}

// k log(2) + log(c) + log(1 + r) in one double.
inline double sum_log(ReducedLog const& x) {
    double const r = x.r.high;
    double const square = r * r;
    double const curve =
        square * ((-1.0 / 2 + r * (1.0 / 3)) +
                  square * ((-1.0 / 4 + r * (1.0 / 5)) + square * (-1.0 / 6 + r * (1.0 / 7))));
    double const whole = x.octaves * log_2_high + x.cell->log_high;  // exact
    DoubleDouble const sum = fast_exact_sum(whole, r);
    return sum.high + (sum.low + x.r.low + (x.octaves * log_2_low + x.cell->log_low) + curve);
}

// The same to about 68 bits.
inline DoubleDouble precise_sum_log(ReducedLog const& x) {
    double const r = x.r.high;
    DoubleDouble const part = halves(r);
    double const half_square = 0.5 * part.high * part.high;  // exact
    double const half_square_low = 0.5 * part.low * (part.high + r);
    double const square = r * r;
    double const curve = square * r *
                         ((1.0 / 3 - r * (1.0 / 4)) +
                          square * ((1.0 / 5 - r * (1.0 / 6)) + square * (1.0 / 7 - r * (1.0 / 8))));
    double const whole = x.octaves * log_2_high + x.cell->log_high;  // exact
    DoubleDouble const first = fast_exact_sum(whole, r);
    DoubleDouble const second = fast_exact_sum(first.high, -half_square);
    double const low = (first.low + second.low) + (x.octaves * log_2_low + x.cell->log_low) +
                       (x.r.low - r * x.r.low) - half_square_low + curve;
    return fast_exact_sum(second.high, low);
}

bool is_normal_positive(double x) { return x >= std::numeric_limits<double>::min() && x < infinity; }

double log_of_extreme(double x) {
    if (x == 0.0) return -infinity;
    if (x < 0.0) return not_a_number;
    if (!(x < infinity)) return x;
    ReducedLog subnormal = reduce_log(x * 0x1p54);
    subnormal.octaves -= 54.0;
    return sum_log(subnormal);
}

constexpr double negligible = 0x1p-54;  // beside 1

}  // namespace

double exp(double x) {
    if (!(std::abs(x) < ordinary_exponent)) [[unlikely]]
        return exp_of_extreme(x);
    ReducedExp const e = reduce_exp(x);
    return significand(e) * power_of_two(e.exponent);
}

double expm1(double x) {
    if (std::abs(x) < negligible) return x;
    if (!(x < 40.0)) return exp(x);  // 1 no longer counts; or NaN
    if (x < -40.0) return -1.0;
    ReducedExp const e = reduce_exp(x);
    double const scale = power_of_two(e.exponent);
    // With P = 2^k 2^(j/128) and g = exp(r) - 1: P exp(r) - 1 = (P - 1) + r + (g - r) + (P - 1) g, largest
    // first.
    DoubleDouble const less_one = exact_sum(e.root.high * scale, -1.0);
    double const less_one_low = less_one.low + e.root.low * scale;
    double const g = e.r.high + e.curve;
    DoubleDouble const sum = exact_sum(less_one.high, e.r.high);
    return sum.high + (sum.low + e.r.low + (less_one_low + less_one_low * g) + (e.curve + less_one.high * g));
}

double log(double x) {
    if (!is_normal_positive(x)) [[unlikely]]
        return log_of_extreme(x);
    return sum_log(reduce_log(x));
}

double log1p(double x) {
    if (std::abs(x) < negligible) return x;
    if (!(x > -1.0)) return x == -1.0 ? -infinity : not_a_number;
    if (x > 0x1p54) return log(x);  // 1 no longer counts
    DoubleDouble const sum = exact_sum(1.0, x);
    ReducedLog reduced = reduce_log(sum.high, sum.low);
    if (std::abs(x) < 0x1p-9) reduced.r = {x, 0.0};  // in the cell of 1
    return sum_log(reduced);
}

double pow(double x, double y) {
    if (is_normal_positive(x)) [[likely]] {
        DoubleDouble const log_x = precise_sum_log(reduce_log(x));
        double const exponent = y * log_x.high;
        if (std::abs(exponent) < ordinary_exponent && std::abs(exponent) > negligible) [[likely]] {
            DoubleDouble const exact = exact_product(y, log_x.high);
            ReducedExp const e = reduce_exp(exact.high, exact.low + y * log_x.low);
            return significand(e) * power_of_two(e.exponent);
        }
    }
    return Sleef_cinz_powd1_u10purec(x, y);
}

double sin(double x) { return Sleef_cinz_sind1_u10purec(x); }
double cos(double x) { return Sleef_cinz_cosd1_u10purec(x); }
double atan2(double y, double x) { return Sleef_cinz_atan2d1_u10purec(y, x); }

// Near 0, where meters read it minute by minute, by its Taylor sum: cheaper than expm1, and as exact.
double phi(double x) {
    constexpr double near = 1.0 / 8.0;  // the first term left out is below 2^-55 there
    if (!(std::abs(x) <= near)) return expm1(x) / x;
    double const square = x * x;
    double const fourth = square * square;
    double const low = (1.0 + x * (1.0 / 2)) + square * (1.0 / 6 + x * (1.0 / 24));
    double const high = (1.0 / 120 + x * (1.0 / 720)) + square * (1.0 / 5'040 + x * (1.0 / 40'320));
    return low + fourth * (high + fourth * (1.0 / 362'880 + x * (1.0 / 3'628'800)));
}
double psi(double r) { return r == 0.0 ? 1.0 : log1p(r) / r; }

}  // namespace yuchong::math
