#pragma once
// Charging and discharging planned over a horizon with everything known: the core of receding-horizon
// control, and by itself the offline optimum. A linear program (linear_program.hpp) of
//
//   cost = sum over slots of buy c - sell g + wear g / eta_d   (energies)
//          + peak price x highest net load + unmet price x energy that a need lacks at departure
//   e(k+1) = e(k) + (eta_c c(k) - g(k) / eta_d) slot_h,  least <= e <= most,  e(until) >= needed
//   base + sum of c - sum of g  between least_net_kw and limit_kw in every slot
//
// c, g are at the grid side, e in the battery; wear is by kWh that leaves the battery. Nobody charges and
// discharges at once as long as buying, losses and wear cost more than selling pays. A need that cannot be
// met (by itself, or under the limit) is met as far as the unmet price makes it worth while: give one above
// all others, and all that is feasible is met. For the lowest peak give a peak price and, so that what is
// left open is decided, a wear far below it.
//
// There always is a plan: a base load beyond a limit by itself leaves no room, and a battery outside its
// bounds when plugged in goes no further out.
//
// Re-solving in each slot with perfect information costs what the first plan did; any of several plans of
// equal cost may come out, the same for the same input. Prices at which nothing is decided (all 0) are better
// avoided.

#include "sim/control/settings.hpp"
#include "sim/control/slots.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::control {

// A battery that is plugged in during its window of slots.
struct FlexibleNeed {
    double energy_kwh;               // in it when the window begins
    double least_kwh, most_kwh;      // [kWh, least <= energy <= most] at the end of each slot
    double needed_kwh;               // [kWh, <= most] when the window ends
    double charge_kw, discharge_kw;  // [kW, >= 0] at the grid side; discharge 0: charging only
    double charge_efficiency, discharge_efficiency;  // (0, 1]
    std::uint32_t from, until;                       // slots [from, until)
};

// Of every slot, or empty: no price, no base load, no limit.
struct SiteHorizon {
    SlotGrid grid;
    std::span<double const> buy_yuan_per_kwh, sell_yuan_per_kwh;
    std::span<double const> base_kw, limit_kw;
    double least_net_kw = -no_limit_kw;  // 0: nothing is fed into the grid
};

struct HorizonPrices {
    WearSettings wear;
    double peak_yuan_per_kw;    // [yuan/kW, >= 0] of the highest net load, once
    double unmet_yuan_per_kwh;  // [yuan/kWh, > 0]
};

struct HorizonPlan {
    Plans charge_kw, discharge_kw;
    double cost_yuan;  // without the unmet price
    double peak_kw;    // highest net load
    double unmet_kwh;  // sum over the needs
};

// Throws BrokenInvariant if windows leave the grid or spans do not fit it.
HorizonPlan plan_horizon(std::span<FlexibleNeed const> needs, SiteHorizon const& site,
                         HorizonPrices const& prices);

}  // namespace yuchong::control
