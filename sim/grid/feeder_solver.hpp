#pragma once
// Power flow of radial feeders: sweeps from where the caller's voltages stand and, where those do not settle,
// Newton's method from a flat start. One solver serves any number of feeders in turn and allocates nothing
// after construction.
//
//     FeederSolver solver{most_nodes};
//     std::vector<Complex> voltage(feeder.size(), head);           // a flat start, kept as the next warm one
//     FlowOutcome const outcome = solver.solve(feeder, head, loads, {}, voltage);
//     if (outcome.converged) use(voltage, solver.current());
//
// A flow that does not converge leaves the voltages as they were. A flow far beyond what the feeder carries
// has no solution; nothing is returned as if it had.

#include "sim/grid/charger_cut_out.hpp"
#include "sim/grid/complex.hpp"
#include "sim/grid/convergence.hpp"
#include "sim/grid/node_load.hpp"
#include "sim/grid/radial_feeder.hpp"
#include "sim/grid/tree_newton.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

class FeederSolver {
public:
    explicit FeederSolver(std::uint32_t most_nodes);

    // `voltage`: where to start, then the solution. All chargers draw.
    FlowOutcome solve(RadialFeeder const& feeder, Complex head, FeederLoads const& loads,
                      FlowTolerance const& tolerance, std::span<Complex> voltage);

    // As `solve`, with chargers that drop out and come back; `chargers` is kept from solve to solve, one
    // entry a node (charger_cut_out.hpp). It changes even if the flow does not converge.
    FlowOutcome solve(RadialFeeder const& feeder, Complex head, FeederLoads const& loads,
                      FlowTolerance const& tolerance, CutOut const& cut_out, std::span<Complex> voltage,
                      std::span<ChargerState> chargers);

    // Newton's method alone, from a flat start.
    FlowOutcome solve_by_newton(RadialFeeder const& feeder, Complex head, FeederLoads const& loads,
                                FlowTolerance const& tolerance, std::span<Complex> voltage);

    // Of the last solve, if it converged: the current from parent to node, entry 0 that into the head.
    [[nodiscard]] std::span<Complex const> current() const { return {current_.data(), nodes_in_last_}; }

private:
    // Leaves what it finds in voltage_ and current_.
    FlowOutcome search(RadialFeeder const& feeder, Complex head, FlowTolerance const& tolerance,
                       std::span<Complex const> start);
    FlowOutcome search_and_keep(RadialFeeder const& feeder, Complex head, FlowTolerance const& tolerance,
                                std::span<Complex> voltage);
    // Each takes what is known so far and returns it with what it found.
    FlowOutcome sweep(RadialFeeder const& feeder, FlowTolerance const& tolerance, FlowOutcome outcome);
    FlowOutcome step_by_newton(RadialFeeder const& feeder, Complex head, FlowTolerance const& tolerance,
                               FlowOutcome outcome);
    TreeNewton::Step step_bent(RadialFeeder const& feeder);
    double unsolved_drops(RadialFeeder const& feeder);
    [[nodiscard]] FlowOutcome balance(RadialFeeder const& feeder, FlowTolerance const& tolerance,
                                      FlowOutcome outcome) const;

    NodeCurrents nodes_;
    TreeNewton newton_;
    std::vector<Complex> voltage_, current_, before_;
    std::size_t nodes_in_last_ = 0;
};

}  // namespace yuchong::grid
