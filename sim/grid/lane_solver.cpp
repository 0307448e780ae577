#include "sim/grid/lane_solver.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::grid {

namespace {

constexpr unsigned all_lanes = (1U << lane_count) - 1;

Complex lane_of(LaneComplex const& c, std::size_t l) { return {c.re.lane[l], c.im.lane[l]}; }

void set_lane(LaneComplex& c, std::size_t l, Complex value) {
    c.re.lane[l] = value.re;
    c.im.lane[l] = value.im;
}

}  // namespace

LaneSolver::LaneSolver(std::uint32_t most_nodes, InstructionSet set)
    : kernel_(lane_kernel(set)),
      moving_voltage_(most_nodes),
      moving_current_(most_nodes),
      current_(most_nodes),
      scalar_(most_nodes),
      scalar_p_(most_nodes),
      scalar_q_(most_nodes),
      scalar_voltage_(most_nodes) {}

LaneOutcomes LaneSolver::solve(RadialFeeder const& feeder, LaneHeads const& head, LaneLoads const& loads,
                               FlowTolerance const& tolerance, std::span<LaneComplex> voltage) {
    std::uint32_t const n = feeder.size();
    check(n <= current_.size() && voltage.size() == n && loads.p_pu.size() == n && loads.q_pu.size() == n,
          "loads or voltages differ in length from their feeder, or it is larger than the solver");
    nodes_in_last_ = n;
    std::copy(voltage.begin(), voltage.end(), moving_voltage_.begin());
    for (std::size_t l = 0; l < lane_count; ++l) set_lane(moving_voltage_[0], l, head[l]);
    bool const shunts = feeder.has_shunts();
    LaneSweepData const data{n,
                             feeder.parent().data(),
                             feeder.r_pu().data(),
                             feeder.x_pu().data(),
                             shunts ? feeder.g_pu().data() : nullptr,
                             shunts ? feeder.b_pu().data() : nullptr,
                             loads.p_pu.data(),
                             loads.q_pu.data(),
                             moving_voltage_.data(),
                             moving_current_.data()};
    LaneOutcomes outcomes{};
    std::array<double, lane_count> moved_before;
    moved_before.fill(std::numeric_limits<double>::infinity());
    LaneMask open = all_lanes;
    for (int sweep = 1; sweep <= tolerance.most_sweeps && open != 0; ++sweep) {
        kernel_.currents(data);
        LaneComplex const parts = kernel_.voltages(data);
        LaneMask settled = 0;
        for (std::size_t l = 0; l < lane_count; ++l) {
            if ((open >> l & 1U) == 0) continue;
            double const moved = magnitude(lane_of(parts, l));
            if (remaining_error(moved, moved_before[l]) < tolerance.voltage_pu) settled |= 1U << l;
            moved_before[l] = moved;
            outcomes[l].sweeps = sweep;
        }
        if (settled == 0) continue;
        LaneMask const done = balanced(data, tolerance, settled, outcomes);
        keep(done, voltage);
        open &= ~done;
    }
    for (std::size_t l = 0; l < lane_count; ++l) {
        if ((open >> l & 1U) != 0) {
            solve_by_newton(feeder, head[l], loads, tolerance, l, voltage, outcomes[l]);
        }
    }
    return outcomes;
}

// Which of the lanes that have settled are in balance: those are solved.
LaneSolver::LaneMask LaneSolver::balanced(LaneSweepData const& data, FlowTolerance const& tolerance,
                                          LaneMask settled, LaneOutcomes& outcomes) const {
    LaneBalance const balance = kernel_.balance(data);
    LaneMask done = 0;
    for (std::size_t l = 0; l < lane_count; ++l) {
        if ((settled >> l & 1U) == 0) continue;
        FlowOutcome& outcome = outcomes[l];
        outcome.head_power = times_conjugate(lane_of(data.voltage[0], l), lane_of(data.current[0], l));
        outcome.losses = lane_of(balance.losses, l);
        outcome.imbalance_pu = magnitude(outcome.head_power - outcome.losses - lane_of(balance.loads, l));
        outcome.converged = outcome.imbalance_pu < tolerance.power_pu;
        if (outcome.converged) done |= 1U << l;
    }
    return done;
}

// Solved lanes are set aside: the others go on sweeping, and would improve on them.
void LaneSolver::keep(LaneMask lanes, std::span<LaneComplex> voltage) {
    if (lanes == all_lanes) {
        std::copy_n(moving_voltage_.begin(), voltage.size(), voltage.begin());
        std::swap(current_, moving_current_);
        return;
    }
    LaneChoice chosen;
    for (std::size_t l = 0; l < lane_count; ++l) chosen.lane[l] = (lanes >> l & 1U) != 0 ? -1 : 0;
    auto const n = static_cast<std::uint32_t>(voltage.size());
    kernel_.copy(n, chosen, moving_voltage_.data(), voltage.data());
    kernel_.copy(n, chosen, moving_current_.data(), current_.data());
}

void LaneSolver::solve_by_newton(RadialFeeder const& feeder, Complex head, LaneLoads const& loads,
                                 FlowTolerance const& tolerance, std::size_t lane,
                                 std::span<LaneComplex> voltage, FlowOutcome& outcome) {
    std::size_t const n = voltage.size();
    for (std::size_t i = 0; i < n; ++i) {
        scalar_p_[i] = loads.p_pu[i].lane[lane];
        scalar_q_[i] = loads.q_pu[i].lane[lane];
    }
    std::span<Complex> const start{scalar_voltage_.data(), n};
    std::fill(start.begin(), start.end(), head);
    int const sweeps = outcome.sweeps;
    outcome = scalar_.solve_by_newton(
        feeder, head, {.p_pu = {scalar_p_.data(), n}, .q_pu = {scalar_q_.data(), n}}, tolerance, start);
    outcome.sweeps = sweeps;
    if (!outcome.converged) return;
    for (std::size_t i = 0; i < n; ++i) {
        set_lane(voltage[i], lane, start[i]);
        set_lane(current_[i], lane, scalar_.current()[i]);
    }
}

}  // namespace yuchong::grid
