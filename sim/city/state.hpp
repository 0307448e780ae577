#pragma once
// Everything about the city that changes. Copying, saving and comparing a run is copying, saving and
// comparing this.

#include "sim/base/archive.hpp"
#include "sim/base/for_each.hpp"
#include "sim/city/agent.hpp"
#include "sim/city/battery_ageing.hpp"
#include "sim/city/city.hpp"
#include "sim/city/demand_response.hpp"
#include "sim/city/guidance.hpp"
#include "sim/city/home_meter.hpp"
#include "sim/city/home_plan.hpp"
#include "sim/city/horizon_control.hpp"
#include "sim/city/outages.hpp"
#include "sim/city/plants.hpp"
#include "sim/city/site_control.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/city/zone_demand.hpp"
#include "sim/kernel/digest.hpp"
#include "sim/kernel/schedule.hpp"
#include "sim/measure/control_recorder.hpp"
#include "sim/measure/demand_meter.hpp"
#include "sim/measure/fleet_counts.hpp"
#include "sim/measure/plant_recorder.hpp"
#include "sim/measure/recorder.hpp"
#include "sim/measure/session_bounds.hpp"
#include "sim/measure/swap_recorder.hpp"
#include "sim/measure/tally.hpp"
#include "sim/supply/state.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace yuchong::city {

// The published status board: what drivers know of waits, as of the last publication. Read from the next tick
// on.
struct Board {
    SimTime published;
    std::vector<SimTime> start;  // by station and plug class: when one more car could plug in; never: nowhere
    std::vector<std::uint8_t> stale;  // by station: something has happened there since
    std::vector<std::uint32_t> stale_stations;
};

// A number of vehicles and its integral in whole vehicle-milliseconds.
struct Count {
    SimTime since;
    std::int64_t ms;
    std::int64_t now;
};

struct Totals {
    std::int64_t trips_walked;
    std::int64_t events;                  // live events handled
    std::int64_t wishes_without_station;  // nobody in reach
    std::int64_t sessions_started;
    double lowest_soc, highest_soc;  // ever seen at a plug
    double tightest_kw,
        tightest_limit_kw;             // the largest one-minute mean of a station, relative to its connection
    std::int64_t waiting_ms_at_begin;  // of all stations' ledgers when the window opened
};

// What the minute clock reads, before the recorder takes it. Filled anew each time: no state.
struct Readings {
    std::vector<double> station_kwh, zone_home_kwh;
    std::vector<std::int64_t> station_occupied_ms, station_waiting_ms;
    std::int64_t waiting_ms = 0;
    PlantMinute plants;
    std::vector<supply::SwapReading> swaps;
};

// An arrival of this instant at a station.
struct Claim {
    std::uint32_t station, agent;
};

struct State {
    State(City const& city, measure::Sink& sink);

    SimTime now{0};
    Schedule schedule;
    Digest digest;
    std::vector<Agent> agents;
    std::vector<WalkOrigin> origins;
    std::vector<Visit> visits;  // pool
    std::vector<std::uint32_t> free_visits;
    std::vector<Claim> claims;
    std::vector<Claim> settling;     // scratch of settle_claims
    ZoneDemand unrecorded_demand{};  // scratch: of the warm-up
    Readings readings;
    supply::State supply;
    Board board;
    HomeMeter home;
    Count charging{};                             // vehicles whose charge is under way, home included
    std::vector<std::int64_t> district_sessions;  // plug-ins so far
    std::vector<ZoneDemand> zone_demand;          // by zone
    std::vector<double> metered_kwh_at_begin;     // by station, AC, when the window opened
    Totals totals{};
    std::vector<measure::FleetCounts> fleets;  // by Car::fleet, up to the last event of each car
    measure::Tally tally;
    measure::Recorder recorder;
    std::optional<measure::DemandMeter> demand_meter;  // there if the tariff has two parts
    std::optional<measure::BoundRecorder> bounds;      // there if the run is compared with them
    std::optional<GridState> grid;                     // there if the city has one
    Sun sun{};
    std::optional<measure::PlantRecorder> plants;  // there if the city has some
    std::optional<measure::SwapRecorder> swaps;    // likewise
    ControlState control;
    HorizonState horizon;
    ResponseState response;
    OutageState outages;
    std::optional<measure::ControlRecorder> control_recorder;  // there if public stations are controlled
    SiteController* controller = nullptr;                      // decides under strategy external
    HomeControlState home_control;
    StationV2gState station_v2g;
    GuidanceState guidance;
    BatteryState batteries;
    ForEach for_each = for_each_in_turn;
};

// A pooled record for a wish to charge; give it back when the car goes on.
std::uint32_t take_visit(State& state, std::uint32_t agent);
void give_back_visit(State& state, std::uint32_t agent);

inline void count(Count& count, SimTime now, std::int64_t change) {
    count.ms += count.now * (now - count.since).ms;
    count.since = now;
    count.now += change;
}

template <class A>
void archive(A& a, State& s) {
    a(s.now);
    archive(a, s.schedule);
    archive(a, s.digest);
    a(s.agents, s.origins, s.visits, s.free_visits, s.claims);
    archive(a, s.supply);
    a(s.board.published, s.board.start, s.board.stale, s.board.stale_stations);
    archive(a, s.home);
    a(s.charging, s.district_sessions, s.zone_demand, s.metered_kwh_at_begin, s.totals, s.fleets);
    archive(a, s.tally.state());
    archive(a, s.recorder.state());
    if (s.demand_meter) archive(a, s.demand_meter->state());
    if (s.bounds) archive(a, s.bounds->state());
    if (s.grid) archive(a, *s.grid);
    a(s.sun);
    if (s.plants) archive(a, s.plants->state());
    if (s.swaps) archive(a, s.swaps->state());
    archive(a, s.control);
    archive(a, s.horizon);
    archive(a, s.response);
    archive(a, s.outages);
    if (s.control_recorder) archive(a, s.control_recorder->state());
    archive(a, s.home_control);
    archive(a, s.station_v2g);
    archive(a, s.guidance);
    archive(a, s.batteries);
}

}  // namespace yuchong::city
