#pragma once
// The stock of new-energy vehicles by day, from counts that are known: along straight lines between them, or
// on a curve of adoption fitted to them. And who has to be registered for the stock to come true, when cars
// are given up at an age drawn from a Weibull distribution.
//
//   Stock const stock(settings.stock);
//   stock.at(day_number({2024, 12, 31}))
//   Cohorts const cohorts = cohorts_until(settings.stock, last_day);

#include "sim/demand/registrations.hpp"
#include "sim/rollout/adoption.hpp"
#include "sim/rollout/settings.hpp"

#include <cstdint>
#include <variant>
#include <vector>

namespace yuchong::rollout {

class Stock {
public:
    // Pre: at least two points, days and numbers rising; logistic, bass: numbers below the ceiling, and bass
    // points after its beginning (checked by io).
    explicit Stock(StockSettings const& settings);

    // Vehicles on a civil day; a table holds its first and its last number beyond its ends.
    [[nodiscard]] double at(std::int32_t day) const;

private:
    struct BassFrom {
        Bass bass;
        double begin_year, ceiling;
    };
    std::variant<std::vector<StockPoint>, Logistic, BassFrom> curve_;
};

struct Cohorts {
    demand::Registrations registrations;  // up to the last day
    double registered_per_counted;  // ever registered by then, by vehicle on the day of settings.counted_on
};

// The vehicles of the first known day count as registered on it. Where the stock falls faster than cars are
// given up nobody is registered.
Cohorts cohorts_until(StockSettings const& settings, std::int32_t last_day);

}  // namespace yuchong::rollout
