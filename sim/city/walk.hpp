#pragma once
// Trips that nobody observes need no event: a car's day is walked inline, stop by stop, until something that
// others can see or that reads a price, the board, a station or control. What it drives meanwhile is booked
// when the event at the walk's end fires, or at the close of the run up to that instant.
//
// At each stop, on arrival:  own pile there -> plug in or not (a draw);  otherwise a wish to charge in
// public, either forced (the next trips would end below the reserve) or voluntary. The voluntary wish depends
// on the price, so the walk only draws whether it could arise at the lowest price; if so, `consider` decides
// as an event.

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

namespace yuchong::city {

// Walks from the agent's stop and schedules the event at which the walk ends, if any comes before the end.
void walk_on(City const& city, State& state, std::uint32_t agent);

// Books what was walked up to now: the whole walk when its event fires, a part of it at the close.
void book_walk(City const& city, State& state, std::uint32_t agent);
void book_walk_until(City const& city, State& state, std::uint32_t agent, SimTime now);

// Energy of one trip from this car's battery, kWh.
double trip_kwh(City const& city, demand::Car const& car, space::Trip const& trip, double factor,
                SimTime departs);

// Takes the energy of a trip from the pack; a range extender falls back on fuel, a battery car that runs dry
// is counted and towed in empty. Returns whether the battery fell short.
bool draw_from_pack(City const& city, demand::Car const& car, Agent& agent, double kwh);

}  // namespace yuchong::city
