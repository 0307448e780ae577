#pragma once
// How the distribution grid is run, as numbers filled by io from models/grid.yaml.

#include "sim/base/time.hpp"
#include "sim/grid/charger_cut_out.hpp"

namespace yuchong::grid {

// Section `grid.operation`.
struct OperationSettings {
    double source_pu;                          // [pu, 0.9..1.1] voltage of the 110 kV side
    double bus_target_pu;                      // [pu, 0.9..1.1] that tap changers hold at the bus ...
    double dead_band_pu;                       // [pu, 0.005..0.05] ... to so much either side
    Duration tap_first_delay, tap_next_delay;  // [> 0] from leaving the band to the first tap, and on
    double charger_power_factor;               // [-, 0.5..1] of stations and home piles, inductive
    CutOut cut_out;                            // chargers give up below, and come back above
    double skip_below_pu;  // [pu, 0..0.01] voltages that moved less are not solved for again
    double low_voltage_pu, high_voltage_pu;  // [pu] beyond these a voltage is a violation
    double overload_pu;  // [pu of the rating, 0.5..2] beyond, the load of a transformer is a violation
};

}  // namespace yuchong::grid
