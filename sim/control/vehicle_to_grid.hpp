#pragma once
// Batteries that feed back: whether it pays, a controller without forecast, and what a car can offer for
// regulation. Energies and powers at the grid side unless said otherwise; "in the battery" is behind losses.

#include "sim/control/settings.hpp"
#include "sim/control/slots.hpp"
#include "sim/control/valley_filling.hpp"

#include <span>

namespace yuchong::control {

// Efficiencies between grid and battery, (0, 1].
struct RoundTrip {
    double charge, discharge;
};

// Energy bought for each kWh sold, in the long run.
double bought_per_sold(RoundTrip const& efficiency);
// The selling price, yuan/kWh, above which feeding back pays: it buys back the energy, losses included, and
// the wear of what left the battery.
double break_even_yuan_per_kwh(double buy_yuan_per_kwh, RoundTrip const& efficiency,
                               WearSettings const& wear);
// Of each kWh sold; negative is a loss.
double profit_yuan_per_kwh(double buy_yuan_per_kwh, double sell_yuan_per_kwh, RoundTrip const& efficiency,
                           WearSettings const& wear);

// A battery or a fleet of them, for peak shaving.
struct ShavingBattery {
    double energy_kwh;           // in it now
    double least_kwh, most_kwh;  // what it may hold
    double charge_kw, discharge_kw;
    RoundTrip efficiency;
};

// Net load above `high_kw` is shaved, below `low_kw` the battery fills up. low_kw <= high_kw.
struct Thresholds {
    double low_kw, high_kw;
};

// The levels at which yesterday's profile would have used the battery once: discharging all it may hold above
// the high level, and charging the same back below the low one. Exact, by water filling (valley_filling.hpp)
// from above and from below. If both would cross, both are the high level.
Thresholds thresholds_of(std::span<double const> yesterday_kw, ShavingBattery const& battery, double slot_h,
                         ValleyFiller& filler);

// Power of the next slot: > 0 charges, < 0 feeds back. Never moves the net load beyond the level it acts on,
// the battery beyond its bounds, or the charger beyond its power.
double shave_kw(double net_load_kw, Thresholds const& thresholds, ShavingBattery const& battery,
                double slot_h);

// The battery after a slot at this power.
double energy_after_kwh(ShavingBattery const& battery, double power_kw, double slot_h);

// What a car can keep up for some hours beside its schedule, in the worst case of a signal that never turns.
struct RegulationOffer {
    double energy_kwh;               // in the battery now
    double least_kwh, most_kwh;      // what it may hold
    double scheduled_kw;             // >= 0: charges as planned
    double charge_kw, discharge_kw;  // ratings
    RoundTrip efficiency;
};
struct RegulationCapacity {
    double up_kw;    // less from the grid, or more into it
    double down_kw;  // more from the grid
    [[nodiscard]] double symmetric_kw() const { return up_kw < down_kw ? up_kw : down_kw; }
};
// Neither is negative. Pre: hours > 0.
RegulationCapacity regulation_capacity(RegulationOffer const& offer, double hours);

}  // namespace yuchong::control
