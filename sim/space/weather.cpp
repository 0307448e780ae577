#include "sim/space/weather.hpp"

#include "sim/base/calendar.hpp"
#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yuchong::space {

namespace {

constexpr std::uint16_t anomaly_purpose = 0;
constexpr double forgotten = 0.01;  // innovations whose weight has fallen below this no longer count
constexpr double rounding = 1e-9;   // a blend of two months at the edge may lie so much beyond

struct DayNormals {
    double mean_c, maximum_c, minimum_c;
};

// Monthly normals hold at mid-month, linear between.
DayNormals normals(WeatherSettings const& s, std::int32_t day) {
    CivilTime const date = civil_date(day);
    std::int32_t const first = day_number({date.year, date.month, 1});
    std::int32_t const next =
        date.month == 12 ? day_number({date.year + 1, 1, 1}) : day_number({date.year, date.month + 1, 1});
    double const into = (day - first + 0.5) / (next - first) - 0.5;  // -0.5 .. 0.5 from mid-month
    auto const month = static_cast<std::size_t>(date.month - 1);
    std::size_t const other = into < 0.0 ? (month + 11) % 12 : (month + 1) % 12;
    double const w = std::abs(into);
    auto const blend = [&](std::array<double, 12> const& c) { return (1.0 - w) * c[month] + w * c[other]; };
    return {blend(s.mean_c), blend(s.maximum_c), blend(s.minimum_c)};
}

class Anomaly {
public:
    Anomaly(WeatherSettings const& s, RandomSource const& random) : random_(random) {
        double const rho = s.day_persistence;
        double weight = 1.0, squares = 0.0;
        do {
            weights_.push_back(weight);
            squares += weight * weight;
            weight *= rho;
        } while (weight > forgotten);
        for (double& w : weights_) w *= s.day_sigma_k / std::sqrt(squares);
    }
    [[nodiscard]] double operator()(std::int32_t day) const {
        double sum = 0.0;
        for (std::size_t k = 0; k < weights_.size(); ++k) {
            auto const key = static_cast<std::uint32_t>(day - static_cast<std::int32_t>(k));
            sum += weights_[k] *
                   normal(random_.draw({DrawClass::weather, anomaly_purpose, 0, key}).uniform(0), 0.0, 1.0);
        }
        return sum;
    }

private:
    RandomSource const& random_;
    std::vector<double> weights_;
};

// One day between its extremes: what the hours before the minimum and after the maximum need of its
// neighbours is in theirs.
struct Day {
    double minimum_c, maximum_c;
    double bend;  // 0: half cosine; more: warm hours shorter, so that the mean is right
};

// The half cosine has mean 1/2 of the range, its square 3/8.
double bend_for(DayNormals const& n) {
    double const range = n.maximum_c - n.minimum_c;
    return range > 0.0 ? (0.5 - (n.mean_c - n.minimum_c) / range) * 8.0 : 0.0;
}

bool keeps_mean(DayNormals const& n) { return std::abs(bend_for(n)) <= 1.0 + rounding; }

Day day_of(WeatherSettings const& s, Anomaly const& anomaly, std::int32_t day) {
    DayNormals const n = normals(s, day);
    check(keeps_mean(n),
          "a month's mean temperature does not fit its extremes (the day's shape would "
          "overshoot) keep it within 0.375 to 0.625 of their range");
    double const shift = anomaly(day) + s.offset_k;
    return {n.minimum_c + shift, n.maximum_c + shift, bend_for(n)};
}

double between(double low_c, double high_c, double bend, double phase) {
    double const half_cosine = 0.5 * (1.0 - math::cos(std::numbers::pi * phase));
    return low_c + (high_c - low_c) * ((1.0 - bend) * half_cosine + bend * half_cosine * half_cosine);
}

double at(WeatherSettings const& s, Day const& yesterday, Day const& today, Day const& tomorrow,
          double hour) {
    double const rise = s.hour_of_maximum - s.hour_of_minimum;
    double const fall = 24.0 - rise;
    if (hour < s.hour_of_minimum) {
        return between(today.minimum_c, yesterday.maximum_c, today.bend, (s.hour_of_minimum - hour) / fall);
    }
    if (hour <= s.hour_of_maximum) {
        return between(today.minimum_c, today.maximum_c, today.bend, (hour - s.hour_of_minimum) / rise);
    }
    return between(tomorrow.minimum_c, today.maximum_c, tomorrow.bend,
                   (24.0 + s.hour_of_minimum - hour) / fall);
}

}  // namespace

bool keeps_mean(WeatherSettings const& settings, std::size_t month) {
    return keeps_mean({settings.mean_c[month], settings.maximum_c[month], settings.minimum_c[month]});
}

Weather::Weather(WeatherSettings const& settings, RandomSource const& random, DaySpan span)
    : first_day_(span.first_day), days_(static_cast<std::size_t>(span.days)) {
    check(span.days >= 1, "weather for no day (the span must hold at least one)");
    check(settings.hour_of_minimum >= 0.0 && settings.hour_of_minimum < settings.hour_of_maximum &&
              settings.hour_of_maximum < 24.0,
          "the day's coldest hour is not before its warmest (0 <= minimum < maximum < 24)");
    Anomaly const anomaly(settings, random);
    Day yesterday = day_of(settings, anomaly, first_day_ - 1);
    Day today = day_of(settings, anomaly, first_day_);
    for (std::int32_t d = 0; d < span.days; ++d) {
        Day const tomorrow = day_of(settings, anomaly, first_day_ + d + 1);
        double sum = 0.0;
        for (int h = 0; h < 24; ++h) {
            double const c = at(settings, yesterday, today, tomorrow, h);
            hourly_c_.push_back(static_cast<float>(c));
            sum += c;
        }
        maximum_c_.push_back(static_cast<float>(today.maximum_c));
        mean_c_.push_back(static_cast<float>(sum / 24.0));
        yesterday = today;
        today = tomorrow;
    }
    Day const after = day_of(settings, anomaly, first_day_ + span.days + 1);
    hourly_c_.push_back(static_cast<float>(at(settings, yesterday, today, after, 0.0)));
}

std::size_t Weather::row(std::int32_t day) const {
    check(day >= first_day_ && static_cast<std::size_t>(day - first_day_) < days_,
          "no weather for this day (it lies outside the run)");
    return static_cast<std::size_t>(day - first_day_);
}

Celsius Weather::temperature(std::int32_t day, int hour) const {
    return Celsius{static_cast<double>(hourly_c_[row(day) * 24 + static_cast<std::size_t>(hour)])};
}

Celsius Weather::temperature(std::int32_t day, Duration since_midnight) const {
    double const hour = since_midnight.hours();
    auto const whole = static_cast<std::size_t>(hour);
    std::size_t const i = row(day) * 24 + whole;
    double const before = hourly_c_[i], after = hourly_c_[i + 1];
    return Celsius{before + (after - before) * (hour - static_cast<double>(whole))};
}

Celsius Weather::maximum(std::int32_t day) const {
    return Celsius{static_cast<double>(maximum_c_[row(day)])};
}
Celsius Weather::mean(std::int32_t day) const { return Celsius{static_cast<double>(mean_c_[row(day)])}; }

}  // namespace yuchong::space
