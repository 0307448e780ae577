#include "sim/grid/feeder_solver.hpp"

#include "sim/base/check.hpp"
#include "sim/grid/pair.hpp"
#include "sim/grid/sweep.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::grid {

namespace {

// An inverter that only gives reactive power is at work as well.
bool is_drawing(FeederLoads const& loads, std::span<ChargerState const> chargers, std::size_t i) {
    return draws(chargers[i]) && (loads.charger_p_pu[i] != 0.0 || loads.charger_q_pu[i] != 0.0 ||
                                  std::ranges::binary_search(loads.volt_var, i, {}, &VoltVarSource::node));
}

// Of those that draw, the one with the lowest voltage; the lower number where two are alike.
bool drop_lowest_charger(FeederLoads const& loads, std::span<Complex const> voltage,
                         std::span<ChargerState> chargers) {
    std::size_t lowest = chargers.size();
    for (std::size_t i = 0; i < chargers.size(); ++i) {
        if (!is_drawing(loads, chargers, i)) continue;
        if (lowest == chargers.size() || squared_magnitude(voltage[i]) < squared_magnitude(voltage[lowest])) {
            lowest = i;
        }
    }
    if (lowest == chargers.size()) return false;
    chargers[lowest] = ChargerState::dropped_now;
    return true;
}

// All that draw at too low a voltage.
bool drop_low_chargers(FeederLoads const& loads, CutOut const& cut_out, std::span<Complex const> voltage,
                       std::span<ChargerState> chargers) {
    bool any = false;
    double const limit = cut_out.drop_below_pu * cut_out.drop_below_pu;
    for (std::size_t i = 0; i < chargers.size(); ++i) {
        if (!is_drawing(loads, chargers, i) || squared_magnitude(voltage[i]) >= limit) continue;
        chargers[i] = ChargerState::dropped_now;
        any = true;
    }
    return any;
}

// Chargers that dropped before this solve and see a healthy voltage again.
bool return_chargers(CutOut const& cut_out, std::span<Complex const> voltage,
                     std::span<ChargerState> chargers) {
    bool any = false;
    double const limit = cut_out.return_above_pu * cut_out.return_above_pu;
    for (std::size_t i = 0; i < chargers.size(); ++i) {
        if (chargers[i] != ChargerState::dropped || squared_magnitude(voltage[i]) <= limit) continue;
        chargers[i] = ChargerState::returned;
        any = true;
    }
    return any;
}

// Forgets what only mattered within the solve. Returns how many are out.
std::uint32_t settle_chargers(std::span<ChargerState> chargers) {
    std::uint32_t out = 0;
    for (ChargerState& state : chargers) {
        state = draws(state) ? ChargerState::connected : ChargerState::dropped;
        out += state == ChargerState::dropped ? 1U : 0U;
    }
    return out;
}

}  // namespace

FeederSolver::FeederSolver(std::uint32_t most_nodes)
    : nodes_(most_nodes),
      newton_(most_nodes),
      voltage_(most_nodes),
      current_(most_nodes),
      before_(most_nodes) {}

FlowOutcome FeederSolver::solve(RadialFeeder const& feeder, Complex head, FeederLoads const& loads,
                                FlowTolerance const& tolerance, std::span<Complex> voltage) {
    nodes_.set(feeder, loads, {});
    return search_and_keep(feeder, head, tolerance, voltage);
}

FlowOutcome FeederSolver::solve_by_newton(RadialFeeder const& feeder, Complex head, FeederLoads const& loads,
                                          FlowTolerance const& tolerance, std::span<Complex> voltage) {
    FlowTolerance no_sweeps = tolerance;
    no_sweeps.most_sweeps = 0;
    return solve(feeder, head, loads, no_sweeps, voltage);
}

FlowOutcome FeederSolver::search(RadialFeeder const& feeder, Complex head, FlowTolerance const& tolerance,
                                 std::span<Complex const> start) {
    check(start.size() == feeder.size(), "voltages differ in length from their feeder");
    nodes_in_last_ = feeder.size();
    std::copy(start.begin(), start.end(), voltage_.begin());
    voltage_[0] = head;
    FlowOutcome const swept = sweep(feeder, tolerance, {});
    return swept.converged ? swept : step_by_newton(feeder, head, tolerance, swept);
}

FlowOutcome FeederSolver::search_and_keep(RadialFeeder const& feeder, Complex head,
                                          FlowTolerance const& tolerance, std::span<Complex> voltage) {
    FlowOutcome const outcome = search(feeder, head, tolerance, voltage);
    if (outcome.converged) std::copy_n(voltage_.begin(), voltage.size(), voltage.begin());
    return outcome;
}

