#pragma once
// Cars that feed back at bidirectional AC piles, and packs in slots of swap stations
// (sim/supply/swap_station.hpp). A session at a pile either draws, as any does, or gives a flat
// power, whole watts at the plug, out of its battery. While it gives, the pile's standing loss is drawn from
// the grid all the same; what is drawn is never less for it: energy fed back is metered and booked by itself.
//
// Path 1, the meter: whole watts over whole milliseconds, by station. Path 2, the books: what SoC falls,
// times the efficiency from battery to plug.

#include "sim/supply/state.hpp"

#include <span>

namespace yuchong::supply {

// Is any pile bidirectional?
[[nodiscard]] bool takes_back_from_cars(Network const& network);
// Or any swap station?
[[nodiscard]] bool takes_back(Network const& network);

// What a pile takes back at most; 0: it only gives.
[[nodiscard]] double feed_limit_kw(Supply const& supply, PlugId plug);

// The session goes on in this direction: what it has drawn or given so far is booked. Pre: its cursor is at
// the turn.
void turn_session(Supply const& supply, Session& session, std::int32_t feed_w);

// The meter of the plug's station goes on with so many watts more.
void meter_feeding(Supply const& supply, State& state, PlugId plug, std::int32_t change_w, SimTime now);
// A session that feeds back ends to. Pre: cursor at `now`.
void close_feeding(Supply const& supply, State& state, PlugId plug, SimTime now);

// Adds what each station's plugs have fed back since the last call, kWh. Pre: takes_back().
void take_fed_kwh(State& state, SimTime now, std::span<double> station_kwh);

// Both accounts of a station since the start. Pre: now is the instant of the last take_fed_kwh().
struct FedAccounts {
    double metered_kwh, booked_kwh;
};
FedAccounts fed_accounts(Supply const& supply, State const& state, StationId station, SimTime now);

}  // namespace yuchong::supply
