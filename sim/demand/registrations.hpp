#pragma once
// When the cars of a stock that grows were registered, and for how long they last. Number n of N cars was
// registered on the day by which (n + 1/2) / N of them were, so a stock comes true to the car, and whoever
// was registered first has the lowest number.
//
//   registrations.day_of(0.5)    // the day on which half of all were there

#include <cstdint>
#include <limits>
#include <vector>

namespace yuchong::demand {

inline constexpr std::int32_t never_retired = std::numeric_limits<std::int32_t>::max();

// Share of a year's new battery-electric cars that can use a super terminal.
struct Capability {
    std::int32_t year;
    double share;  // [share, 0..1]
};

struct Registrations {
    std::int32_t first_day, step_days;   // civil day of the first entry below; days between two
    std::vector<double> registered;      // share of all up to the end, rising from 0 or more to 1
    double life_scale_days, life_shape;  // Weibull
    std::vector<Capability> capability;  // by year, rising; before the first: its share, after the last: its

    // First civil day by which this share of all was registered. Pre: share in (0, 1].
    [[nodiscard]] std::int32_t day_of(double share) const;
    // Civil day on which a car is given up. u: uniform.
    [[nodiscard]] std::int32_t given_up(std::int32_t registered_day, double u) const;
    // Linear between years.
    [[nodiscard]] double capable_share(std::int32_t year) const;
};

}  // namespace yuchong::demand
