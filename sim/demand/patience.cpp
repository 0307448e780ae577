#include "sim/demand/patience.hpp"

#include "sim/base/math.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace yuchong::demand {

namespace {

// Gamma(1 + x) for x >= 0 by Lanczos' series (SIAM J. Numer. Anal. B 1, 1964) with g = 7 and nine terms, the
// coefficients as computed by Godfrey 2001; relative error below 1e-14.
double gamma_one_plus(double x) {
    constexpr double g = 7.0;
    constexpr double square_root_of_two_pi = 2.5066282746310005;
    constexpr std::array<double, 9> terms{0.99999999999980993,  676.5203681218851,     -1259.1392167224028,
                                          771.32342877765313,   -176.61502916214059,   12.507343278686905,
                                          -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7};
    double sum = terms[0];
    for (std::size_t i = 1; i < terms.size(); ++i) sum += terms[i] / (x + static_cast<double>(i));
    double const t = x + g + 0.5;
    return square_root_of_two_pi * math::pow(t, x + 0.5) * math::exp(-t) * sum;
}

}  // namespace

double weibull_scale(double mean, double shape) { return mean / gamma_one_plus(1.0 / shape); }

}  // namespace yuchong::demand
