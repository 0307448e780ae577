#pragma once
// What home piles draw and feed back, summed by place while it happens: by zone for the records, by price
// plan for the bill, by transformer for the grid. A pile that gives flat power is a number in a few running
// sums; only those that taper are looked at one by one.

#include "sim/base/archive.hpp"
#include "sim/base/time.hpp"
#include "sim/control/tariff.hpp"
#include "sim/measure/energy_by_hour.hpp"
#include "sim/supply/home_pile.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

// The meter of one pile that tapers: P falls by the same factor every minute, so a whole minute costs no
// exponential.
struct TaperMeter {
    SimTime at;                // metered up to here
    double kw;                 // power at the plug then
    double lam_per_h;          // P(t) = kw exp(lam t)
    double minute_factor;      // exp(lam * 1 min)
    double minute_kwh_per_kw;  // energy of a minute that begins with 1 kW
    double loss_kw;            // of the pile beside it
    std::uint32_t visit;
    std::uint32_t transformer;  // of the grid; no_transformer without one
    std::uint16_t zone;
    std::uint16_t plan;  // control::HomePlan
};

// Home charging summed by place. Flat power is a running sum of whole milliwatts, so its integral is a whole
// number of milliwatt-milliseconds and exact.
struct HomeSums {
    std::vector<std::int64_t> flat_mw;
    std::vector<std::int64_t> flat_mw_ms;  // integral since it was last taken, up to `since`
    std::vector<SimTime> since;
    std::vector<double> pending_kwh;  // of tapering piles, since it was last taken
};
// Both ends of what cars feed back.
enum class FedMeter : std::uint8_t { at_plug, from_battery };
inline constexpr std::size_t fed_meters = 2;

// Energy at the grid by the books of batteries.
struct HomeEnergyBooks {
    double drawn_kwh, fed_kwh;
};

// Feeding stands apart: what is drawn by zone and plan is never less for it; transformers see the difference.
// The few piles that taper are integrated one by one in closed form, minute by minute.
struct HomeMeter {
    HomeSums zones;                    // taken every minute
    HomeSums plans;                    // by control::HomePlan, taken every minute
    HomeSums transformers;             // of the grid, taken every grid step; empty without a grid
    HomeSums fed;                      // by FedMeter, taken every minute
    std::vector<TaperMeter> tapering;  // dense; a visit knows its place
    double metered_kwh = 0.0, metered_fed_kwh = 0.0;  // handed out by the meter
    HomeEnergyBooks booked{};                         // ended charges: from SoC, and standing losses
};

template <class A>
void archive(A& a, HomeSums& s) {
    a(s.flat_mw, s.flat_mw_ms, s.since, s.pending_kwh);
}

template <class A>
void archive(A& a, HomeMeter& s) {
    archive(a, s.zones);
    archive(a, s.plans);
    archive(a, s.transformers);
    archive(a, s.fed);
    a(s.tapering, s.metered_kwh, s.metered_fed_kwh, s.booked);
}

HomeMeter make_home_meter(City const& city);

// Where a private pile is metered.
struct HomePlace {
    std::uint16_t zone;
    control::HomePlan plan;
    std::uint32_t transformer;  // no_transformer: no grid
};
HomePlace home_place(City const& city, std::uint32_t agent);

enum class Switching : std::int8_t { off = -1, on = 1 };
// This pile begins or ends to give (or take) flat power.
void switch_flat_power(HomeMeter& meter, HomePlace place, SimTime now, supply::HomeCharge const& charge,
                       Switching switching);
// And to taper. `visit`: whose; its taper_slot is kept right.
void begin_taper(State& state, std::uint32_t visit, HomePlace place, SimTime now);
void end_taper(State& state, std::uint32_t visit, SimTime now);

// Adds each zone's home charging since the last call (grid side, kWh).
void meter_homes(State& state, SimTime now, std::span<double> zone_kwh);
// Energy by plan since the last call. Pre: meter_homes() has been called at this instant.
std::array<double, control::home_plans> take_home_kwh_by_plan(State& state, SimTime now);
// What cars have fed back since the last call, also what has left their batteries for it.
measure::FedBackEnergy take_fed_kwh(State& state, SimTime now);
// Energy by transformer of the grid since take_home_kwh(), up to now; takes nothing.
void look_at_home_kwh(State& state, SimTime now, std::span<double> transformer_kwh);
// Energy by transformer of the grid since the last call. Pre: meter_homes() has been called at this instant.
void take_home_kwh(State& state, SimTime now, std::span<double> transformer_kwh);

}  // namespace yuchong::city
