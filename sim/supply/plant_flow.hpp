#pragma once
// The flows of a plant: what storage and panels gave and took, what the connection carried. See
// sim/supply/plant.hpp for the rules.

#include "sim/supply/state.hpp"

namespace yuchong::supply {

// Brings the plant of a station up to `now`, before anything changes what flows there; nothing if it has
// none.
void settle_plant(Supply const& supply, State& state, StationId station, SimTime now);

// What the connection may draw, auxiliaries above all.
double connection_limit_kw(Supply const& supply, BuiltPlant const& built, PlantState const& plant);

// What has flowed since this was last called. Pre: the plant is settled.
PlantFlows take_flows(PlantState& plant);

// In the whole run, up to the last settlement.
PlantFlows flows_of(PlantState const& plant);

// By the storage's own books: what it holds more than at the beginning, and what it has lost.
double kept_and_lost_kwh(BuiltPlant const& built, PlantState const& plant);

// The storage's state of charge, of nominal energy. Pre: the plant has one.
double storage_soc(Supply const& supply, State const& state, std::uint32_t plant);

}  // namespace yuchong::supply
