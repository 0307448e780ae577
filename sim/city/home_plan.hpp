#pragma once
// Control of home piles (docs/control.md): when a car that plugs in at home charges, and with which power.
//
// tariff and valley_fill lay the charge out over slots of a quarter of an hour, from the first that begins
// after plug-in to the last that ends before departure: full power in the cheapest, or the water level over
// the load of the car's zone (its part of the city's base load, and the plans of the other cars there).
// valley_fill lays it out again at every resweep. A plan ends early enough for the taper, and after it the
// pile gives all it can: whoever could be filled by himself leaves full. A car without room to wait charges
// at once.
//
// Cars that feed back (control.v2g) have a plan of their own kind (v2g_stay.hpp), at home and at stations;
// their neighbours see it. Plans of all stays are kept in one pool.

#include "sim/base/time.hpp"
#include "sim/control/charge_timing.hpp"
#include "sim/control/settings.hpp"
#include "sim/control/v2g_plan.hpp"
#include "sim/control/valley_filling.hpp"
#include "sim/supply/home_pile.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

inline constexpr Duration plan_slot = minutes(15);
inline constexpr std::size_t most_plan_slots = 128;  // 32 h: who stays longer is full long before

// Watts by slot, < 0: fed back. Beyond its end: all that the pile gives.
struct HomePlan {
    std::int64_t first;   // slot, counted from SimTime{0}
    std::uint32_t count;  // of slots
    bool feeds_back;      // its owner lets it, during this stay
    std::array<std::int16_t, most_plan_slots> w;
    double fed_kwh;     // at home: by the stay so far, up to the present stretch
    double refill_kwh;  // what it takes to charge that again
};

inline constexpr std::uint32_t no_plan = std::numeric_limits<std::uint32_t>::max();

struct HomeControlState {
    std::vector<HomePlan> plans;  // pool
    std::vector<std::uint32_t> free_plans;
    std::vector<float> zone_kw;                // by zone and slot of a ring: sum of the plans
    std::vector<std::int64_t> cleared_before;  // by zone: slots of the ring are of this lap before it

    // Scratch: no state.
    std::vector<double> load_kw, sell, plan_kw;
    control::CheapestSlots cheapest;
    control::ValleyFiller filler;
    control::V2gPlanner v2g;
};

template <class A>
void archive(A& a, HomeControlState& s) {
    a(s.plans, s.free_plans, s.zone_kw, s.cleared_before);
}

HomeControlState make_home_control(City const& city);
// By slot: the base load of the part in scope, and on to the end of the last plan.
std::vector<double> base_load_by_slot(City const& city);

[[nodiscard]] control::HomeStrategy home_strategy(City const& city, std::uint32_t agent);
// Do the homes of any zone?
[[nodiscard]] bool fills_valleys(City const& city);
// Do plans answer to the load of the zone, and so have to be known there?
[[nodiscard]] bool publishes_plans(City const& city);
// Are plans laid out anew every `resweep`?
[[nodiscard]] bool resweeps(City const& city);
// Does this car's pile take part?
[[nodiscard]] bool takes_part(City const& city, std::uint32_t agent);
// And by a plan?
[[nodiscard]] bool lays_out(City const& city, std::uint32_t agent);
// When a pile under `delayed` gives current.
SimTime delayed_home_start(City const& city, std::uint32_t agent, supply::HomeCharge const& charge,
                           SimTime now, SimTime leaves);
// Lays out this stay, with feeding back or without; no_plan if there is none to lay out.
std::uint32_t plan_home(City const& city, State& state, std::uint32_t agent, supply::HomeCharge const& charge,
                        SimTime now, SimTime leaves);
// Lays out what is left of a stay anew, from `now` on. Pre: now is the begin of a slot.
void plan_anew(City const& city, State& state, std::uint32_t agent, std::uint32_t index,
               supply::HomeCharge const& charge, SimTime now, SimTime leaves);
// Has the stay these watts in the present slot, none after it, and all that the pile gives from `resume` on
// (the last slot of a plan at the latest). `index`: its plan so far, or no_plan. Returns its plan.
std::uint32_t hold_plan(City const& city, State& state, std::uint32_t agent, std::uint32_t index,
                        std::int16_t w, SimTime resume, SimTime now);

// What stays at home and at stations share. `zone`: whose load the plan belongs to.
struct StayEnd {
    SimTime leaves;     // never: it is not known
    Duration reserved;  // the last part of the stay, not planned
};
// An empty plan over the slots that it may use, from `first` on.
HomePlan open_plan(City const& city, HomeControlState& control, std::size_t zone, std::int64_t first,
                   StayEnd end_of_stay);
// control.plan_kw goes into the plan.
void write_down(HomeControlState const& control, HomePlan& plan);
std::uint32_t keep_plan(City const& city, HomeControlState& control, std::size_t zone, HomePlan const& plan);
// Others do not see it any more from slot `from` on; then another one takes its place.
void withdraw_plan(City const& city, HomeControlState& control, std::size_t zone, std::uint32_t index,
                   std::int64_t from);
void renew_plan(City const& city, HomeControlState& control, std::size_t zone, std::uint32_t index,
                HomePlan anew);
void drop_plan(City const& city, HomeControlState& control, std::size_t zone, std::uint32_t index,
               SimTime now);

// A stretch of a plan: from `begin`, at these watts, until `end`.
struct PlannedPower {
    SimTime begin, end;  // never: to the end of the charge
    std::int32_t w;      // no_limit_w: all that the pile gives; < 0: feeds back
};
inline constexpr std::int32_t no_limit_w = std::numeric_limits<std::int32_t>::max();
// The first stretch with current that is not over at `now`.
PlannedPower power_from(HomePlan const& plan, SimTime now);

// For laying out: load of the zone by slot of the plan, this plan not counted.
void read_zone_load(City const& city, HomeControlState& control, std::size_t zone, HomePlan const& plan,
                    std::span<double> load_kw);
[[nodiscard]] SimTime begin_of_slot(std::int64_t slot);
[[nodiscard]] inline std::int64_t slot_of(SimTime t) { return t.ms / plan_slot.ms; }

}  // namespace yuchong::city
