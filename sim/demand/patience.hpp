#pragma once
// How long drivers wait: Weibull, given by its mean, models.md 2.6.

namespace yuchong::demand {

// Scale of a Weibull distribution with this mean: mean / Gamma(1 + 1 / shape), in the mean's unit. Pre: shape
// >= 0.2.
double weibull_scale(double mean, double shape);

}  // namespace yuchong::demand
