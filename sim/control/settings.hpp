#pragma once
// Numbers of the control floor, filled by io from models/tariff.yaml. No defaults: figures and sources stand
// in models/.

#include <array>
#include <cstdint>
#include <vector>

namespace yuchong::control {

enum class PriceClass : std::uint8_t { valley, flat, peak, critical };  // 谷, 平, 峰, 尖峰
inline constexpr int price_classes = 4;

// Hours of the day in some months; a later period overrides an earlier one.
struct TariffPeriod {
    PriceClass price_class;
    int from_h, to_h;         // [h, 0..24] from_h < to_h; to_h exclusive
    std::vector<int> months;  // [1..12] empty: all year
};

// Section `tariff`. Energy price at the station's meter, service fees of stations come on top.
struct TariffSettings {
    std::vector<TariffPeriod> periods;                      // together they cover every hour of every month
    std::array<double, price_classes> energy_yuan_per_kwh;  // [yuan/kWh, > 0] by PriceClass
    double home_yuan_per_kwh;                               // [yuan/kWh, > 0] residential, one price
    double home_valley_yuan_per_kwh;  // [yuan/kWh, > 0] residential with time of use: valley hours
    double home_other_yuan_per_kwh;   // [yuan/kWh, > 0] and the other hours
};

}  // namespace yuchong::control
