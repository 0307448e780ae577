#pragma once
// The distribution network at work: one step of the grid clock after the other. A step takes the mean power
// of every station and of the home piles behind every transformer, adds the base load of every node, solves
// substation by substation (the feeders of one share the voltage of its bus), and advances tap changers and
// the heat of transformers.
//
//   Distribution const grid(network, base_load, settings);
//   DistributionState state = grid.start(quarter, first_load);
//   grid.step(state, load, for_each);
//   state.feeders[f].head_kw ...
//
// What happens in a step, in this order: the load of each node is formed; feeders whose voltages cannot have
// moved further than `skip_below_pu` since they were last solved, the move of the bus included, keep that
// solution and say so (FeederReading::bound_pu); the others are solved from it. Once an hour and after a tap
// change all are solved to full accuracy. A feeder that no method solves is reported as
// such (Solution::none), keeps no voltages and draws its nominal load from the bus and its transformers.
//
// Chargers that see too little voltage drop out (charger_cut_out.hpp): the feeder then draws less; what the
// stations think they draw does not change.
//
// A feeder without supply (StepLoad::out) draws nothing, its transformers cool and it has no voltages; what
// home piles behind them feed the neighbours does not pass through the transformers. When it is back, it is
// solved from scratch.
// Stations may have inverters that give or take reactive power by the voltage of their node (volt_var.hpp),
// beside or without charging, within what their rating leaves beside the active power of the step. They are
// part of each feeder's equations; without any, nothing changes by a bit.
//
// Substations are independent of each other; `for_each` may spread them over threads.

#include "sim/base/for_each.hpp"
#include "sim/grid/convergence.hpp"
#include "sim/grid/fan_cooling.hpp"
#include "sim/grid/feeder_solver.hpp"
#include "sim/grid/network.hpp"
#include "sim/grid/node_base_load.hpp"
#include "sim/grid/operation.hpp"
#include "sim/grid/radial_feeder.hpp"
#include "sim/grid/tap_changer.hpp"
#include "sim/grid/transformer_fleet.hpp"
#include "sim/grid/volt_var.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

struct StepLoad {
    std::int64_t quarter;                // quarters of an hour since 1970-01-01, civil time, of the noise
    LoadLevel level;                     // of the base load, at the middle of the step
    std::span<double const> station_kw;  // by station: mean AC power over the step
    std::span<double const> home_kw;     // by transformer: mean of the home piles behind it
    Celsius ambient;
    std::span<std::uint8_t const> out{};  // by feeder: not 0 without supply; empty: all have it
};

// out: the feeder has no supply in this step.
enum class Solution : std::uint8_t { full, warm, skipped, none, out };

// All of the last step. Voltages in pu of the nominal, loadings in pu of the rating.
struct FeederReading {
    double head_kw, head_kvar;  // that enters at the bus
    double losses_kw, losses_kvar;
    double charging_kw;                    // stations and home piles on it
    double volt_var_kvar;                  // that inverters give; < 0: take
    double low_pu, high_pu;                // lowest and highest voltage
    double loading_pu;                     // of the branch nearest to its rating
    std::uint32_t low_node, loading_node;  // in Network::nodes
    std::uint32_t dropped;                 // nodes whose chargers are out
    double bound_pu;                       // no voltage is further off (skipped: since the last solution)
    double imbalance_pu;                   // of the power at the last solution
    // The same without stations and home piles, at the same voltage of the bus: where a limit is broken, to
    // tell whether charging breaks it. NaN elsewhere.
    double low_without_pu, loading_without_pu;
    Solution solution;
};

struct SubstationReading {
    double kw, kvar;     // that its feeders draw
    double losses_kw;    // in its transformers
    double bus_pu;       // voltage
    double loading_pu;   // of all its transformers together
    double hot_spot_c;   // warmest in the step
    double life_used_h;  // since the start
    int tap;
};

struct DistributionState {
    LoadNoise noise;
    std::int64_t steps = 0;
    std::vector<Complex> voltage;            // by node, of the last solution
    std::vector<double> p_pu, q_pu;          // by node, at the last solution, chargers included
    std::vector<double> loading_pu;          // by transformer
    std::vector<double> loading_without_pu;  // by transformer: without charging, see FeederReading
    std::vector<ChargerState> charger;       // by node
    std::vector<double> given_kvar;  // by station: its inverters at the last solution; empty without any
    std::vector<FeederReading> feeders;
    std::vector<Complex> bus;     // by substation
    std::vector<TapChanger> tap;  // by substation
    std::vector<SubstationReading> substations;
    FleetHeat heat;  // of Network::transformers
    std::vector<FanCooledHeat> substation_heat;
    std::vector<std::uint8_t> tapped;  // by substation: since the last solution
    std::vector<double> ambient_c;     // by transformer, filled anew each step: no state
};

template <class A>
void archive(A& a, DistributionState& s) {
    archive(a, s.noise);
    a(s.steps, s.voltage, s.p_pu, s.q_pu, s.loading_pu, s.loading_without_pu, s.charger, s.given_kvar,
      s.feeders, s.bus, s.tap, s.substations, s.substation_heat, s.tapped);
    archive(a, s.heat);
}

class Distribution {
public:
    // The network must outlive it.
    Distribution(Network const& network, NodeBaseLoad const& base_load, Duration step,
                 OperationSettings const& operation, TransformerSettings const& transformers,
                 StationInverters inverters = {});

    // At rest under this load: solved in full, transformers as warm as they would become.
    [[nodiscard]] DistributionState start(StepLoad const& load, ForEach const& for_each) const;
    // Pre: quarters do not go back; spans as long as the network has stations and transformers.
    void step(DistributionState& state, StepLoad const& load, ForEach const& for_each) const;

    [[nodiscard]] Network const& network() const { return network_; }
    [[nodiscard]] OperationSettings const& operation() const { return operation_; }
    [[nodiscard]] Duration step_length() const { return step_; }
    [[nodiscard]] bool has_volt_var() const { return !inverters_.rating_kva.empty(); }
    [[nodiscard]] StationInverters const& inverters() const { return inverters_; }
    [[nodiscard]] double rating_kva(TransformerId id) const { return rating_kva_[id.index()]; }

private:
    friend class SubstationStep;
    friend class StationCaps;
    struct Slice {
        std::uint32_t first = 0, count = 0;
    };

    void solve(DistributionState& state, StepLoad const& load, Solution wanted,
               ForEach const& for_each) const;
    void advance_taps(DistributionState& state) const;
    void advance_heat(DistributionState& state, Celsius ambient) const;
    void hang_stations();

    Network const& network_;
    NodeBaseLoad const& base_load_;
    Duration step_;
    OperationSettings operation_;
    TransformerSettings transformers_;
    StationInverters inverters_;
    double charger_tangent_;
    std::vector<RadialFeeder> feeders_;
    std::vector<double> path_impedance_pu_;  // by node: from the bus
    std::vector<Slice> feeders_of_;          // by substation
    std::vector<Slice> transformers_of_;     // by feeder, in Network::transformers
    std::vector<std::uint32_t> stations_;    // grouped by the transformer they hang on
    std::vector<Slice> stations_of_;         // by transformer, in stations_
    std::vector<double> rating_kva_;         // by transformer
    std::vector<TapChangerSettings> taps_;   // by substation
    HeatStep heat_step_;
};

}  // namespace yuchong::grid
