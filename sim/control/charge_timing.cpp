#include "sim/control/charge_timing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace yuchong::control {

namespace {

// Full power in one slot after the other, `slot_at(0)` first; what stays unmet.
template <class SlotAt>
double charge_in_order(ChargingNeed const& need, double slot_h, std::span<double> plan_kw, SlotAt slot_at) {
    double left_kw = need.energy_kwh / slot_h;
    for (std::size_t k = 0; k < plan_kw.size(); ++k) {
        double const kw = std::min(need.max_kw, left_kw);
        plan_kw[slot_at(k)] = kw;
        left_kw -= kw;
    }
    return left_kw * slot_h;
}

}  // namespace

double charge_at_once(ChargingNeed const& need, double slot_h, std::span<double> plan_kw) {
    return charge_in_order(need, slot_h, plan_kw, [](std::size_t k) { return k; });
}

double charge_late(ChargingNeed const& need, double slot_h, std::span<double> plan_kw) {
    std::size_t const slots = plan_kw.size();
    return charge_in_order(need, slot_h, plan_kw, [slots](std::size_t k) { return slots - 1 - k; });
}

double CheapestSlots::fill(std::span<double const> price, ChargingNeed const& need, double slot_h,
                           std::span<double> plan_kw) {
    return fill(price, need, slot_h, SpreadSettings{0.0}, 0.0, plan_kw);
}

double CheapestSlots::fill(std::span<double const> price, ChargingNeed const& need, double slot_h,
                           SpreadSettings const& spread, double u, std::span<double> plan_kw) {
    std::fill(plan_kw.begin(), plan_kw.end(), 0.0);
    double left_kw = need.energy_kwh / slot_h;
    if (!(need.max_kw > 0.0)) return left_kw * slot_h;
    order_.resize(price.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(), [price](std::uint32_t a, std::uint32_t b) {
        return price[a] < price[b] || (price[a] == price[b] && a < b);
    });
    for (std::size_t begin = 0, end = 0; begin < order_.size() && left_kw > 0.0; begin = end) {
        while (end < order_.size() && price[order_[end]] == price[order_[begin]]) ++end;
        double const wanted = std::ceil(left_kw / need.max_kw);
        double const spare = static_cast<double>(end - begin) - wanted;  // slots of this price not needed
        double const most = std::min(std::max(0.0, spare), std::floor(spread.spread_h / slot_h));
        auto const skipped = static_cast<std::size_t>(std::min(most, std::floor(u * (most + 1.0))));
        for (std::size_t i = begin + skipped; i < end; ++i) {
            double const kw = std::min(need.max_kw, left_kw);
            plan_kw[order_[i]] = kw;
            left_kw -= kw;
        }
    }
    return left_kw * slot_h;
}

SimTime latest_start(SimTime arrival, SimTime departure, Duration charging) {
    return std::max(arrival, departure - charging);
}

SimTime delayed_start(SimTime arrival, SimTime departure, Duration charging, SimTime cheap_from,
                      SpreadSettings const& spread, double u) {
    Duration const delay{static_cast<std::int64_t>(spread.spread_h * u * 3'600'000.0)};
    // `never` is no time to add to: without cheap hours the latest start holds.
    SimTime const cheap = cheap_from == never ? never : cheap_from + delay;
    return std::min(std::max(arrival, cheap), latest_start(arrival, departure, charging));
}

}  // namespace yuchong::control
