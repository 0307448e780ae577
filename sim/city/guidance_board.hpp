#pragma once
// The service's side of the published board: when each plug will be free, how long lines are, which cars are
// on their way. Published with the board of board.hpp, for the stations where something has happened; with
// information.age 0 a reader sees the live state. Cars that set off are news until the next publication.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

#include <array>

namespace yuchong::city {

// Pre: guides(city).
void publish_service(City const& city, State& state, SimTime now);
// A car sets off; told by whom the service knows of it.
void announce(City const& city, State& state, Announced const& car, SimTime now);

// Expected minutes by plug class of a car that arrives then; infinite where no plug of the class is in order,
// as far as its driver knows.
std::array<double, supply::plug_classes> service_waits_min(City const& city, State const& state,
                                                           std::uint32_t station, SimTime now,
                                                           SimTime arrives, measure::ForecastFrom from);
std::array<double, supply::plug_classes> believed_waits_min(City const& city, State const& state,
                                                            std::uint32_t station, SimTime arrives);

// When one car after the other could start at plugs of the class if all stay as is usual, behind everybody
// who is announced.
void slot_starts(City const& city, State const& state, std::uint32_t station, supply::PlugClass plug_class,
                 SimTime now, std::span<SimTime> starts);

// At the plug, of a car that reports nothing.
[[nodiscard]] Duration usual_stay(City const& city, supply::PlugClass plug_class);

}  // namespace yuchong::city
