#pragma once
// Plants at work: the storage and the panels of a station, coupled to its plugs.
//
//   connection = plugs + auxiliaries + charging - discharging - sun
//
// Two things are decided at every look, once in plant_step: what the storage does until the next one, and the
// budget of plugs and auxiliaries until then,
//
//   budget = limit + sun + what the storage promises, min(its power, what it holds / plant_step)
//
// which the station shares among its sessions like a connection of that size. So sessions draw more than the
// connection gives, what a storage promises it holds, and the connection is kept, whatever the sessions do in
// between. A storage that has run empty promises nothing until it holds its reserve again.
//
// How it follows them. Between two events of its station and looks (a span), sessions only follow their
// curves; the storage answers to the mean of their power over the span, which the meters give exactly, with
// flows that are constant (sim/supply/storage.hpp): energy is exact and no root is sought. What is neglected
// is a crossing of the limit by a curve inside one span, of a minute at most. Flows are settled at the end of
// the span: before any call changes what flows at the station, at each look and at each meter reading.

#include "sim/supply/session.hpp"
#include "sim/supply/state.hpp"

namespace yuchong::supply {

// A look: brings it up to `now`, gives it its orders and the sun until the next look, and shares the new
// budget among the sessions.
struct PlantTerms {
    StorageOrder order;
    Kilowatts sun;
};
Changes look_at_plant(Supply const& supply, State& state, std::uint32_t plant, PlantTerms terms, SimTime now);

// Control caps what the connection may draw, net of storage and sun, as cap_station says.
void cap_plant(Supply const& supply, State& state, std::uint32_t plant, Kilowatts cap, SimTime now);

}  // namespace yuchong::supply
