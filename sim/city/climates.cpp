#include "sim/city/climates.hpp"

namespace yuchong::city {

Climates::Climates(space::Weather const& weather, vehicle::ConsumptionSettings const& settings,
                   Calendar const& calendar, SimTime end)
    : offset_ms_(calendar.since_midnight(SimTime{0}).ms % hours(1).ms) {
    double warmth = 0.0;
    for (SimTime t = SimTime{-offset_ms_}; t < end + days(1); t = t + hours(1)) {
        ambient_c_.push_back(weather.temperature(calendar.day(t), calendar.hour(t)).value());
        climates_.push_back(vehicle::climate_at(settings, ambient_c_.back()));
        warmth_.push_back(warmth);
        warmth += ambient_c_.back();
    }
}

double Climates::warmth(SimTime t) const {
    std::size_t const h = hour(t);
    double const into_hour = Duration{t.ms + offset_ms_}.hours() - static_cast<double>(h);
    return warmth_[h] + into_hour * ambient_c_[h];
}

double Climates::mean_ambient_c(SimTime from, SimTime to) const {
    if (from == to) return ambient_c(to);
    return (warmth(to) - warmth(from)) / (to - from).hours();
}

}  // namespace yuchong::city
