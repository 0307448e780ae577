#pragma once
// Numbers of the control floor, filled by io from models/tariff.yaml. No defaults: figures and sources stand
// in models/.

#include "sim/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
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

// Who decides what sessions at public stations draw. uncontrolled: nobody, each takes what plug and station
// give; the others share the limit of the site by a rule of site_sharing.hpp.
enum class Strategy : std::uint8_t {
    uncontrolled,
    peak_limit,
    fcfs,
    edf,
    llf,
    round_robin,
    proportional,
    weighted_fair
};

// Section `control`.
struct ControlSettings {
    Strategy strategy;
    Duration step;       // [1 s..1 h] from one decision to the next
    double limit_share;  // [share, above 0..1] of the ratings of a station's plugs: limit of a site
    std::optional<double> limit_kw;  // [kW, > 0] another one; the lower holds
};

}  // namespace yuchong::control
