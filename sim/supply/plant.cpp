#include "sim/supply/plant.hpp"

#include "sim/supply/answers.hpp"
#include "sim/supply/plant_flow.hpp"
#include "sim/supply/sharing.hpp"

#include <algorithm>

namespace yuchong::supply {

namespace {

// Until the next look. A storage that cannot give its power for a whole step gives what it holds, and then
// nothing until it has its reserve again: else modules would come and go with every minute's worth.
void promise(BuiltPlant const& built, PlantState& plant) {
    double const power_kw = built.storage.power_kw;
    double const held_kw = plant.storage.energy_kwh * built.storage.discharge_efficiency / plant_step.hours();
    if (plant.spent && plant.storage.energy_kwh >= built.storage.reserve_kwh) plant.spent = false;
    plant.promised_kw = plant.spent ? 0.0 : std::min(power_kw, held_kw);
    if (held_kw < power_kw) plant.spent = true;
}

PowerShares shares_of(Supply const& supply, BuiltPlant const& built, double budget_kw) {
    double const left_kw = std::max(budget_kw - supply.largest_load[built.station.index()].fixed_kw, 0.0);
    double const piles_kw = std::min(left_kw, built.piles_kw), rest_kw = left_kw - piles_kw;
    return {.converters = rest_kw >= built.converters_kw ? 1.0 : rest_kw / built.converters_kw,
            .piles = left_kw >= built.piles_kw ? 1.0 : left_kw / built.piles_kw};
}

// Pre: the plant is settled.
void share_budget(Supply const& supply, State& state, std::uint32_t index, SimTime now) {
    BuiltPlant const& built = supply.plants[index];
    PlantState& plant = state.plants[index];
    double const budget = connection_limit_kw(supply, built, plant) + plant.pv_kw + plant.promised_kw;
    if (budget == plant.budget_kw) return;
    plant.budget_kw = budget;
    limit_power(supply, state, built.station, shares_of(supply, built, budget), now);
}

}  // namespace

Changes look_at_plant(Supply const& supply, State& state, std::uint32_t index, PlantTerms terms,
                      SimTime now) {
    clear_answers(state);
    settle_plant(supply, state, supply.plants[index].station, now);
    PlantState& plant = state.plants[index];
    plant.order = terms.order;
    plant.pv_kw = terms.sun.value();
    promise(supply.plants[index], plant);
    share_budget(supply, state, index, now);
    return answers(state);
}

void cap_plant(Supply const& supply, State& state, std::uint32_t index, Kilowatts cap, SimTime now) {
    settle_plant(supply, state, supply.plants[index].station, now);
    state.plants[index].cap_kw = cap.value();
    share_budget(supply, state, index, now);
}

}  // namespace yuchong::supply
