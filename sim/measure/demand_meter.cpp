#include "sim/measure/demand_meter.hpp"

#include <algorithm>
#include <numeric>

namespace yuchong::measure {

namespace {

constexpr Duration quarter = minutes(15);
constexpr double minutes_per_day = 1'440.0;

double minutes_of_month(Calendar const& calendar, SimTime inside) {
    CivilTime const t = calendar.civil(inside);
    CivilTime const begin{.year = t.year, .month = t.month, .day = 1};
    CivilTime const end = t.month == 12 ? CivilTime{.year = t.year + 1, .month = 1, .day = 1}
                                        : CivilTime{.year = t.year, .month = t.month + 1, .day = 1};
    return minutes_per_day * static_cast<double>(day_number(end) - day_number(begin));
}

}  // namespace

DemandMeter::DemandMeter(Calendar const& calendar, Window const& window, std::size_t stations)
    : calendar_(calendar), window_(window) {
    state_.quarter_kwh.resize(stations);
    state_.month_kw.resize(stations);
}

void DemandMeter::minute(SimTime end, std::span<double const> station_kwh) {
    if (end <= window_.begin || end > window_.end) return;
    DemandMeterState& s = state_;
    SimTime const begin = end - minutes(1);
    for (std::size_t i = 0; i < station_kwh.size(); ++i) s.quarter_kwh[i] += station_kwh[i];
    ++s.month_minutes;
    bool const quarter_ends =
        calendar_.since_midnight(begin).ms / quarter.ms != calendar_.since_midnight(end).ms / quarter.ms;
    if (!quarter_ends && end < window_.end) return;
    for (std::size_t i = 0; i < station_kwh.size(); ++i) {
        s.month_kw[i] = std::max(s.month_kw[i], s.quarter_kwh[i] / quarter.hours());
        s.quarter_kwh[i] = 0.0;
    }
    if (calendar_.month(begin) == calendar_.month(end)) return;
    s.kw_months += month_under_way(begin);
    s.month_minutes = 0;
    std::ranges::fill(s.month_kw, 0.0);
}

double DemandMeter::month_under_way(SimTime inside) const {
    double const sum_kw = std::accumulate(state_.month_kw.begin(), state_.month_kw.end(), 0.0);
    return sum_kw * static_cast<double>(state_.month_minutes) / minutes_of_month(calendar_, inside);
}

double DemandMeter::kw_months(SimTime now) const {
    return state_.kw_months + (state_.month_minutes > 0 ? month_under_way(now - minutes(1)) : 0.0);
}

}  // namespace yuchong::measure
