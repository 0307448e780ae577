#include "sim/study/distribution.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

#include <cmath>

namespace yuchong::study {
namespace {

double triangular(double u, double low, double mode, double high) {
    double const width = high - low;
    if (u * width < mode - low) return low + std::sqrt(u * width * (mode - low));
    return high - std::sqrt((1.0 - u) * width * (high - mode));
}

}  // namespace

bool has_ends(Distribution const& distribution) {
    switch (distribution.kind) {
        case DistributionKind::uniform:
        case DistributionKind::log_uniform:
        case DistributionKind::triangular: return true;
        case DistributionKind::normal:
        case DistributionKind::lognormal:
        case DistributionKind::weibull: return false;
    }
    throw BrokenInvariant("no such distribution");
}

double quantile(Distribution const& distribution, double u) {
    auto const [a, b, c] = distribution.numbers;
    switch (distribution.kind) {
        case DistributionKind::uniform: return a + u * (b - a);
        case DistributionKind::log_uniform: return a * math::pow(b / a, u);
        case DistributionKind::normal: return normal(u, a, b);
        case DistributionKind::lognormal: return lognormal(u, a, b);
        case DistributionKind::triangular: return triangular(u, a, b, c);
        case DistributionKind::weibull: return weibull(u, a, b);
    }
    throw BrokenInvariant("no such distribution");
}

}  // namespace yuchong::study
