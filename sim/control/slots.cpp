#include "sim/control/slots.hpp"

#include "sim/base/check.hpp"

#include <cmath>

namespace yuchong::control {

void check_needs(std::span<ChargingNeed const> needs, SlotGrid grid) {
    check(grid.slot_h > 0.0, "slots have no length (energy is power by hours) give slot_h > 0");
    for (ChargingNeed const& need : needs) {
        check(need.from <= need.until && need.until <= grid.count,
              "a window leaves the slot grid (from <= until <= count must hold) clip it");
        check(std::isfinite(need.energy_kwh) && need.energy_kwh >= 0.0 && std::isfinite(need.max_kw) &&
                  need.max_kw >= 0.0,
              "a charging need is not a finite amount >= 0 (energy_kwh, max_kw)");
    }
}

void add_plans(Plans const& plans, std::span<ChargingNeed const> needs, std::span<double> load_kw) {
    for (std::size_t i = 0; i < needs.size(); ++i) {
        std::size_t slot = needs[i].from;
        for (double const kw : plans.of(i)) load_kw[slot++] += kw;
    }
}

double energy_kwh(std::span<double const> plan_kw, double slot_h) {
    double sum = 0.0;
    for (double const kw : plan_kw) sum += kw;
    return sum * slot_h;
}

double cost_yuan(std::span<double const> plan_kw, std::span<double const> price, double slot_h) {
    double sum = 0.0;
    for (std::size_t k = 0; k < plan_kw.size(); ++k) sum += plan_kw[k] * price[k];
    return sum * slot_h;
}

}  // namespace yuchong::control
