#pragma once
// Voltages of an unbalanced feeder. Lines, transformers and what loads draw at rated voltage make one
// admittance matrix, factored once; what loads draw otherwise is injected as current and solved for again
// until no voltage moves. That converges by a factor of about load over short-circuit power.
//
//   ThreePhaseResult const result = solve_three_phase(feeder);
//   if (result.converged) use(voltage_pu(feeder, result, bus, Phase::a));

#include "sim/grid/three_phase.hpp"

#include <vector>

namespace yuchong::grid {

// Of the method, not of the feeder.
struct ThreePhaseTolerance {
    double voltage_pu = 1e-11;  // no voltage moves further
    int most_iterations = 100;
};

// Powers: re in kW, im in kvar. source = loads + capacitors + line losses + transformer losses, to the
// tolerance. Unless `converged`, nothing but the count of iterations is there.
struct ThreePhaseResult {
    bool converged = false;
    int iterations = 0;
    std::vector<std::array<Complex, 3>> volt;  // of each bus by phase, to ground; 0 where it has none
    Complex source_kva, load_kva, capacitor_kva;
    Complex line_loss_kva, transformer_loss_kva;
};

// Pre: every bus is connected to the source, through lines or transformers. Throws BrokenInvariant if an
// element does not fit its bus or the admittance matrix is singular.
ThreePhaseResult solve_three_phase(ThreePhaseFeeder const& feeder, ThreePhaseTolerance const& tolerance = {});

// Magnitude to ground, of the base voltage of the bus.
double voltage_pu(ThreePhaseFeeder const& feeder, ThreePhaseResult const& result, BusId bus, Phase phase);

}  // namespace yuchong::grid
