#pragma once
// Feeders that lose their supply (grid.outages), and cars that stand in.
//
// From its beginning on, in phase control, a feeder that is out gives no current. Its stations close:
// sessions there fail, drivers look elsewhere. Home piles stop, and whoever plugs in meanwhile waits. Behind
// each public transformer the low-voltage network becomes an island: cars at private piles that can
// (grid.emergency) carry the neighbours' load, each as much of what it can as all others, none below its
// reserve. Who carries how much is settled anew every quarter of an hour, from the load of that quarter:
// where they cannot carry all, as much is shed as is missing. Ties to other feeders stay open.
//
// At the end, before the arrivals of that instant, stations open, plans of home piles are laid out anew, and
// whoever follows none charges with all the pile gives (or when the owner's timer says).

#include "sim/base/time.hpp"
#include "sim/measure/outage_row.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

// Frozen.
struct PlannedOutage {
    std::uint32_t feeder;
    SimTime from, to;
    std::uint32_t first_transformer, end_transformer;
    std::vector<std::uint32_t> cars;      // agents whose pile is on it, by transformer
    std::vector<std::uint32_t> stations;  // on it
};
struct OutagePlan {
    std::vector<PlannedOutage> outages;  // in the order of the scenario
};
// Pre: feeders are in the network (checked).
OutagePlan make_outage_plan(City const& city);

// When the supply of this car's pile comes back; nothing if it has some.
[[nodiscard]] std::optional<SimTime> home_supply_returns(City const& city, std::uint32_t agent, SimTime now);

// What was found at the beginning of a quarter of an hour.
struct OutageLook {
    SimTime at{0};
    double available_kw = 0.0, available_kwh = 0.0;
    std::uint32_t vehicles = 0, plugged = 0;
};

struct OutageState {
    std::vector<std::uint8_t> without_supply;  // by station; empty without outages
    // By outage: in the present quarter of an hour, and in the one before, which a step may still be of.
    std::vector<OutageLook> present, before;
    std::vector<measure::OutageRow> rows;
};

template <class A>
void archive(A& a, OutageState& s) {
    a(s.without_supply, s.present, s.before, s.rows);
}

OutageState make_outages(City const& city);
[[nodiscard]] inline bool waits_for_supply(OutageState const& outages, std::uint32_t station) {
    return !outages.without_supply.empty() && outages.without_supply[station] != 0;
}
void start_outages(City const& city, State& state);
void outage_tick(City const& city, State& state, SimTime now);
// By feeder: not 0 if it has no supply in the grid step that begins then; empty if all have it.
std::vector<std::uint8_t> feeders_out(City const& city, SimTime begin);
// The grid step that ends now was solved. Pre: its loads still stand in the grid's meters.
void note_outage_step(City const& city, State& state, SimTime now);

}  // namespace yuchong::city
