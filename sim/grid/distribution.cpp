#include "sim/grid/distribution.hpp"

#include "sim/base/check.hpp"
#include "sim/grid/feeder_columns.hpp"
#include "sim/grid/feeder_transformers.hpp"
#include "sim/grid/power_factor.hpp"
#include "sim/grid/substation_step.hpp"
#include "sim/grid/voltage_bound.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace yuchong::grid {

namespace {

// Full accuracy as often.
constexpr Duration full_every = hours(1);

}  // namespace

Distribution::Distribution(Network const& network, NodeBaseLoad const& base_load, Duration step,
                           OperationSettings const& operation, TransformerSettings const& transformers,
                           StationInverters inverters)
    : network_(network),
      base_load_(base_load),
      step_(step),
      operation_(operation),
      transformers_(transformers),
      inverters_(std::move(inverters)),
      charger_tangent_(tangent_of(operation.charger_power_factor)),
      feeders_of_(network.substations.size()),
      transformers_of_(network.feeders.size()),
      heat_step_(transformers.distribution.thermal, transformers.paper, step) {
    check(step > Duration{0} && full_every.ms % step.ms == 0, "grid step does not divide an hour");
    check(!has_volt_var() || (!inverters_.curve.empty() &&
                              inverters_.rating_kva.size() == network.station_transformer.size()),
          "inverters without a curve, or not one entry a station");
    feeders_.reserve(network.feeders.size());
    path_impedance_pu_.reserve(network.nodes.size());
    auto const first = first_transformers(network);
    for (std::uint32_t f = 0; f < network.feeders.size(); ++f) {
        Feeder const& feeder = network.feeders[f];
        feeders_.emplace_back(columns_of(network, feeder));
        auto& of_substation = feeders_of_[feeder.substation.index()];
        if (of_substation.count++ == 0) of_substation.first = f;
        auto const path = path_impedances_pu(feeders_[f]);
        path_impedance_pu_.insert(path_impedance_pu_.end(), path.begin(), path.end());
        transformers_of_[f] = {first[f], first[f + 1] - first[f]};
    }
    for (Transformer const& transformer : network.transformers)
        rating_kva_.push_back(network.rating_kva(transformer));
    for (Substation const& s : network.substations) {
        taps_.push_back({.target_pu = operation.bus_target_pu,
                         .dead_band_pu = operation.dead_band_pu,
                         .step_pu = s.tap_step_pu,
                         .lowest = -static_cast<int>(s.tap_steps),
                         .highest = static_cast<int>(s.tap_steps),
                         .first_delay = operation.tap_first_delay,
                         .next_delay = operation.tap_next_delay});
    }
    hang_stations();
}

void Distribution::hang_stations() {
    stations_of_.resize(network_.transformers.size());
    for (TransformerId const t : network_.station_transformer) ++stations_of_[t.index()].count;
    std::uint32_t first = 0;
    for (Slice& slice : stations_of_) {
        slice.first = first;
        first += slice.count;
        slice.count = 0;
    }
    stations_.resize(network_.station_transformer.size());
    for (std::uint32_t s = 0; s < stations_.size(); ++s) {
        Slice& slice = stations_of_[network_.station_transformer[s].index()];
        stations_[slice.first + slice.count++] = s;
    }
}

DistributionState Distribution::start(StepLoad const& load, ForEach const& for_each) const {
    std::size_t const nodes = network_.nodes.size(), transformers = network_.transformers.size();
    DistributionState state;
    state.noise = base_load_.start(load.quarter);
    state.voltage.assign(nodes, {operation_.source_pu, 0.0});
    state.p_pu.assign(nodes, 0.0);
    state.q_pu.assign(nodes, 0.0);
    state.loading_pu.assign(transformers, 0.0);
    state.loading_without_pu.assign(transformers, std::numeric_limits<double>::quiet_NaN());
    state.charger.assign(nodes, ChargerState::connected);
    state.given_kvar.assign(inverters_.rating_kva.size(), 0.0);
    state.feeders.assign(network_.feeders.size(), FeederReading{});
    state.bus.assign(network_.substations.size(), {operation_.source_pu, 0.0});
    state.tap.assign(network_.substations.size(), TapChanger{});
    state.substations.assign(network_.substations.size(), SubstationReading{});
    state.tapped.assign(network_.substations.size(), 0);
    state.ambient_c.assign(transformers, load.ambient.value());
    solve(state, load, Solution::full, for_each);
    state.heat = steady_fleet(transformers_.distribution.thermal, state.loading_pu, state.ambient_c);
    for (SubstationReading const& s : state.substations)
        state.substation_heat.push_back(steady_heat(transformers_.substation, s.loading_pu, load.ambient));
    return state;
}

void Distribution::step(DistributionState& state, StepLoad const& load, ForEach const& for_each) const {
    check(load.station_kw.size() == network_.station_transformer.size() &&
              load.home_kw.size() == network_.transformers.size(),
          "grid step with loads of the wrong number (one a station, one a transformer)");
    base_load_.advance(state.noise, load.quarter);
    bool const full = state.steps % (full_every.ms / step_.ms) == 0;
    solve(state, load, full ? Solution::full : Solution::warm, for_each);
    advance_heat(state, load.ambient);
    advance_taps(state);
    ++state.steps;
}

void Distribution::solve(DistributionState& state, StepLoad const& load, Solution wanted,
                         ForEach const& for_each) const {
    for_each(network_.substations.size(), [&](std::size_t s) {
        if (feeders_of_[s].count == 0) return;
        SubstationStep(*this, load, static_cast<std::uint32_t>(s)).run(state, wanted);
    });
}

void Distribution::advance_taps(DistributionState& state) const {
    for (std::size_t s = 0; s < state.tap.size(); ++s) {
        if (std::isnan(state.substations[s].bus_pu)) continue;  // not solved: nothing to go by
        int const before = state.tap[s].tap;
        state.tap[s] = grid::advance(state.tap[s], taps_[s], state.substations[s].bus_pu, step_);
        state.tapped[s] = state.tap[s].tap != before ? 1 : 0;
    }
}

void Distribution::advance_heat(DistributionState& state, Celsius ambient) const {
    state.ambient_c.assign(state.loading_pu.size(), ambient.value());
    grid::advance(state.heat, heat_step_, state.loading_pu, state.ambient_c);
    for (std::size_t s = 0; s < state.substations.size(); ++s) {
        SubstationReading& reading = state.substations[s];
        auto const after = grid::advance(transformers_.substation, transformers_.paper,
                                         state.substation_heat[s], reading.loading_pu, ambient, step_);
        state.substation_heat[s] = after.state;
        reading.hot_spot_c = after.warmest_hot_c;
        reading.life_used_h += after.life_used_h;
    }
}

}  // namespace yuchong::grid
