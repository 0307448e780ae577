// sim/base/math against the C library's long double functions, whose 64-bit significands resolve 2^-11 ulp.
// Largest errors over 2e6 draws a range, in ulps: exp 0.508, expm1 0.531, log 0.518, log1p 0.517, pow 0.509,
// sin 0.745, cos 0.736, atan2 (two million draws over all quadrants) 0.77.

#include "sim/base/math.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace {

using namespace yuchong;

constexpr double infinity = std::numeric_limits<double>::infinity();
double const not_a_number = std::numeric_limits<double>::quiet_NaN();

// Distance in units in the last place of the true value, rounded to double.
double ulps(double value, long double truth) {
    auto const nearest = std::abs(static_cast<double>(truth));
    double const ulp = std::nextafter(nearest, infinity) - nearest;
    return static_cast<double>(std::abs(value - truth) / ulp);
}

constexpr std::uint32_t draws = 200'000;

double uniform(std::uint32_t i, int word) {
    return RandomSource{7}.draw({DrawClass::test, 1, i}).uniform(word);
}

struct Range {
    double low, high;
};

template <class Function, class Truth>
double worst_ulps(Function f, Truth truth, Range range) {
    double worst = 0.0;
    for (std::uint32_t i = 0; i < draws; ++i) {
        double const x = range.low + (range.high - range.low) * uniform(i, 0);
        worst = std::max(worst, ulps(f(x), truth(static_cast<long double>(x))));
    }
    return worst;
}

// The same with arguments spread evenly over powers of two, 2^low to 2^high, with the sign given.
template <class Function, class Truth>
double worst_ulps_by_octave(Function f, Truth truth, Range octaves, double sign) {
    double worst = 0.0;
    for (std::uint32_t i = 0; i < draws; ++i) {
        double const x = sign * std::exp2(octaves.low + (octaves.high - octaves.low) * uniform(i, 0));
        worst = std::max(worst, ulps(f(x), truth(static_cast<long double>(x))));
    }
    return worst;
}

long double true_exp(long double x) { return expl(x); }
long double true_expm1(long double x) { return expm1l(x); }
long double true_log(long double x) { return logl(x); }
long double true_log1p(long double x) { return log1pl(x); }

}  // namespace

TEST_CASE("exp is within 0.52 ulp", "[math]") {
    CHECK(worst_ulps(math::exp, true_exp, {-1.0, 1.0}) < 0.52);
    CHECK(worst_ulps(math::exp, true_exp, {-20.0, 20.0}) < 0.52);
    CHECK(worst_ulps(math::exp, true_exp, {-708.0, 709.7}) < 0.52);
    CHECK(worst_ulps_by_octave(math::exp, true_exp, {-60.0, 0.0}, -1.0) < 0.52);
}

TEST_CASE("expm1 is within 0.54 ulp", "[math]") {
    CHECK(worst_ulps(math::expm1, true_expm1, {-0.01, 0.01}) < 0.54);
    CHECK(worst_ulps(math::expm1, true_expm1, {-1.0, 1.0}) < 0.54);
    CHECK(worst_ulps(math::expm1, true_expm1, {-60.0, 700.0}) < 0.54);
    CHECK(worst_ulps_by_octave(math::expm1, true_expm1, {-1000.0, 0.0}, 1.0) < 0.54);
    CHECK(worst_ulps_by_octave(math::expm1, true_expm1, {-1000.0, 0.0}, -1.0) < 0.54);
}

TEST_CASE("log is within 0.52 ulp", "[math]") {
    CHECK(worst_ulps(math::log, true_log, {0.5, 2.0}) < 0.52);
    CHECK(worst_ulps(math::log, true_log, {0.99, 1.01}) < 0.52);
    CHECK(worst_ulps_by_octave(math::log, true_log, {-1074.0, 1023.0}, 1.0) < 0.52);
    auto const near_one = [](double x) { return math::log(1.0 + x); };
    auto const true_near_one = [](long double x) { return logl(1.0 + static_cast<double>(x)); };
    CHECK(worst_ulps_by_octave(near_one, true_near_one, {-52.0, -5.0}, 1.0) < 0.52);
    CHECK(worst_ulps_by_octave(near_one, true_near_one, {-52.0, -5.0}, -1.0) < 0.52);
}

