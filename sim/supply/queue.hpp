#pragma once
// Who may use which plug, who waits, who is next. models.md 2.6.
//
// A super-capable car that wants a super terminal prefers one and accepts a fast one if it expects to finish
// earlier there. Other DC cars take fast terminals first and an idle super one only if the operator lets them
// and no super-capable car waits that could use it. AC piles serve cars that want or accept AC. The queue is
// ordered by priority, then arrival; a free plug goes to the first car that takes it (FCFS with skip). While
// plugs of a class are held, cars of priority 1 or later leave so many of the free ones alone.

#include "sim/supply/session_life.hpp"

namespace yuchong::supply {

// The vacant plug this car takes on arrival; invalid if none. Of a class the host with most power to spare.
PlugId choose_plug(Supply const& supply, State const& state, StationId station, SessionRequest const& request,
                   SimTime now);

enum class Queued : std::uint8_t { waits, balks };
Queued join_queue(Supply const& supply, State& state, StationId station, SessionRequest const& request,
                  SimTime now);

// Pre: the ticket waits there (checked).
void leave_queue(Supply const& supply, State& state, StationId station, std::uint32_t ticket, SimTime now);

// A plug is vacant: the first waiting car that takes it plugs in.
void serve_queue(Supply const& supply, State& state, PlugId plug, SimTime now);

}  // namespace yuchong::supply
