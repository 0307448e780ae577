#include "sim/rollout/adoption.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

#include <cmath>
#include <limits>

namespace yuchong::rollout {

namespace {

struct Tried {
    Bass bass;
    double residual;  // infinite: no curve with this speed passes near the counts
};

// With p + q given, q / p follows from each count; their geometric mean is taken.
Tried with_speed(std::span<Count const> counts, double ceiling, double begin_year, double speed) {
    double logs = 0.0;
    for (Count const& count : counts) {
        double const fading = math::exp(-speed * (count.year - begin_year));
        double const ratio = ((1.0 - fading) * ceiling / count.number - 1.0) / fading;
        if (ratio <= 0.0) return {{}, std::numeric_limits<double>::infinity()};
        logs += math::log(ratio);
    }
    double const ratio = math::exp(logs / static_cast<double>(counts.size()));
    Tried tried{{speed / (1.0 + ratio), speed * ratio / (1.0 + ratio)}, 0.0};
    for (Count const& count : counts) {
        double const off = math::log(ceiling * tried.bass.adopted(count.year - begin_year) / count.number);
        tried.residual += off * off;
    }
    return tried;
}

}  // namespace

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

Logistic fit_logistic(std::span<Count const> counts, double ceiling) {
    auto const n = static_cast<double>(counts.size());
    double year = 0.0, logit = 0.0, square = 0.0, product = 0.0;
    auto const logit_of = [ceiling](Count const& c) { return math::log(c.number / (ceiling - c.number)); };
    for (Count const& count : counts) {
        year += count.year / n;
        logit += logit_of(count) / n;
    }
    for (Count const& count : counts) {
        square += (count.year - year) * (count.year - year);
        product += (count.year - year) * (logit_of(count) - logit);
    }
    double const growth = product / square;
    return {ceiling, growth, year - logit / growth};
}

Bass fit_bass(std::span<Count const> counts, double ceiling, double begin_year) {
    constexpr double slowest = 0.02, fastest = 3.0, step = 0.01;  // p + q [1/a]
    auto const tried = [&](double speed) { return with_speed(counts, ceiling, begin_year, speed); };
    double best = slowest;
    for (double speed = slowest; speed <= fastest; speed += step)
        if (tried(speed).residual < tried(best).residual) best = speed;
    check(
        std::isfinite(tried(best).residual),
        "no Bass curve passes near these counts (they do not grow like one) use a table or another ceiling");
    double low = std::max(slowest, best - step), high = best + step;
    for (int i = 0; i < 60; ++i) {
        double const third = (high - low) / 3.0;
        if (tried(low + third).residual < tried(high - third).residual) {
            high -= third;
        } else {
            low += third;
        }
    }
    return tried((low + high) / 2.0).bass;
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
