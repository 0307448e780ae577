#include "sim/control/v2g_plan.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::control {

namespace {

constexpr double tolerance_kwh = 1e-9;
constexpr int most_steps = 200;  // halving alone is done long before

}  // namespace

// Charging begins where a stored kWh is worth buy / efficiency, and grows with the value from there; feeding
// begins below sell * efficiency - wear, and grows as the value falls.
double V2gPlanner::plan(V2gStay const& stay, V2gValues const& values, double slot_h,
                        std::span<double> plan_kw) {
    std::size_t const slots = plan_kw.size();
    check(values.buy.size() == slots && values.sell.size() == slots,
          "plan of a stay with prices of another length (one value a slot)");
    check(stay.least_kwh <= stay.most_kwh && values.steepness_per_kw > 0.0 && slot_h > 0.0,
          "plan of a stay without room (bounds must not cross, steepness and slots be positive)");
    stay_ = stay;
    slot_h_ = slot_h;
    charge_per_value_ = stay.efficiency.charge / values.steepness_per_kw;
    feed_per_value_ = 1.0 / (stay.efficiency.discharge * values.steepness_per_kw);
    charge_from_.resize(slots);
    feed_from_.resize(slots);
    for (std::size_t k = 0; k < slots; ++k) {
        charge_from_[k] = values.buy[k] / stay.efficiency.charge;
        feed_from_[k] = std::min(values.sell[k] * stay.efficiency.discharge - values.wear, charge_from_[k]);
    }
    double const most_gain_kwh =
        stay.charge_kw * stay.efficiency.charge * slot_h * static_cast<double>(slots);
    double const end_kwh = std::min(stay.departure_kwh, stay.energy_kwh + most_gain_kwh);
    parts_.clear();
    parts_.push_back({0, slots, stay.energy_kwh, end_kwh});
    while (!parts_.empty()) {
        Part const part = parts_.back();
        parts_.pop_back();
        draw_up(part, value_for(part), plan_kw);
        std::size_t const cut = worst_breach(part, plan_kw);
        if (cut == part.end) continue;
        double energy_kwh = part.from_kwh;
        for (std::size_t k = part.begin; k < cut; ++k) energy_kwh += stored_kwh(plan_kw[k]);
        double const bound_kwh = std::clamp(energy_kwh, stay.least_kwh, stay.most_kwh);
        parts_.push_back({part.begin, cut, part.from_kwh, bound_kwh});
        parts_.push_back({cut, part.end, bound_kwh, part.to_kwh});
    }
    return stay.departure_kwh - end_kwh;
}

V2gPlanner::Gain V2gPlanner::gain_at(Part const& part, double value) const {
    double charged_kw = 0.0, fed_kw = 0.0;
    int charging = 0, feeding = 0;  // slots whose power moves with the value
    for (std::size_t k = part.begin; k < part.end; ++k) {
        double const charge_kw = (value - charge_from_[k]) * charge_per_value_;
        double const feed_kw = (feed_from_[k] - value) * feed_per_value_;
        charged_kw += std::clamp(charge_kw, 0.0, stay_.charge_kw);
        fed_kw += std::clamp(feed_kw, 0.0, stay_.discharge_kw);
        charging += charge_kw > 0.0 && charge_kw < stay_.charge_kw ? 1 : 0;
        feeding += feed_kw > 0.0 && feed_kw < stay_.discharge_kw ? 1 : 0;
    }
    RoundTrip const& efficiency = stay_.efficiency;
    return {slot_h_ * (charged_kw * efficiency.charge - fed_kw / efficiency.discharge),
            slot_h_ * (charging * efficiency.charge * charge_per_value_ +
                       feeding * feed_per_value_ / efficiency.discharge)};
}

// Newton's steps inside a bracket, which end exactly on the right piece.
double V2gPlanner::value_for(Part const& part) const {
    double const wanted_kwh = part.to_kwh - part.from_kwh;
    double low = feed_from_[part.begin], high = charge_from_[part.begin];
    for (std::size_t k = part.begin; k < part.end; ++k) {
        low = std::min(low, feed_from_[k] - stay_.discharge_kw / feed_per_value_);
        high = std::max(high, charge_from_[k] + stay_.charge_kw / charge_per_value_);
    }
    double value = 0.5 * (low + high);
    for (int step = 0; step < most_steps; ++step) {
        Gain const gain = gain_at(part, value);
        double const lacks_kwh = wanted_kwh - gain.kwh;
        if (std::abs(lacks_kwh) <= tolerance_kwh) break;
        (lacks_kwh > 0.0 ? low : high) = value;
        double const newton = gain.per_value > 0.0 ? value + lacks_kwh / gain.per_value : low;
        double const next = newton > low && newton < high ? newton : 0.5 * (low + high);
        if (next == value) break;
        value = next;
    }
    return value;
}

void V2gPlanner::draw_up(Part const& part, double value, std::span<double> plan_kw) const {
    for (std::size_t k = part.begin; k < part.end; ++k) {
        plan_kw[k] = std::clamp((value - charge_from_[k]) * charge_per_value_, 0.0, stay_.charge_kw) -
                     std::clamp((feed_from_[k] - value) * feed_per_value_, 0.0, stay_.discharge_kw);
    }
}

double V2gPlanner::stored_kwh(double plan_kw) const {
    return slot_h_ *
           (plan_kw > 0.0 ? plan_kw * stay_.efficiency.charge : plan_kw / stay_.efficiency.discharge);
}

std::size_t V2gPlanner::worst_breach(Part const& part, std::span<double const> plan_kw) const {
    std::size_t cut = part.end;
    double worst_kwh = 10.0 * tolerance_kwh, energy_kwh = part.from_kwh;
    for (std::size_t k = part.begin; k + 1 < part.end; ++k) {
        energy_kwh += stored_kwh(plan_kw[k]);
        double const breach_kwh = std::max(stay_.least_kwh - energy_kwh, energy_kwh - stay_.most_kwh);
        if (breach_kwh <= worst_kwh) continue;
        worst_kwh = breach_kwh;
        cut = k + 1;
    }
    return cut;
}

}  // namespace yuchong::control
