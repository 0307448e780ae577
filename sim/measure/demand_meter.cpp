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
    state_.kw_months.resize(stations);
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
    double const part = part_of_month(begin);
    for (std::size_t i = 0; i < s.month_kw.size(); ++i) s.kw_months[i] += part * s.month_kw[i];
    s.months += part;
    s.month_minutes = 0;
    std::ranges::fill(s.month_kw, 0.0);
}

double DemandMeter::part_of_month(SimTime inside) const {
    return static_cast<double>(state_.month_minutes) / minutes_of_month(calendar_, inside);
}

double DemandMeter::kw_months(SimTime now) const {
    auto const sum = [](std::vector<double> const& kw) { return std::accumulate(kw.begin(), kw.end(), 0.0); };
    double const under_way =
        state_.month_minutes > 0 ? part_of_month(now - minutes(1)) * sum(state_.month_kw) : 0.0;
    return sum(state_.kw_months) + under_way;
}

double DemandMeter::mean_month_kw(std::size_t station, SimTime now) const {
    double const part = state_.month_minutes > 0 ? part_of_month(now - minutes(1)) : 0.0;
    double const months = state_.months + part;
    return months > 0.0 ? (state_.kw_months[station] + part * state_.month_kw[station]) / months : 0.0;
}

}  // namespace yuchong::measure
