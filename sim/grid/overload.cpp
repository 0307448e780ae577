#include "sim/grid/overload.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::grid {

Overload overload(std::span<double const> mean_kw, Duration step, Kilowatts limit) {
    check(step.ms > 0 && limit.value() > 0.0, "an overload needs a step and a limit above 0");
    double above_kw = 0.0, sum_kw = 0.0, largest_kw = 0.0;
    std::int64_t steps_above = 0;
    for (double const kw : mean_kw) {
        sum_kw += kw;
        largest_kw = std::max(largest_kw, kw);
        if (kw <= limit.value()) continue;
        above_kw += kw - limit.value();
        ++steps_above;
    }
    if (!(largest_kw > 0.0)) return {};
    return {(steps_above * step).hours(), KilowattHours{above_kw * step.hours()}, largest_kw / limit.value(),
            sum_kw / (static_cast<double>(mean_kw.size()) * largest_kw)};
}

Kilowatts headroom(double rating_kva, double loading_limit_pu, double power_factor, Kilowatts base_peak) {
    check(power_factor > 0.0 && power_factor <= 1.0, "a power factor lies above 0 and up to 1");
    return Kilowatts{rating_kva * loading_limit_pu * power_factor} - base_peak;
}

double coincidence(double floor, std::uint32_t chargers) {
    return floor + (1.0 - floor) / std::sqrt(static_cast<double>(chargers));
}

std::uint32_t most_chargers(Kilowatts headroom, Kilowatts power, double coincidence_floor) {
    check(power.value() > 0.0 && coincidence_floor > 0.0 && coincidence_floor <= 1.0,
          "chargers need a power and a coincidence above 0");
    if (!(headroom.value() > 0.0)) return 0;
    // n floor + (1 - floor) sqrt(n) = h is quadratic in sqrt(n); the clamp keeps the count an integer.
    constexpr double most = 1e9;
    double const h = headroom / power, linear = 1.0 - coincidence_floor;
    double const root =
        (std::sqrt(linear * linear + 4.0 * coincidence_floor * h) - linear) / (2.0 * coincidence_floor);
    auto count = static_cast<std::uint32_t>(std::min(root * root, most));
    auto const fits = [&](std::uint32_t n) { return n * coincidence(coincidence_floor, n) <= h; };
    while (count > 0 && !fits(count)) --count;
    while (count < most && fits(count + 1)) ++count;
    return count;
}

}  // namespace yuchong::grid
