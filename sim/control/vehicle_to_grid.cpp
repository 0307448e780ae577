#include "sim/control/vehicle_to_grid.hpp"

#include <algorithm>
#include <functional>
#include <vector>

namespace yuchong::control {

double bought_per_sold(RoundTrip const& efficiency) {
    return 1.0 / (efficiency.charge * efficiency.discharge);
}

double break_even_yuan_per_kwh(double buy_yuan_per_kwh, RoundTrip const& efficiency,
                               WearSettings const& wear) {
    return buy_yuan_per_kwh * bought_per_sold(efficiency) + wear.yuan_per_kwh / efficiency.discharge;
}

double profit_yuan_per_kwh(double buy_yuan_per_kwh, double sell_yuan_per_kwh, RoundTrip const& efficiency,
                           WearSettings const& wear) {
    return sell_yuan_per_kwh - break_even_yuan_per_kwh(buy_yuan_per_kwh, efficiency, wear);
}

Thresholds thresholds_of(std::span<double const> yesterday_kw, ShavingBattery const& battery, double slot_h,
                         ValleyFiller& filler) {
    double const swing_kwh = std::max(0.0, battery.most_kwh - battery.least_kwh);
    std::vector<double> plan_kw(yesterday_kw.size()), turned_kw(yesterday_kw.size());
    std::transform(yesterday_kw.begin(), yesterday_kw.end(), turned_kw.begin(), std::negate<>());
    double const high_kw =
        -filler
             .fill(turned_kw, swing_kwh * battery.efficiency.discharge, battery.discharge_kw, slot_h, plan_kw)
             .level_kw;
    double const low_kw =
        filler.fill(yesterday_kw, swing_kwh / battery.efficiency.charge, battery.charge_kw, slot_h, plan_kw)
            .level_kw;
    return {std::min(low_kw, high_kw), high_kw};
}

double shave_kw(double net_load_kw, Thresholds const& thresholds, ShavingBattery const& battery,
                double slot_h) {
    if (net_load_kw > thresholds.high_kw) {
        double const held_kwh = std::max(0.0, battery.energy_kwh - battery.least_kwh);
        return -std::min({net_load_kw - thresholds.high_kw, battery.discharge_kw,
                          held_kwh * battery.efficiency.discharge / slot_h});
    }
    if (net_load_kw < thresholds.low_kw) {
        double const room_kwh = std::max(0.0, battery.most_kwh - battery.energy_kwh);
        return std::min({thresholds.low_kw - net_load_kw, battery.charge_kw,
                         room_kwh / (battery.efficiency.charge * slot_h)});
    }
    return 0.0;
}

double energy_after_kwh(ShavingBattery const& battery, double power_kw, double slot_h) {
    double const efficiency = power_kw > 0.0 ? battery.efficiency.charge : 1.0 / battery.efficiency.discharge;
    return battery.energy_kwh + power_kw * efficiency * slot_h;
}

RegulationCapacity regulation_capacity(RegulationOffer const& offer, double hours) {
    double const held_kwh = offer.energy_kwh - offer.least_kwh;
    double const room_kwh = offer.most_kwh - offer.energy_kwh;
    double const up_kw =
        offer.scheduled_kw + std::min(offer.discharge_kw, held_kwh * offer.efficiency.discharge / hours);
    double const down_kw =
        std::min(offer.charge_kw, room_kwh / (offer.efficiency.charge * hours)) - offer.scheduled_kw;
    return {std::max(0.0, up_kw), std::max(0.0, down_kw)};
}

}  // namespace yuchong::control
