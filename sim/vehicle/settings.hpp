#pragma once
// The numbers of charging and driving: filled by io from models/charging.yaml (section `charging`) and
// models/energy.yaml (section `energy`). Nothing here has a default: every figure and its source stands
// there. A LinearTable is written in YAML as a list of [x, y] pairs with increasing x.

#include "sim/base/table.hpp"

namespace yuchong::vehicle {

// When a charge ends and what the sockets allow. Section `charging.limits`.
struct LimitSettings {
    double stop_soc;     // [SoC, 0.9..1) the car ends the charge here at the latest
    double stop_c_rate;  // [1/h, 0..0.1] and earlier where it accepts less than this times usable energy
    double interface_current_a;     // [A, 100..1500] DC socket and plug
    double interface_voltage_v;     // [V, 500..1500] DC socket and plug
    double super_capable_above_kw;  // [kW, 50..1000] peak power from which a car counts as super-capable
};

// How much of the plug's energy reaches the battery, frozen for a session. Section `charging.efficiency`.
struct EfficiencySettings {
    double battery_fast;        // [-, 0.8..1] one way, charges that reach fast_from_c_rate
    double battery_slow;        // [-, 0.8..1] one way, below
    double fast_from_c_rate;    // [1/h, 0.1..5]
    LinearTable onboard_by_kw;  // [kW AC -> -, 0.5..1] on-board AC charger
};

// AC charging: flat, then a straight taper to zero at SoC 1. Section `charging.ac`.
struct AcSettings {
    double taper_from_soc_lfp;  // [SoC, 0.5..0.99]
    double taper_from_soc_nmc;  // [SoC, 0.5..0.99]
};

// Pack temperature (thermal.hpp). Section `charging.thermal`.
struct ThermalSettings {
    LinearTable derating_lfp;  // [pack C -> share of peak C-rate, 0..1]
    LinearTable derating_nmc;
    double fast_lfp_from_c_rate;  // [1/h, 1..12] LFP packs with such a template follow the NMC table
    double derating_floor;        // [-, 0..0.2] share that is left while a pack is too hot or too cold
    double review_step_k;  // [K, 0.5..10] the frozen share is looked up anew when the pack has moved so far
    double heat_capacity_kwh_per_k_kwh;  // [kWh/K per usable kWh, 1e-4..1e-2]
    double loss_idle_kw_per_k;           // [kW/K, 0.001..0.2] to the air, pump off
    double loss_cooled_kw_per_k;         // [kW/K, 0.05..2] to the coolant, pump on
    double coolant_c;          // [C, 0..40] chilled coolant; the sink is the cooler of this and the air
    double hold_c;             // [C, 20..45] cooling works above
    double heat_below_c;       // [C, -20..25] the heater works below, while DC charging
    double heater_kw;          // [kW, 0..10] drawn at the plug beside what the battery accepts
    double driving_k_per_min;  // [K/min, 0..1] pack above ambient after driving
    double driving_most_k;     // [K, 0..20]
    double precondition_c;     // [C, 15..40] pack temperature a pre-conditioning car arrives with at least
    double precondition_efficiency;          // [-, 0.3..1] heat in the pack over energy from it
    double precondition_share_high_voltage;  // [share, 0..1] cars that heat on the way to a DC station
    double precondition_share_low_voltage;   // [share, 0..1]
    double high_voltage_above_v;             // [V, 300..800] what counts as high voltage (full pack)
};

// Loss between grid and plug of one converter carrying P kW: standing + linear P + quadratic P^2 (kW).
struct LossCurve {
    double standing_kw;       // [kW, 0..5]
    double linear;            // [-, 0..0.2]
    double quadratic_per_kw;  // [1/kW, 0..0.01]
};

// Section `charging.losses`.
struct LossSettings {
    LossCurve module;       // one active module of a DC host
    LossCurve ac_pile;      // a whole AC pile
    double host_active_kw;  // [kW, 0..10] pump and chiller of a DC host with any session
    double host_idle_kw;    // [kW, 0..2] and without
};

struct ChargingSettings {
    LimitSettings limits;
    EfficiencySettings efficiency;
    AcSettings ac;
    ThermalSettings thermal;
    LossSettings losses;
};

// Energy to drive (consumption.hpp). Section `energy`.
struct ConsumptionSettings {
    double gravity_ms2;          // [m/s2, 9.7..9.9]
    double air_density_kg_m3;    // [kg/m3, 0.8..1.4]
    double slowest_drag_kmh;     // [km/h, 1..30] drag is reckoned at this speed at least
    double stop_from_ms;         // [m/s, 1..30] speed before each stop
    LinearTable hvac_kw;         // [ambient C -> kW, 0..20] cabin and battery thermal power of a car
    double pull_down_min;        // [min, 0..60] first minutes of a trip ...
    double pull_down_factor;     // [-, 1..4] ... times this
    double cold_below_c;         // [C, -10..25] the pack gives less below ...
    double cold_share_per_k;     // [1/K, 0..0.02] ... by this share of its energy per kelvin
    double recuperation_full_c;  // [C, -10..30] recuperation as rated from here
    double recuperation_none_c;  // [C, -40..10] none from here down, linear between
};

}  // namespace yuchong::vehicle
