#pragma once
// The city's load without electric vehicles: a daily shape a season, linear between full hours (and round
// midnight), at a sourced peak. Summer days lie between a normal day and a heatwave day according to their
// highest temperature. Weekends are lower by one factor. City totals: callers take a zone's share of them.

#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"
#include "sim/grid/settings.hpp"

#include <cstdint>

namespace yuchong::grid {

enum class DayType : std::uint8_t { weekday, weekend };

class BaseLoad {
public:
    // Throws BrokenInvariant if the season table or the summer temperatures make no sense.
    explicit BaseLoad(BaseLoadSettings const& settings);

    // Pre: month 1..12; 0 <= since_midnight < 24 h. `day_maximum` is the day's highest air temperature.
    [[nodiscard]] Kilowatts operator()(int month, Celsius day_maximum, DayType day_type,
                                       Duration since_midnight) const;

private:
    BaseLoadSettings settings_;
};

}  // namespace yuchong::grid
