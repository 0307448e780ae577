#pragma once
// When a power flow is solved, and what is known of it then.

#include "sim/grid/complex.hpp"

#include <cstdint>
#include <limits>

namespace yuchong::grid {

// Of the method, not of the network.
struct FlowTolerance {
    double voltage_pu = 1e-8;    // no voltage moves further, nor is estimated to be further off
    double power_pu = 1e-6;      // what enters at the head is what loads and losses take, to this
    int most_sweeps = 25;        // then Newton's method takes over ...
    int most_newton_steps = 20;  // ... and then the flow has no solution that anybody could find
};

// Powers in pu. Unless `converged`, nothing but the counts means anything.
struct FlowOutcome {
    bool converged = false;
    int sweeps = 0, newton_steps = 0;
    Complex head_power;         // that enters at the head
    Complex losses;             // in the branches
    double imbalance_pu = 0.0;  // power that loads and losses leave unaccounted for
    std::uint32_t dropped = 0;  // chargers that the voltage has disconnected
    double given_pu = 0.0;      // reactive power by inverters (volt_var.hpp)
};

// How far off a linearly converging iteration still is, from its last two moves: no less than the last move,
// and more where moves hardly shrink.
inline double remaining_error(double moved, double moved_before) {
    if (2.0 * moved <= moved_before) return moved;
    if (moved >= moved_before) return moved > 0.0 ? std::numeric_limits<double>::infinity() : 0.0;
    return moved * moved / (moved_before - moved);
}

}  // namespace yuchong::grid
