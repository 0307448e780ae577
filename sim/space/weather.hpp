#pragma once
// Air temperature by civil day and hour: monthly normals, a daily shape (lowest near 06, highest near 16,
// smooth, with the month's mean kept), and a daily anomaly that lasts some days. The anomaly is a weighted
// sum of draws keyed by (weather, day), so any day has the same weather in every run with the same seed,
// wherever the run starts. A frozen table of full hours, linear between them.

#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/space/settings.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuchong::space {

struct DaySpan {
    std::int32_t first_day;  // civil day
    std::int32_t days;       // >= 1
};

// Can the day's curve keep this month's mean (0: January) without leaving its extremes? It can if the mean
// lies within 0.375 to 0.625 of their range.
bool keeps_mean(WeatherSettings const& settings, std::size_t month);

class Weather {
public:
    // Throws BrokenInvariant if a month does not keep its mean.
    Weather(WeatherSettings const& settings, RandomSource const& random, DaySpan span);

    // Throw BrokenInvariant outside the span. Pre: 0 <= hour <= 23; 0 <= since_midnight < 24 h.
    [[nodiscard]] Celsius temperature(std::int32_t day, int hour) const;
    [[nodiscard]] Celsius temperature(std::int32_t day, Duration since_midnight) const;
    // The day's highest and mean.
    [[nodiscard]] Celsius maximum(std::int32_t day) const;
    [[nodiscard]] Celsius mean(std::int32_t day) const;

private:
    [[nodiscard]] std::size_t row(std::int32_t day) const;

    std::int32_t first_day_;
    std::size_t days_;
    std::vector<float> hourly_c_;            // 24 a day, and the midnight after the last
    std::vector<float> maximum_c_, mean_c_;  // by day
};

}  // namespace yuchong::space
