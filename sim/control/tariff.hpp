#pragma once
// What electricity costs by month and hour, and the carbon dioxide it stands for. The calendar lives
// elsewhere: prices are looked up by month (1..12) and hour (0..23), prices change at full hours only. A
// price of the hour holds from its first millisecond.

#include "sim/base/calendar.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"
#include "sim/control/settings.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace yuchong::control {

// A home with a timer at its pile has the time-of-use plan, any other the single price.
enum class HomePlan : std::uint8_t { single_price, time_of_use };
inline constexpr std::size_t home_plans = 2;

class Tariff {
public:
    // Throws BrokenInvariant if a month or hour has no period or a period lies outside the day.
    explicit Tariff(TariffSettings const& settings);

    [[nodiscard]] PriceClass price_class(int month, int hour) const { return classes_[slot(month, hour)]; }
    // Energy at a public station, without its service fee.
    [[nodiscard]] YuanPerKwh price(int month, int hour) const { return price_[slot(month, hour)]; }
    [[nodiscard]] YuanPerKwh home_price(HomePlan plan, int month, int hour) const {
        return plan == HomePlan::single_price ? home_ : home_time_of_use_[slot(month, hour)];
    }
    // For what vehicles feed back at home.
    // Paid for what vehicles feed back, at home and at stations.
    [[nodiscard]] YuanPerKwh feed_in(int month, int hour) const { return feed_in_[slot(month, hour)]; }
    [[nodiscard]] YuanPerKwh station_feed_in(int month, int hour) const {
        return station_feed_in_[slot(month, hour)];
    }
    [[nodiscard]] KilogramsPerKwh carbon(int month, int hour) const { return carbon_[slot(month, hour)]; }
    // Over all hours of the year: bounds for decisions that do not know when they will be made.
    [[nodiscard]] YuanPerKwh lowest() const { return lowest_; }
    [[nodiscard]] YuanPerKwh highest() const { return highest_; }

    // The earliest time >= t at which the price class is valley: t itself inside a valley, else the full hour
    // it begins. `never` if two days hold none.
    [[nodiscard]] SimTime next_valley(Calendar const& calendar, SimTime t) const;

private:
    static constexpr std::size_t slots = 12 * 24;
    static constexpr std::size_t slot(int month, int hour) {
        return static_cast<std::size_t>((month - 1) * 24 + hour);
    }

    std::array<PriceClass, slots> classes_{};
    std::array<YuanPerKwh, slots> price_{}, home_time_of_use_{}, feed_in_{}, station_feed_in_{};
    std::array<KilogramsPerKwh, slots> carbon_{};
    YuanPerKwh home_, lowest_, highest_;
};

}  // namespace yuchong::control