TEST_CASE("log1p is within 0.52 ulp", "[math]") {
    CHECK(worst_ulps(math::log1p, true_log1p, {-0.999, 2.0}) < 0.52);
    CHECK(worst_ulps(math::log1p, true_log1p, {-0.01, 0.01}) < 0.52);
    CHECK(worst_ulps_by_octave(math::log1p, true_log1p, {-1000.0, 1000.0}, 1.0) < 0.52);
    CHECK(worst_ulps_by_octave(math::log1p, true_log1p, {-1000.0, -0.001}, -1.0) < 0.52);
}

TEST_CASE("pow is within 0.52 ulp", "[math]") {
    double worst = 0.0;
    for (std::uint32_t i = 0; i < draws; ++i) {
        double const x = std::exp2(-20.0 + 40.0 * uniform(i, 0));
        double const y = -30.0 + 60.0 * uniform(i, 1);
        worst = std::max(worst, ulps(math::pow(x, y), powl(x, y)));
        double const near_one = 1.0 + 0.02 * (uniform(i, 2) - 0.5);
        double const large = 60'000.0 * (uniform(i, 3) - 0.5);
        worst = std::max(worst, ulps(math::pow(near_one, large), powl(near_one, large)));
    }
    CHECK(worst < 0.52);
}

TEST_CASE("sin and cos are within 0.75 ulp", "[math]") {
    CHECK(worst_ulps(math::sin, [](long double x) { return sinl(x); }, {-10.0, 10.0}) < 0.75);
    CHECK(worst_ulps(math::cos, [](long double x) { return cosl(x); }, {-10.0, 10.0}) < 0.75);
}

TEST_CASE("atan2 is within 1 ulp in every quadrant", "[math]") {
    double worst = 0.0;
    for (std::uint32_t i = 0; i < draws; ++i) {
        double const y = uniform(i, 0) - 0.5, x = uniform(i, 1) - 0.5;
        worst = std::max(worst, ulps(math::atan2(y, x), atan2l(y, x)));
    }
    CHECK(worst < 1.0);
    CHECK(math::atan2(0.0, 1.0) == 0.0);
}

TEST_CASE("elementary functions at their corners", "[math]") {
    CHECK(math::exp(0.0) == 1.0);
    CHECK(math::exp(infinity) == infinity);
    CHECK(math::exp(-infinity) == 0.0);
    CHECK(math::exp(710.0) == infinity);
    CHECK(math::exp(-746.0) == 0.0);
    CHECK(math::exp(-745.0) == std::exp(-745.0));  // subnormal
    CHECK(std::isnan(math::exp(not_a_number)));

    CHECK(std::signbit(math::expm1(-0.0)));
    CHECK(math::expm1(0.0) == 0.0);
    CHECK(math::expm1(-infinity) == -1.0);
    CHECK(math::expm1(infinity) == infinity);
    CHECK(std::isnan(math::expm1(not_a_number)));

    CHECK(math::log(1.0) == 0.0);
    CHECK(math::log(0.0) == -infinity);
    CHECK(math::log(infinity) == infinity);
    CHECK(std::isnan(math::log(-1.0)));
    CHECK(std::isnan(math::log(not_a_number)));

    CHECK(std::signbit(math::log1p(-0.0)));
    CHECK(math::log1p(-1.0) == -infinity);
    CHECK(math::log1p(infinity) == infinity);
    CHECK(std::isnan(math::log1p(-1.1)));
    CHECK(std::isnan(math::log1p(not_a_number)));

    CHECK(math::pow(2.0, 10.0) == 1024.0);
    CHECK(math::pow(7.0, 0.0) == 1.0);
    CHECK(math::pow(1.0, 1e300) == 1.0);
    CHECK(math::pow(0.0, 2.0) == 0.0);
    CHECK(math::pow(-2.0, 3.0) == -8.0);
    CHECK(math::pow(1e200, 2.0) == infinity);
    CHECK(math::pow(1e-200, 2.0) == 0.0);
    CHECK(std::isnan(math::pow(-2.0, 0.5)));
    CHECK(std::isnan(math::pow(not_a_number, 2.0)));
}

