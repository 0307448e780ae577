#include "sim/measure/grid_recorder.hpp"

#include "sim/measure/recorder.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yuchong::measure {

namespace {

using grid::DistributionState;
using grid::FeederReading;
using grid::Solution;

float narrow(double value) { return static_cast<float>(value); }

template <class... Columns>
void clear(Columns&... columns) {
    (columns.clear(), ...);
}

}  // namespace

GridRecorder::GridRecorder(grid::Distribution const& grid, GridBounds const& bounds, Window const& window,
                           std::vector<std::uint32_t> with_series, Sink& sink)
    : grid_(&grid),
      bounds_(bounds),
      window_(window),
      with_series_(std::move(with_series)),
      sink_(&sink),
      violations_(grid.network(), bounds) {
    std::size_t const transformers = grid.network().transformers.size();
    state_.day_loading_pu.assign(transformers, 0.0F);
    state_.day_hot_spot_c.assign(transformers, 0.0F);
    state_.life_before_h.assign(transformers, 0.0);
}

void GridRecorder::step(DistributionState const& state, SimTime end) {
    if (end <= window_.begin) {
        if (end == window_.begin) state_.life_before_h = state.heat.life_used_h;
        return;
    }
    if (end > window_.end) return;
    violations_.step(state, end - grid_->step_length(), end);
    add_feeders(state);
    add_substations(state);
    add_transformers(state);
    add_totals(state);
    ++state_.rows;
    if ((end - window_.begin).ms % days(1).ms == 0) end_day();
    if ((state_.rows_written + state_.rows) % block_steps == 0) flush();
}

void GridRecorder::add_feeders(DistributionState const& state) {
    for (FeederReading const& r : state.feeders) {
        state_.head_kw.push_back(narrow(r.head_kw));
        state_.min_voltage_pu.push_back(narrow(r.low_pu));
        state_.max_loading_pu.push_back(narrow(r.loading_pu));
        state_.losses_kw.push_back(narrow(r.losses_kw));
        state_.charging_kw.push_back(narrow(r.charging_kw));
        if (grid_->has_volt_var()) state_.volt_var_kvar.push_back(narrow(r.volt_var_kvar));
    }
}

void GridRecorder::add_substations(DistributionState const& state) {
    for (grid::SubstationReading const& r : state.substations) {
        state_.substation_kw.push_back(narrow(r.kw));
        state_.bus_pu.push_back(narrow(r.bus_pu));
        state_.substation_loading_pu.push_back(narrow(r.loading_pu));
        state_.tap.push_back(static_cast<std::int8_t>(r.tap));
    }
}

void GridRecorder::add_transformers(DistributionState const& state) {
    for (std::uint32_t const t : with_series_) {
        state_.loading_pu.push_back(narrow(state.loading_pu[t]));
        state_.hot_spot_c.push_back(narrow(state.heat.warmest_hot_c[t]));
    }
    for (std::size_t t = 0; t < state.loading_pu.size(); ++t) {
        state_.day_loading_pu[t] = std::max(state_.day_loading_pu[t], narrow(state.loading_pu[t]));
        state_.day_hot_spot_c[t] = std::max(state_.day_hot_spot_c[t], narrow(state.heat.warmest_hot_c[t]));
    }
}

void GridRecorder::add_totals(DistributionState const& state) {
    GridTotals& totals = state_.totals;
    double losses_kw = 0.0;
    double const hours = grid_->step_length().hours(), low_pu = bounds_.low_voltage_pu;
    for (std::size_t f = 0; f < state.feeders.size(); ++f) {
        FeederReading const& r = state.feeders[f];
        losses_kw += r.losses_kw;
        switch (r.solution) {
            case Solution::full:
                totals.worst_balance = std::max(
                    totals.worst_balance, r.imbalance_pu * 1000.0 * grid::base_mva /
                                              grid_->network().balance_kva(grid_->network().feeders[f]));
                [[fallthrough]];
            case Solution::warm: ++totals.solved; break;
            case Solution::skipped:
                ++totals.skipped;
                totals.worst_bound_pu = std::max(totals.worst_bound_pu, r.bound_pu);
                break;
            case Solution::none: ++totals.unsolved; continue;
            case Solution::out: ++totals.out; continue;
        }
        if (r.low_pu < low_pu) totals.low_voltage_h += hours;
        (r.volt_var_kvar > 0.0 ? totals.given_kvarh : totals.taken_kvarh) +=
            std::abs(r.volt_var_kvar) * hours;
        totals.lowest_voltage_pu = std::min(totals.lowest_voltage_pu, r.low_pu);
        totals.largest_loading_pu = std::max(totals.largest_loading_pu, r.loading_pu);
    }
    for (grid::SubstationReading const& r : state.substations) losses_kw += r.losses_kw;
    totals.losses_kwh += losses_kw * hours;
}

void GridRecorder::end_day() {
    sink_->append(TransformerDay{state_.days_written, state_.day_loading_pu, state_.day_hot_spot_c});
    ++state_.days_written;
    std::ranges::fill(state_.day_loading_pu, 0.0F);
    std::ranges::fill(state_.day_hot_spot_c, 0.0F);
}

void GridRecorder::flush() {
    GridRecorderState& s = state_;
    if (s.rows == 0) return;
    sink_->append(GridBlock{.first_row = s.rows_written,
                            .rows = s.rows,
                            .head_kw = s.head_kw,
                            .min_voltage_pu = s.min_voltage_pu,
                            .max_loading_pu = s.max_loading_pu,
                            .losses_kw = s.losses_kw,
                            .charging_kw = s.charging_kw,
                            .volt_var_kvar = s.volt_var_kvar,
                            .substation_kw = s.substation_kw,
                            .bus_pu = s.bus_pu,
                            .substation_loading_pu = s.substation_loading_pu,
                            .tap = s.tap,
                            .transformer_loading_pu = s.loading_pu,
                            .hot_spot_c = s.hot_spot_c});
    s.rows_written += s.rows;
    s.rows = 0;
    clear(s.head_kw, s.min_voltage_pu, s.max_loading_pu, s.losses_kw, s.charging_kw, s.volt_var_kvar,
          s.substation_kw, s.bus_pu, s.substation_loading_pu, s.tap, s.loading_pu, s.hot_spot_c);
}

void GridRecorder::close(DistributionState const& state) {
    flush();
    if (state_.rows_written * grid_->step_length().ms % days(1).ms != 0) end_day();
    violations_.close();
    std::vector<double> hours_above, life_used_h;
    double const step_h = grid_->step_length().hours();
    for (std::size_t t = 0; t < state.loading_pu.size(); ++t) {
        hours_above.push_back(step_h * violations_.steps_above()[t]);
        life_used_h.push_back(state.heat.life_used_h[t] - state_.life_before_h[t]);
    }
    sink_->append(GridTables{violations_.finished(), hours_above, life_used_h});
}

}  // namespace yuchong::measure