FlowOutcome FeederSolver::sweep(RadialFeeder const& feeder, FlowTolerance const& tolerance,
                                FlowOutcome outcome) {
    double moved_before = std::numeric_limits<double>::infinity();
    while (outcome.sweeps < tolerance.most_sweeps && !outcome.converged) {
        sweep_currents(feeder, nodes_, voltage_, current_);
        double const moved = sweep_voltages(feeder, current_, voltage_);
        ++outcome.sweeps;
        if (remaining_error(moved, moved_before) < tolerance.voltage_pu) {
            outcome = balance(feeder, tolerance, outcome);
        }
        moved_before = moved;
    }
    return outcome;
}

FlowOutcome FeederSolver::step_by_newton(RadialFeeder const& feeder, Complex head,
                                         FlowTolerance const& tolerance, FlowOutcome outcome) {
    std::fill_n(voltage_.begin(), feeder.size(), head);
    int const most_steps = (nodes_.is_bent() ? 3 : 1) * tolerance.most_newton_steps;
    while (outcome.newton_steps < most_steps && !outcome.converged) {
        TreeNewton::Step const step =
            nodes_.is_bent() ? step_bent(feeder) : newton_(feeder, nodes_, voltage_);
        ++outcome.newton_steps;
        if (!(step.moved_pu < tolerance.voltage_pu) || !step.stable) continue;
        sweep_currents(feeder, nodes_, voltage_, current_);
        outcome = balance(feeder, tolerance, outcome);
    }
    return outcome;
}

// Curves with corners may throw Newton's method from one side of a corner to the other and back. So a step
// that leaves more of the branch equations unsolved than there was is halved, some times at most: then the
// way on is tried from the other side.
TreeNewton::Step FeederSolver::step_bent(RadialFeeder const& feeder) {
    constexpr int most_halvings = 5;
    std::uint32_t const n = feeder.size();
    std::copy_n(voltage_.begin(), n, before_.begin());
    double const unsolved = unsolved_drops(feeder);
    TreeNewton::Step const step = newton_(feeder, nodes_, voltage_);
    for (int k = 0; k < most_halvings && !(unsolved_drops(feeder) < unsolved); ++k)
        for (std::uint32_t i = 1; i < n; ++i) voltage_[i] = 0.5 * (voltage_[i] + before_[i]);
    return step;
}

// Sum over the branches of |V_parent - z J - V|^2.
double FeederSolver::unsolved_drops(RadialFeeder const& feeder) {
    std::uint32_t const n = feeder.size();
    sweep_currents(feeder, nodes_, voltage_, current_);
    double sum = 0.0;
    for (std::uint32_t i = 1; i < n; ++i)
        sum +=
            squared_magnitude(voltage_[feeder.parent()[i]] - feeder.impedance(i) * current_[i] - voltage_[i]);
    return sum;
}

// Is what enters at the head what loads and losses take? A sum that is not a number, because some voltage
// went astray, fails here as well.
FlowOutcome FeederSolver::balance(RadialFeeder const& feeder, FlowTolerance const& tolerance,
                                  FlowOutcome outcome) const {
    std::uint32_t const n = feeder.size();
    auto const r = feeder.r_pu();
    auto const x = feeder.x_pu();
    Pair lost{};
    for (std::uint32_t i = 1; i < n; ++i) lost += Pair{r[i], x[i]} * squared_magnitudes(load(current_[i]));
    Complex const losses{lost[0], lost[1]};
    Complex const loads = nodes_.total_power(std::span(voltage_).first(n));
    Complex const entering = times_conjugate(voltage_[0], current_[0]);
    double const imbalance = magnitude(entering - losses - loads);
    outcome.converged = imbalance < tolerance.power_pu;
    outcome.imbalance_pu = imbalance;
    outcome.head_power = entering;
    outcome.losses = losses;
    outcome.given_pu = nodes_.total_given_pu(std::span(voltage_).first(n));
    return outcome;
}

FlowOutcome FeederSolver::solve(RadialFeeder const& feeder, Complex head, FeederLoads const& loads,
                                FlowTolerance const& tolerance, CutOut const& cut_out,
                                std::span<Complex> voltage, std::span<ChargerState> chargers) {
    check(cut_out.drop_below_pu > 0.0 && cut_out.return_above_pu > cut_out.drop_below_pu,
          "a charger must come back above where it drops out (or the search for the voltage need not end)");
    check(chargers.size() == feeder.size() && loads.charger_p_pu.size() == feeder.size(),
          "chargers differ in length from their feeder");
    for (;;) {
        nodes_.set(feeder, loads, chargers);
        FlowOutcome outcome = search_and_keep(feeder, head, tolerance, voltage);
        if (outcome.converged) {
            if (drop_low_chargers(loads, cut_out, voltage, chargers)) continue;
            if (return_chargers(cut_out, voltage, chargers)) continue;
        } else {
            nodes_.set_as_impedances(feeder, loads, chargers);
            std::fill_n(voltage_.begin(), feeder.size(), head);
            newton_(feeder, nodes_, voltage_);  // a linear network: one step is the solution
            if (drop_lowest_charger(loads, voltage_, chargers)) continue;
        }
        outcome.dropped = settle_chargers(chargers);
        return outcome;
    }
}

}  // namespace yuchong::grid
