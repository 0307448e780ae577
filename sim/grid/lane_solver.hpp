#pragma once
// The power flow of one feeder under eight scenarios of loads at once: the same sweeps, tests and fallback as
// FeederSolver with constant power, and the same bits as eight of its solves. Nothing allocates after
// construction.

#include "sim/grid/complex.hpp"
#include "sim/grid/convergence.hpp"
#include "sim/grid/feeder_solver.hpp"
#include "sim/grid/lanes.hpp"
#include "sim/grid/radial_feeder.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

// Constant power in pu, entry i belongs to node i. Fewer than eight scenarios: leave lanes at 0.
struct LaneLoads {
    std::span<LaneReal const> p_pu, q_pu;
};

using LaneOutcomes = std::array<FlowOutcome, lane_count>;
using LaneHeads = std::array<Complex, lane_count>;

class LaneSolver {
public:
    explicit LaneSolver(std::uint32_t most_nodes, InstructionSet set = widest_instruction_set());

    // `voltage`: where to start, then the solution, lane by lane; a lane that does not converge stays as it
    // was.
    LaneOutcomes solve(RadialFeeder const& feeder, LaneHeads const& head, LaneLoads const& loads,
                       FlowTolerance const& tolerance, std::span<LaneComplex> voltage);

    // Of the last solve, in lanes that converged: the current from parent to node, entry 0 that into the
    // head.
    [[nodiscard]] std::span<LaneComplex const> current() const { return {current_.data(), nodes_in_last_}; }

private:
    using LaneMask = unsigned;  // bit l for lane l
    [[nodiscard]] LaneMask balanced(LaneSweepData const& data, FlowTolerance const& tolerance,
                                    LaneMask settled, LaneOutcomes& outcomes) const;
    void keep(LaneMask lanes, std::span<LaneComplex> voltage);
    void solve_by_newton(RadialFeeder const& feeder, Complex head, LaneLoads const& loads,
                         FlowTolerance const& tolerance, std::size_t lane, std::span<LaneComplex> voltage,
                         FlowOutcome& outcome);

    LaneKernel kernel_;
    std::vector<LaneComplex> moving_voltage_, moving_current_, current_;
    FeederSolver scalar_;
    std::vector<double> scalar_p_, scalar_q_;
    std::vector<Complex> scalar_voltage_;
    std::size_t nodes_in_last_ = 0;
};

}  // namespace yuchong::grid
