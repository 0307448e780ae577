#pragma once
// Demand response of public sites: during an event those that take part draw less. At its beginning and at
// every step the load of the last minute is compared with what is allowed (the baseline of the quarter less
// the target). While it is higher sessions are paused, those that can best wait first; if it is lower, some
// go on. A session can wait if its departure is known and it would still be full in time, beginning anew at
// its restart: the end of the event and a stagger of its own, so that the rebound is spread. Homes take no
// part.
//
// In phase control, before the arrivals and the site strategy of the instant. Paused sessions stand at 0 kW
// and are left out where a site shares its limit; a restart asks for admission like a plug-in.
//
// What it was worth is settled after the run (response_settlement.hpp), from the load by quarters of an hour
// that the sites have drawn since the run began, the warm-up included.

#include "sim/base/time.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

struct ResponseWindow {
    SimTime notice, from, to;
};

// Frozen: who is asked, and when. Empty without events.
struct ResponsePlan {
    std::vector<ResponseWindow> events;
    std::vector<std::uint8_t> takes_part;  // by station
};
ResponsePlan make_response_plan(City const& city);

struct PausedPlug {
    std::uint32_t plug;
    SimTime until;
};

struct ResponseState {
    std::vector<double> quarter_kwh;     // of all that take part, by quarter since midnight of the first day
    double minute_kwh = 0.0;             // in the last minute
    std::vector<SimTime> paused_until;   // by plug; never: not paused; empty without events
    std::vector<PausedPlug> paused;      // some may have left since
    std::vector<double> load_before_kw;  // by event: in the minute before it
    std::vector<std::int64_t> pauses;
};

template <class A>
void archive(A& a, ResponseState& s) {
    a(s.quarter_kwh, s.minute_kwh, s.paused_until, s.paused, s.load_before_kw, s.pauses);
}

ResponseState make_response(City const& city);
[[nodiscard]] inline bool is_paused(ResponseState const& response, std::uint32_t plug) {
    return !response.paused_until.empty() && response.paused_until[plug] != never;
}

// How long a session could do nothing and still be full at its departure, the taper included.
double laxity_h(City const& city, State const& state, std::uint32_t plug, SimTime now);

void start_response(City const& city, State& state);
// The meters of the minute that ends now.
void note_response_minute(City const& city, State& state, SimTime now);
// Whoever plugs in is not paused, whatever the last session was.
void note_response_plug_in(State& state, std::uint32_t plug);
void response_tick(City const& city, State& state, SimTime now);

// Position of the quarter of an hour that holds t.
[[nodiscard]] std::size_t quarter_of(City const& city, SimTime t);

}  // namespace yuchong::city
