#include "sim/rollout/stock.hpp"

#include "sim/base/math.hpp"
#include "sim/demand/patience.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace yuchong::rollout {

namespace {

constexpr double days_per_year = 365.25;
constexpr std::int32_t step_days = 15;

// Years since 1970.
double year_of(std::int32_t day) { return day / days_per_year; }

std::vector<Count> counts_of(std::vector<StockPoint> const& points) {
    std::vector<Count> counts;
    for (StockPoint const& point : points) counts.push_back({year_of(point.day), point.vehicles});
    return counts;
}

double along(std::vector<StockPoint> const& points, std::int32_t day) {
    auto const after = std::find_if(points.begin(), points.end(),
                                    [day](StockPoint const& point) { return point.day >= day; });
    if (after == points.end()) return points.back().vehicles;
    if (after == points.begin()) return points.front().vehicles;
    StockPoint const &a = *(after - 1), &b = *after;
    return a.vehicles + (b.vehicles - a.vehicles) * (day - a.day) / (b.day - a.day);
}

// Share of cars given up by their n-th step.
std::vector<double> given_up_by(StockSettings const& settings, double scale_days, std::size_t steps) {
    std::vector<double> shares(steps + 1);
    for (std::size_t n = 0; n <= steps; ++n) {
        double const age = static_cast<double>(n) * step_days / scale_days;
        shares[n] = n == 0 ? 0.0 : -math::expm1(-math::pow(age, settings.life_shape));
    }
    return shares;
}

}  // namespace

Stock::Stock(StockSettings const& settings) {
    switch (settings.curve) {
        case StockCurve::table: curve_ = settings.points; break;
        case StockCurve::logistic: curve_ = fit_logistic(counts_of(settings.points), settings.ceiling); break;
        case StockCurve::bass: {
            double const begin = year_of(settings.bass_begin);
            curve_ = BassFrom{fit_bass(counts_of(settings.points), settings.ceiling, begin), begin,
                              settings.ceiling};
            break;
        }
    }
}

double Stock::at(std::int32_t day) const {
    if (auto const* points = std::get_if<std::vector<StockPoint>>(&curve_)) return along(*points, day);
    if (auto const* logistic = std::get_if<Logistic>(&curve_)) return logistic->at(year_of(day));
    auto const& [bass, begin, ceiling] = std::get<BassFrom>(curve_);
    return ceiling * bass.adopted(std::max(0.0, year_of(day) - begin));
}

Cohorts cohorts_until(StockSettings const& settings, std::int32_t last_day) {
    Stock const stock(settings);
    std::int32_t const first = std::min(settings.points.front().day, last_day - step_days);
    auto const steps = static_cast<std::size_t>((last_day - first + step_days - 1) / step_days);
    double const scale_days =
        days_per_year * demand::weibull_scale(settings.life_mean_years, settings.life_shape);
    std::vector<double> const given_up = given_up_by(settings, scale_days, steps);

    std::vector<double> registered{stock.at(first)};  // by step
    for (std::size_t n = 1; n <= steps; ++n) {
        std::int32_t const day = first + static_cast<std::int32_t>(n) * step_days;
        double lost = 0.0;
        for (std::size_t k = 0; k < n; ++k) lost += registered[k] * (given_up[n - k] - given_up[n - k - 1]);
        registered.push_back(std::max(0.0, stock.at(day) - stock.at(day - step_days) + lost));
    }
    std::partial_sum(registered.begin(), registered.end(), registered.begin());
    double const all = registered.back();
    for (double& share : registered) share /= all;
    return {{first, step_days, std::move(registered), scale_days, settings.life_shape, settings.capability},
            all / stock.at(settings.counted_on)};
}

}  // namespace yuchong::rollout
