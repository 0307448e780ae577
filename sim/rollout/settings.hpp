#pragma once
// Numbers of the rollout floor, filled by io from models/rollout.yaml. No defaults: figures and sources stand
// there.

#include <cstdint>

namespace yuchong::rollout {

// Which of the drawn stations a run has: all that stand at the end of the build-out, whatever its date, or
// those that are in service on each of its days.
enum class StationsInService : std::uint8_t { all, by_date };

// What a station costs and earns (economics.hpp); prices of about 2025.
struct StationEconomics {
    double discount_rate;           // [1/a, 0..0.5] real
    double years;                   // [a, 1..40] whole years looked at
    double host_yuan_per_kw;        // [yuan/kW, >= 0] of converter power: hosts and terminals
    double connection_yuan_per_kw;  // [yuan/kW, >= 0] of the grid connection
    double civil_yuan_per_kw;       // [yuan/kW, >= 0] of converter power
    double fixed_share;             // [share a year, 0..1] of the capital cost: rent, staff, upkeep
    double variable_yuan_per_kwh;   // [yuan/kWh, >= 0] sold
    double loss_share;              // [share, 0..0.5] of the energy bought
    double salvage_share;           // [share, 0..1] of the capital cost, at the end
};

// Section `rollout`.
struct RolloutSettings {
    StationsInService stations;
    double circle_km;  // [km, > 0] how far a station covers, as the crow flies
    StationEconomics economics;
};

}  // namespace yuchong::rollout
