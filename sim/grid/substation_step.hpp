#pragma once
// One substation in one step of the grid clock: forms the loads of its feeders, solves them and the bus
// together, and leaves voltages and readings in the state. Touches nothing of another substation.

#include "sim/grid/distribution.hpp"
#include "sim/grid/feeder_solver.hpp"
#include "sim/grid/substation.hpp"

#include <optional>

namespace yuchong::grid {

class SubstationStep {
public:
    SubstationStep(Distribution const& grid, StepLoad const& load, std::uint32_t substation);

    // `wanted`: full, or warm with feeders skipped where that is allowed.
    void run(DistributionState& state, Solution wanted);

private:
    void form_loads(DistributionState const& state);
    void add_chargers(std::uint32_t feeder);
    [[nodiscard]] bool is_out(std::uint32_t feeder) const;
    void add_inverter(std::uint32_t node, std::uint32_t station);
    // Of this feeder, with its nodes.
    [[nodiscard]] std::span<VoltVarSource const> sources(std::uint32_t feeder) const;
    // What the inverters of a feeder give at the voltages of its last solution. [pu]
    [[nodiscard]] double given_pu(DistributionState const& state, std::uint32_t feeder) const;
    void keep_given(DistributionState& state, std::uint32_t feeder);
    void silence_inverters(DistributionState& state, std::uint32_t feeder) const;
    // How the moving voltages of a feeder move what its inverters give, and so the voltages.
    struct VoltVarBound {
        double change = 0.0, drop = 0.0, feedback = 0.0;  // sums of |Z| |dQ|, |Z| |Q| and |Z| dQ/dV
    };
    [[nodiscard]] VoltVarBound volt_var_bound(DistributionState const& state, std::uint32_t feeder) const;
    // The power all feeders draw at this voltage of the bus.
    Complex draw(DistributionState& state, Complex bus, Solution wanted);
    Complex draw_of(DistributionState& state, std::uint32_t feeder, Complex bus, Solution wanted);
    [[nodiscard]] double bound_pu(DistributionState const& state, std::uint32_t feeder, Complex bus) const;
    struct Solved {
        FlowOutcome flow;
        double lowest_square;  // of the voltages
    };
    Solved solve(DistributionState& state, std::uint32_t feeder, Complex bus, Solution wanted);
    FlowOutcome solve_with_cut_out(DistributionState& state, std::uint32_t feeder, Complex bus,
                                   FlowTolerance const& tolerance);
    // What the next pass over the feeders goes by, and what only the solver knows; the rest is read once,
    // when the voltage of the bus is settled.
    void keep_solution(DistributionState& state, std::uint32_t feeder, Solved const& solved, Solution wanted);
    void read_solution(DistributionState& state, std::uint32_t feeder);
    [[nodiscard]] Loading heaviest_line(std::uint32_t feeder, std::span<Complex const> current) const;
    void read_without_charging(DistributionState& state, std::uint32_t feeder);
    [[nodiscard]] bool breaks_limit(DistributionState const& state, std::uint32_t feeder) const;
    [[nodiscard]] FeederReading without_voltages(std::uint32_t feeder, Complex head, Solution solution) const;
    void read_failure(DistributionState& state, std::uint32_t feeder) const;
    void read_outage(DistributionState& state, std::uint32_t feeder) const;
    void read_bus(DistributionState& state, BusOutcome const& bus) const;
    // The load without chargers.
    struct BaseLoad {
        std::vector<double> p, q;
    };
    [[nodiscard]] BaseLoad base_load(std::uint32_t feeder);
    [[nodiscard]] Complex total_load(std::uint32_t feeder) const;  // without what inverters give
    // The power at the head if the voltages are those of the last solution.
    [[nodiscard]] Complex expected_power(DistributionState const& state, std::uint32_t feeder) const;
    // In the feeder, at its last solution.
    [[nodiscard]] static Complex last_losses(DistributionState const& state, std::uint32_t feeder);

    // The part of a column over all nodes of this substation that belongs to one feeder.
    template <class T>
    [[nodiscard]] std::span<T> of(std::uint32_t feeder, std::vector<T>& column) const {
        Feeder const& f = grid_.network_.feeders[feeder];
        return std::span(column).subspan(f.first_node - first_node_, f.node_count);
    }

    Distribution const& grid_;
    StepLoad const& load_;
    std::uint32_t substation_, first_feeder_, end_feeder_, first_node_;
    std::vector<double> p_, q_, charger_p_,
        charger_q_;                    // by node of the substation; p_, q_ hold chargers too
    std::vector<double> charging_kw_;  // by feeder of the substation
    std::vector<bool> solved_;         // by feeder: in this step
    std::vector<Complex> current_;  // by node of the substation: of the last solution, if it is of this step
    std::vector<VoltVarSource> sources_;         // feeder by feeder; nodes count within the feeder
    std::vector<std::uint32_t> source_station_;  // of each
    std::vector<std::uint32_t> first_source_;    // by feeder, and the end
    FeederSolver solver_;
};

}  // namespace yuchong::grid
