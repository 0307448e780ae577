#pragma once
// Cars at bidirectional AC piles of stations that feed back (control.v2g). A session there whose car can,
// whose owner lets it and whose departure is known is laid out as a whole when it plugs in (v2g_stay.hpp),
// and anew at every resweep; its set-point and direction follow the plan, quarter by quarter. After the plan
// it charges with all it gets. Whoever has no plan is charged as anybody.
//
//   plug-in  -> plan, from the next quarter on; what is left of this one is used to charge, if the plan
//   begins so quarter  -> the plan anew with what that has brought stretch  -> draws so many watts, feeds so
//   many, or waits      event station_v2g of the agent plan over, charge ended, fault, departure -> plan
//   dropped
//
// The driver is there until he leaves, or as long as he would have stayed at a full car: until then he has
// said he stays. A stay is planned between the reserve and where the taper begins, less what rounding to
// watts may come to, so that no session ends in the midst of its plan; what is missing is charged after it.
//
// Where sites share a limit, a planned session wants what its plan draws at most until the next step, and
// draws the lower of plan and grant: the limit holds, and what it lost is planned anew at the next resweep.
// Sites of receding_horizon and external lay out all sessions themselves: nobody feeds back there. Storages
// and panels of a station do not see what is fed back: it leaves through the connection.

#include "sim/base/time.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::city {

struct City;
struct State;
struct Visit;

struct StationV2gState {
    std::vector<double> grant_kw;    // by plug: of site control, to the session there; empty without either
    std::vector<double> minute_kwh;  // by station, fed back in this minute; scratch; empty: none can
};

template <class A>
void archive(A& a, StationV2gState& s) {
    a(s.grant_kw);
}

// Does any car at any station?
[[nodiscard]] bool stations_feed_back(City const& city);
StationV2gState make_station_v2g(City const& city);

// A car has plugged in: lays out its stay if it may feed back. It is followed from the next instant on.
void begin_stay(City const& city, State& state, std::uint32_t agent, SimTime now);
// The next stretch of the plan begins, or the plan is over.
void step_stay(City const& city, State& state, std::uint32_t agent, SimTime now);
// What is left of the stay is laid out anew. Pre: it has a plan, now is the begin of a slot.
void renew_stay(City const& city, State& state, std::uint32_t agent, SimTime now);
// The charge or the session is over; nothing happens without a plan.
void end_stay(City const& city, State& state, std::uint32_t agent, SimTime now);

// Is the session at this plug under a plan?
[[nodiscard]] bool follows_plan(City const& city, State const& state, std::uint32_t plug);
// What a planned session draws at most in (now, now + ahead).
[[nodiscard]] double planned_kw(State const& state, std::uint32_t plug, SimTime now, Duration ahead);
// Site control grants a planned session so much until it is called again.
void grant_planned(City const& city, State& state, std::uint32_t plug, double most_kw, SimTime now);

// What was fed back at stations since the last call, at the plugs; by station in minute_kwh.
struct FedAtStations {
    double by_cars_kwh = 0.0, by_packs_kwh = 0.0;
};
FedAtStations take_fed_at_stations(City const& city, State& state, SimTime now);
// Of what is fed back there, from battery to plug.
[[nodiscard]] double discharge_efficiency(City const& city);

}  // namespace yuchong::city