TEST_CASE("exp and log do not run backwards from one table cell to the next", "[math]") {
    double last_exp = 0.0;
    double last_log = -infinity;
    for (int i = 1; i < 40'000; ++i) {
        double const x = i * 1e-4;
        REQUIRE(math::exp(x) >= last_exp);
        REQUIRE(math::log(x) >= last_log);
        last_exp = math::exp(x);
        last_log = math::log(x);
    }
}

TEST_CASE("phi and psi are smooth through 0", "[math]") {
    CHECK(math::phi(0.0) == 1.0);
    CHECK(math::psi(0.0) == 1.0);
    for (double x : {1e-300, 1e-17, 1e-9, 1e-4, 0.3}) {
        for (double const s : {x, -x}) {
            CAPTURE(s);
            CHECK(ulps(math::phi(s), expm1l(s) / s) < 1.6);
            CHECK(ulps(math::psi(s), log1pl(s) / s) < 1.6);
        }
    }
}

TEST_CASE("inverse_normal undoes the normal distribution function", "[math]") {
    // Phi(x) = erfc(-x / sqrt(2)) / 2. An error dx of the quantile shows as density * dx.
    for (double const p :
         {1e-300, 1e-100, 1e-20, 1e-9, 0.001, 0.02, 0.07, 0.08, 0.3, 0.5, 0.7, 0.93, 0.999}) {
        CAPTURE(p);
        auto const x = static_cast<long double>(math::inverse_normal(p));
        long double const back = erfcl(-x / sqrtl(2.0L)) / 2.0L;
        long double const density = expl(-x * x / 2.0L) / sqrtl(2.0L * acosl(-1.0L));
        CHECK(std::abs(back - p) / density < 1e-15L * std::max(1.0L, std::abs(x)));
    }
    CHECK(math::inverse_normal(0.5) == 0.0);
    CHECK(math::inverse_normal(0.25) == Approx(-0.6744897501960817).epsilon(1e-15));  // Wichura 1988
    CHECK(math::inverse_normal(0.001) == Approx(-3.090232306167814).epsilon(1e-15));
    CHECK(math::inverse_normal(1e-20) == Approx(-9.262340089798408).epsilon(1e-15));
    CHECK_THROWS(math::inverse_normal(0.0));
    CHECK_THROWS(math::inverse_normal(1.0));
}

TEST_CASE("the bits of the elementary functions are those of every other build", "[math]") {
    // A hash of 70,000 results. It may change only with math.cpp, or a new SLEEF (sin, cos). A build in which
    // it differs (another compiler or processor, FMA, fast-math) would give other results for the same
    // scenario.
    std::uint64_t hash = 0;
    auto const add = [&hash](double x) { hash = combine(hash, std::bit_cast<std::uint64_t>(x)); };
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        double const x = 40.0 * uniform(i, 0) - 20.0;
        double const positive = 10.0 * uniform(i, 1);
        add(math::exp(x));
        add(math::expm1(x / 10.0));
        add(math::log(positive));
        add(math::log1p(positive - 0.5));
        add(math::pow(positive, x));
        add(math::sin(x));
        add(math::cos(x));
    }
    CHECK(hash == 0x6c79188253ff95e4);
}
