#include "sim/rollout/adoption.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

namespace yuchong::rollout {

double Logistic::at(double year) const {
    return ceiling / (1.0 + math::exp(-growth_per_year * (year - middle_year)));
}

// ln(x / (K - x)) is linear in time.
Logistic logistic_through(Count a, Count b, double ceiling) {
    check(a.number > 0.0 && a.number < b.number && b.number < ceiling && a.year < b.year,
          "no logistic curve grows through these counts (they rise, below the ceiling)");
    double const growth =
        math::log(b.number * (ceiling - a.number) / (a.number * (ceiling - b.number))) / (b.year - a.year);
    return {ceiling, growth, a.year + math::log(ceiling / a.number - 1.0) / growth};
}

double Bass::adopted(double years) const {
    double const fading = math::exp(-(innovation + imitation) * years);
    return (1.0 - fading) / (1.0 + imitation / innovation * fading);
}

double Bass::peak_years() const {
    if (imitation <= innovation) return 0.0;
    return math::log(imitation / innovation) / (innovation + imitation);
}

}  // namespace yuchong::rollout
