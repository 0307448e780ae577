#pragma once
// Numbers of the rollout floor, filled by io from models/rollout.yaml. No defaults: figures and sources stand
// there.

#include <cstdint>

namespace yuchong::rollout {

// Which of the drawn stations a run has: all that stand at the end of the build-out, whatever the date of the
// run, or those that are in service on each of its days.
enum class StationsInService : std::uint8_t { all, by_date };

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
    double fixed_share;             // [share a year, 0..1] of the capital: upkeep, rent, staff
    double variable_yuan_per_kwh;   // [yuan/kWh, >= 0] sold
    double efficiency;              // [share, above 0.5..1] sold over bought
    double salvage_share;           // [share, 0..1] of the capital, at the end
};

// Section `rollout`.
struct RolloutSettings {
    StationsInService stations;
    double circle_km;  // [km, above 0..50] how far a station covers, as the crow flies
    double far_km;     // [km, >= circle_km..200] on roads; whoever has it further counts as that far
    NewStation new_station;
    StationEconomics economics;
};

}  // namespace yuchong::rollout
