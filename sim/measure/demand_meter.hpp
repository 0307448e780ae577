#pragma once
// What the second part of a two-part tariff is charged for: the highest 15-minute mean of each station in
// each month. Quarters of an hour are those of the clock. A month of which only a part is recorded counts by
// that part, so that the sum over a split month is no more than over the whole.
//
//   DemandMeter meter(calendar, window, stations);
//   meter.minute(now, station_kwh);      // at every minute, the warm-up included
//   double const sum = meter.kw_months(now);

#include "sim/base/calendar.hpp"
#include "sim/measure/window.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::measure {

struct DemandMeterState {
    std::vector<double> quarter_kwh;  // by station: of the quarter under way
    std::vector<double> month_kw;     // by station: highest mean of the month so far
    std::int64_t month_minutes;       // recorded, of the month under way
    std::vector<double> kw_months;    // by station: of the months that are over
    double months;                    // of those, as far as recorded
};

template <class A>
void archive(A& a, DemandMeterState& s) {
    a(s.quarter_kwh, s.month_kw, s.month_minutes, s.kw_months, s.months);
}

class DemandMeter {
public:
    DemandMeter(Calendar const& calendar, Window const& window, std::size_t stations);

    // `end` of the minute, and its energy by station. Outside the window nothing is counted.
    void minute(SimTime end, std::span<double const> station_kwh);

    // Sum over stations and months, the one under way included.
    [[nodiscard]] double kw_months(SimTime now) const;

    // Of one station, the mean of its months weighed by what of them is recorded; 0 before the first minute.
    [[nodiscard]] double mean_month_kw(std::size_t station, SimTime now) const;

    [[nodiscard]] DemandMeterState& state() { return state_; }

private:
    // How much of the month under way is recorded.
    [[nodiscard]] double part_of_month(SimTime inside) const;

    Calendar calendar_;
    Window window_;
    DemandMeterState state_{};
};

}  // namespace yuchong::measure
