#pragma once
// The weather of every simulated hour as driving feels it, reckoned once: air temperature and what it costs.

#include "sim/base/calendar.hpp"
#include "sim/base/time.hpp"
#include "sim/space/weather.hpp"
#include "sim/vehicle/consumption.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::city {

class Climates {
public:
    // Covers SimTime{0} .. end and some hours beyond, in which late trips may still begin.
    Climates(space::Weather const& weather, vehicle::ConsumptionSettings const& settings,
             Calendar const& calendar, SimTime end);

    [[nodiscard]] vehicle::Climate const& climate(SimTime t) const { return climates_[hour(t)]; }
    [[nodiscard]] double ambient_c(SimTime t) const { return ambient_c_[hour(t)]; }
    // Over a stretch of time; at its instant if it has no length.
    [[nodiscard]] double mean_ambient_c(SimTime from, SimTime to) const;

private:
    [[nodiscard]] std::size_t hour(SimTime t) const {
        auto const h = static_cast<std::size_t>((t.ms + offset_ms_) / hours(1).ms);
        return h < climates_.size() ? h : climates_.size() - 1;
    }

    std::int64_t offset_ms_;  // SimTime{0} after its full hour
    // Integral of the temperature from the first full hour on, C h.
    [[nodiscard]] double warmth(SimTime t) const;

    std::vector<double> ambient_c_, warmth_;  // warmth_: up to each full hour
    std::vector<vehicle::Climate> climates_;
};

}  // namespace yuchong::city
