#include "sim/control/tariff.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cstdint>

namespace yuchong::control {

Tariff::Tariff(TariffSettings const& settings) : home_(settings.home_yuan_per_kwh) {
    std::array<std::uint8_t, slots> priced{};
    for (TariffPeriod const& period : settings.periods) {
        check(period.from_h >= 0 && period.from_h < period.to_h && period.to_h <= 24,
              "a tariff period lies outside the day (0 <= from_h < to_h <= 24) split it at midnight");
        for (int month = 1; month <= 12; ++month) {
            bool const holds = period.months.empty() || std::find(period.months.begin(), period.months.end(),
                                                                  month) != period.months.end();
            for (int hour = period.from_h; holds && hour < period.to_h; ++hour) {
                classes_[slot(month, hour)] = period.price_class;
                priced[slot(month, hour)] = 1;
            }
        }
    }
    check(std::all_of(priced.begin(), priced.end(), [](std::uint8_t p) { return p == 1; }),
          "an hour of the year has no price (the tariff periods leave a gap) add a period that covers it");

    for (std::size_t i = 0; i < slots; ++i) {
        price_[i] = YuanPerKwh{settings.energy_yuan_per_kwh[static_cast<std::size_t>(classes_[i])]};
        feed_in_[i] = YuanPerKwh{settings.feed_in_yuan_per_kwh[static_cast<std::size_t>(classes_[i])]};
        station_feed_in_[i] =
            YuanPerKwh{settings.station_feed_in_yuan_per_kwh[static_cast<std::size_t>(classes_[i])]};
        home_time_of_use_[i] =
            YuanPerKwh{classes_[i] == PriceClass::valley ? settings.home_valley_yuan_per_kwh
                                                         : settings.home_other_yuan_per_kwh};
    }
    CarbonSettings const& carbon = settings.carbon;
    for (int month = 1; month <= 12; ++month) {
        bool const wet =
            std::find(carbon.wet_months.begin(), carbon.wet_months.end(), month) != carbon.wet_months.end();
        for (int hour = 0; hour < 24; ++hour)
            carbon_[slot(month, hour)] = KilogramsPerKwh{
                (wet ? carbon.wet_kg_per_kwh : carbon.dry_kg_per_kwh)[static_cast<std::size_t>(hour)]};
    }
    lowest_ = *std::min_element(price_.begin(), price_.end());
    highest_ = *std::max_element(price_.begin(), price_.end());
}

SimTime Tariff::next_valley(Calendar const& calendar, SimTime t) const {
    SimTime at = t;
    for (int hours_ahead = 0; hours_ahead <= 48; ++hours_ahead) {
        if (price_class(calendar.month(at), calendar.hour(at)) == PriceClass::valley) return at;
        Duration const into_hour{calendar.since_midnight(at).ms % hours(1).ms};
        at = at + (hours(1) - into_hour);
    }
    return never;
}

}  // namespace yuchong::control
