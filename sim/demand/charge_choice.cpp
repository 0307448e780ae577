#include "sim/demand/charge_choice.hpp"

#include "sim/base/math.hpp"
#include "sim/demand/shares.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::demand {

double start_probability(Stop const& stop, YuanPerKwh price, ChargingChoiceSettings const& settings) {
    double threshold = stop.powertrain == vehicle::Powertrain::bev ? settings.start_soc50
                                                                   : settings.start_soc50_range_extender;
    threshold += settings.price_shift * math::log(price.value() / settings.price_reference_yuan_per_kwh);
    if (stop.stay.minutes() > settings.long_stay_min) threshold += settings.long_stay_shift;
    return 1.0 / (1.0 + math::exp((stop.soc - threshold) / settings.start_width));
}

double home_plug_probability(double soc, ChargingChoiceSettings const& settings) {
    if (soc > settings.home_plug_above) return 0.0;
    return std::min(1.0, settings.home_plug_base + settings.home_plug_slope * (1.0 - soc));
}

bool is_long_park(Parking const& parking, Calendar const& calendar, ChargingChoiceSettings const& settings) {
    if (parking.place != Place::home && parking.place != Place::work) return false;
    if (parking.until == never) return true;
    bool const over_midnight = calendar.day(parking.until) > calendar.day(parking.since);
    return (parking.until - parking.since).hours() >= settings.park_least_h &&
           (over_midnight || parking.place == Place::work);
}

double park_probability(double soc, ChargingChoiceSettings const& settings) {
    return 1.0 / (1.0 + math::exp((soc - settings.park_soc50) / settings.start_width));
}

SimTime fetched_at(SimTime now, SimTime leaves, double u, Calendar const& calendar,
                   ChargingChoiceSettings const& settings) {
    double const hour =
        settings.park_fetch_from_h + (settings.park_fetch_until_h - settings.park_fetch_from_h) * u;
    SimTime morning = calendar.midnight(calendar.day(now)) + seconds(std::llround(3600.0 * hour));
    if (morning <= now) morning = morning + days(1);
    return std::min(leaves, morning);
}

HourWeights hour_weights(std::span<double const, 24> price_at, ChargingChoiceSettings const& settings) {
    constexpr double strongest_wish = 600.0;  // e to this power is finite, and so are sums of it
    HourWeights weights;
    for (std::size_t hour = 0; hour < weights.size(); ++hour) {
        double const saved_yuan =
            (settings.price_reference_yuan_per_kwh - price_at[hour]) * settings.usual_energy_kwh;
        double const wish =
            std::clamp(saved_yuan / settings.saving_scale_yuan, -strongest_wish, strongest_wish);
        weights[hour] = settings.habit_by_hour[hour] * math::exp(wish);
    }
    return weights;
}

SimTime when_to_go(SimTime from, SimTime until, Duration since_midnight, HourWeights const& weight_at,
                   std::array<double, 2> u) {
    constexpr std::size_t most_slots = 25;  // the started hour and the 24 after it
    struct Slot {
        SimTime begin, end;
        double cumulative;
    };
    std::array<Slot, most_slots> slots;
    std::size_t count = 0;
    double total = 0.0;
    int const first_hour = static_cast<int>(since_midnight.ms / hours(1).ms);
    SimTime hour_begins = from - Duration{since_midnight.ms % hours(1).ms};
    SimTime const last = std::min(until, from + days(1));
    for (std::size_t i = 0; i < most_slots && hour_begins < last; ++i, hour_begins = hour_begins + hours(1)) {
        auto const hour = (static_cast<std::size_t>(first_hour) + i) % 24;
        Slot& slot = slots[count++];
        slot.begin = std::max(from, hour_begins);
        slot.end = std::min(last, hour_begins + hours(1));
        total += weight_at[hour] * (slot.end - slot.begin).hours();
        slot.cumulative = total;
    }
    if (count == 0 || total <= 0.0) return from;
    std::size_t chosen = 0;
    while (chosen + 1 < count && u[0] * total >= slots[chosen].cumulative) ++chosen;
    Duration const width = slots[chosen].end - slots[chosen].begin;
    return slots[chosen].begin + Duration{static_cast<std::int64_t>(u[1] * static_cast<double>(width.ms))};
}

double exit_rate_target(std::span<std::pair<double, double> const> curve, double exit_rate_per_h) {
    auto const by_rate = [](auto const& a, auto const& b) { return a.second < b.second; };
    auto const peak = std::max_element(curve.begin(), curve.end(), by_rate);
    for (auto right = peak == curve.end() ? peak : peak + 1; right < curve.end(); ++right) {
        if (right->second > exit_rate_per_h) continue;
        auto const left = right - 1;
        double const share = (left->second - exit_rate_per_h) / (left->second - right->second);
        return left->first + share * (right->first - left->first);
    }
    return 1.0;
}

TargetChoice::TargetChoice(ChargingChoiceSettings const& settings)
    : targets_(settings.target_soc),
      nmc_(cumulative_shares(settings.target_weights)),
      lfp_(cumulative_shares(settings.target_weights_lfp)) {}

double TargetChoice::target_soc(vehicle::Chemistry chemistry, double u) const {
    return targets_[pick(chemistry == vehicle::Chemistry::lfp ? lfp_ : nmc_, u)];
}

}  // namespace yuchong::demand
