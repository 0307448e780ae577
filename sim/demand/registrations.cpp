#include "sim/demand/registrations.hpp"

#include "sim/base/random.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::demand {

std::int32_t Registrations::day_of(double share) const {
    auto const after = std::lower_bound(registered.begin(), registered.end(), share);
    if (after == registered.begin()) return first_day;
    auto const i = std::min(after - registered.begin(), std::ssize(registered) - 1);
    double const low = registered[static_cast<std::size_t>(i - 1)],
                 high = registered[static_cast<std::size_t>(i)];
    double const steps = static_cast<double>(i - 1) + (share - low) / (high - low);
    return first_day + static_cast<std::int32_t>(std::ceil(steps * step_days));
}

std::int32_t Registrations::given_up(std::int32_t registered_day, double u) const {
    return registered_day + static_cast<std::int32_t>(std::lround(weibull(u, life_shape, life_scale_days)));
}

double Registrations::capable_share(std::int32_t year) const {
    auto const after = std::find_if(capability.begin(), capability.end(),
                                    [year](Capability const& c) { return c.year >= year; });
    if (after == capability.end()) return capability.back().share;
    if (after == capability.begin() || after->year == year) return after->share;
    Capability const &a = *(after - 1), &b = *after;
    return a.share + (b.share - a.share) * (year - a.year) / (b.year - a.year);
}

}  // namespace yuchong::demand
