#pragma once
// Battery ageing as numbers, filled by io from models/ageing.yaml (section `ageing`). No defaults: figures
// and sources stand in models/. Losses are shares of nominal capacity.

#include "sim/base/table.hpp"

#include <cstdint>

namespace yuchong::vehicle {

// Times the published loss, for cells of another make.
struct AgeingScale {
    double calendar;  // [-, 0.05..3]
    double cycle;     // [-, 0.05..3]
};

// cubic (x - middle)^3 + constant
struct CubicFactor {
    double cubic;     // [-, 0..100]
    double middle;    // [-, 0..1]
    double constant;  // [-, > 0]
};

// LFP, section `ageing.lfp`: loss = k t^exponent with t in seconds, and loss = k n^exponent after n full
// cycles.
struct LfpCalendarAgeing {
    double loss;                  // [share, > 0] after one second at the reference, before the SoC factor
    double reference_c;           // [C, 0..60]
    double activation_j_per_mol;  // [J/mol, 0..2e5]
    CubicFactor soc;
    double exponent;  // [-, 0.2..1]
};

struct LfpCycleAgeing {
    double loss;             // [share, > 0] after one full cycle without current, before the depth factor
    double loss_per_c_rate;  // [share h, >= 0]
    CubicFactor depth;
    double exponent;  // [-, 0.2..1]
};

struct LfpAgeing {
    LfpCalendarAgeing calendar;
    LfpCycleAgeing cycle;
    AgeingScale modern;
};

// NMC, section `ageing.nmc`: loss = k t^exponent with t in days, and loss = k Q^exponent after Q Ah through
// the cell, in and out.
struct NmcCalendarAgeing {
    double loss_per_v;    // [share/V, > 0] after one day, before the factor exp(-activation_k / T)
    double loss_at_0_v;   // [share, <= 0] the same line at 0 V
    double activation_k;  // [K, 0..3e4]
    double exponent;      // [-, 0.2..1]
};

struct NmcCycleAgeing {
    double loss;            // [share, > 0] after one Ah of shallow cycling at gentlest_v
    double loss_per_v2;     // [share/V2, >= 0]
    double gentlest_v;      // [V, 3..4.3]
    double loss_per_depth;  // [share, >= 0]
    double cell_ah;         // [Ah, 0.1..500] of the cell that was measured
    double exponent;        // [-, 0.2..1]
};

struct NmcAgeing {
    LinearTable cell_v;  // [SoC -> V, 2.5..4.5]
    NmcCalendarAgeing calendar;
    NmcCycleAgeing cycle;
    AgeingScale modern;
};

// Cells as the papers measured them, or with the scale `modern`.
enum class CellMake : std::uint8_t { published, modern };

struct AgeingSettings {
    bool follow;  // in a run: every vehicle's battery
    CellMake cells;
    LfpAgeing lfp;
    NmcAgeing nmc;
    double end_of_life_loss;    // [share, 0.05..0.4]
    double pack_yuan_per_kwh;   // [yuan/kWh, 50..5000]
    double driving_c_rate;      // [1/h, 0..5] of discharging on the road
    double smallest_cycle_soc;  // [SoC, 0..0.2] smaller reversals are no cycles (rainflow.hpp)
};

}  // namespace yuchong::vehicle
