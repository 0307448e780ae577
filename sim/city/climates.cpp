#include "sim/city/climates.hpp"

namespace yuchong::city {

Climates::Climates(space::Weather const& weather, vehicle::ConsumptionSettings const& settings,
                   Calendar const& calendar, SimTime end)
    : offset_ms_(calendar.since_midnight(SimTime{0}).ms % hours(1).ms) {
    for (SimTime t = SimTime{-offset_ms_}; t < end + days(1); t = t + hours(1)) {
        ambient_c_.push_back(weather.temperature(calendar.day(t), calendar.hour(t)).value());
        climates_.push_back(vehicle::climate_at(settings, ambient_c_.back()));
    }
}

}  // namespace yuchong::city
