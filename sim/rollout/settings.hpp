#pragma once
// Numbers of the rollout floor, filled by io from models/rollout.yaml. No defaults: figures and sources stand
// there.

#include "sim/demand/registrations.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuchong::rollout {

// Which of the drawn stations a run has: all that stand at the end of the build-out, whatever the date of the
// run, or those that are in service on each of its days.
enum class StationsInService : std::uint8_t { all, by_date };

// Likewise vehicles: as many as the fleets name, or those of the stock on each of its days.
enum class VehiclesInService : std::uint8_t { all, by_date };

struct StockPoint {
    std::int32_t day;  // civil day
    double vehicles;   // [vehicles, > 0]
};

enum class StockCurve : std::uint8_t { table, logistic, bass };

// The stock of new-energy vehicles of the city by day.
struct StockSettings {
    StockCurve curve;
    std::vector<StockPoint> points;              // of the table, or what the curve is fitted to
    double ceiling;                              // [vehicles, > 0] of logistic and bass
    std::int32_t bass_begin;                     // civil day of the first adopter
    std::int32_t counted_on;                     // civil day: the fleets' numbers of vehicles are those of it
    double life_mean_years;                      // [a, > 0] of a vehicle, Weibull
    double life_shape;                           // [-]
    std::vector<demand::Capability> capability;  // by year of registration
};

// Where new stations go: sim/city/site_planning.hpp.
enum class SitingPolicy : std::uint8_t { coverage, p_median, equal, demand, grid_aware, simulated };

// From the beginning of works to service: two lognormal times, one after the other, each cut at
// `longest_days`.
struct BuildTimes {
    double works_median_days, works_sigma;            // [d, > 0], [-]
    double connection_median_days, connection_sigma;  // [d, > 0], [-]: to the grid
    double longest_days;                              // [d]
};

// A station that has just opened is not known yet: an addition to its utility, which rises linearly to 0.
struct RampUp {
    double known_after_days;  // [d, >= 0]
    double constant;          // [utility, <= 0] on the first day
};

// Stations to come. Works begin evenly between both days.
struct Programme {
    std::string name;          // prefix of their ids: draws are keyed by them
    std::int32_t from, until;  // civil days
    std::uint32_t stations;    // of the whole city
    SitingPolicy policy;       // neither grid_aware nor simulated
};

// What a target counts, on one day.
enum class Measure : std::uint8_t {
    stations,
    super_stations,
    super_terminals,
    service_area_stations,  // super stations in service areas of expressways
    circle_share,           // of the vehicles of the core districts, within the circle of a super station
    storage_rule_share,     // of the stations with storage: those whose storage is as large as it has to be
    plugs                   // public terminals and piles
};
inline constexpr std::size_t measures = 7;

// Something a plan promises.
struct Target {
    std::string id, title, title_zh;
    Measure measure;
    double required;                  // at least
    std::optional<std::int32_t> due;  // civil day
    std::string source;
};

// The station that a plan puts on each of its sites.
struct NewStation {
    std::uint32_t super, fast;  // [0..500] terminals of its one host
    std::uint32_t modules;      // [> 0] of supply.network.module_kw
    std::uint32_t bays;         // waiting places
    double grid_limit_kw;       // [kW, > 0]
    double fee_yuan_per_kwh;    // [yuan/kWh, >= 0]
};

// What it costs and earns; prices of about 2025.
struct StationEconomics {
    double discount_rate;           // [1/a, 0..0.5] real
    std::uint32_t years;            // [a, 1..40] looked at
    double host_yuan_per_kw;        // [yuan/kW, >= 0] of modules: host and terminals
    double civil_yuan_per_kw;       // [yuan/kW, >= 0] of modules
    double connection_yuan_per_kw;  // [yuan/kW, >= 0] of the connection
    double ac_pile_yuan_per_kw;     // [yuan/kW, >= 0] of AC piles, civil works included
    double storage_yuan_per_kwh;    // [yuan/kWh, >= 0] of nominal energy
    double pv_yuan_per_kw;          // [yuan/kW, >= 0] of rated power
    double subsidy_yuan_per_kw;     // [yuan/kW, >= 0] of modules, paid at the beginning
    double fixed_share;             // [share a year, 0..1] of the capital: upkeep, rent, staff
    double variable_yuan_per_kwh;   // [yuan/kWh, >= 0] sold
    double efficiency;              // [share, above 0.5..1] sold over bought
    double salvage_share;           // [share, 0..1] of the capital, at the end
};

// Section `rollout`.
struct RolloutSettings {
    StationsInService stations;
    VehiclesInService vehicles;
    StockSettings stock;
    double circle_km;  // [km, above 0..50] how far a station covers, as the crow flies
    double far_km;     // [km, >= circle_km..200] on roads; whoever has it further counts as that far
    NewStation new_station;
    BuildTimes build_times;
    RampUp ramp_up;
    std::vector<Programme> programmes;
    StationEconomics economics;
    std::vector<Target> targets;
};

}  // namespace yuchong::rollout
