#pragma once
// A visit to a public station, from the choice to the way back:
//
//   set_off -> (drive) -> arrive -> claims -> plugged in | queued | balked
//   queued -> plugged in (notice) | renege;  balked or reneged -> set_off again, that station left out
//   plugged in -> charge ended -> unplugged (notices) -> drives back to its stop, or straight on if it is
//   late failed start or fault -> tries the same station once more after a while, then another
//
// Each attempt at a station is one visit in the statistics. Arrivals of one instant at one station are
// collected in phase arrive and served in phase decide in the order of a draw keyed by station and tick, so
// that no car has an advantage from its number.

#include "sim/city/city.hpp"
#include "sim/city/guided_choice.hpp"
#include "sim/city/state.hpp"
#include "sim/demand/station_choice.hpp"

#include <span>

namespace yuchong::city {

// Chooses a station by what it knows and drives there, or asks to be assigned one; walks on if none is in
// reach (counted).
void set_off(City const& city, State& state, std::uint32_t agent, SimTime now);
// The two ends of a choice: off to the station of this row, or nowhere.
void head_for(City const& city, State& state, std::uint32_t agent, std::span<demand::CandidateRow const> rows,
              std::size_t chosen, Course course, SimTime now);
void find_no_station(City const& city, State& state, std::uint32_t agent, SimTime now);

void arrive(City const& city, State& state, std::uint32_t agent, SimTime now);
void settle_claims(City const& city, State& state, std::uint32_t station, SimTime now);
void renege(City const& city, State& state, std::uint32_t agent, SimTime now);

// After an attempt that led nowhere: another station, if the driver has not tried enough.
void try_elsewhere(City const& city, State& state, std::uint32_t agent, SimTime now);

// What the station says of this car.
void take_notice(City const& city, State& state, supply::Notice const& notice, SimTime now);

}  // namespace yuchong::city
