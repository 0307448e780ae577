#pragma once
// Time series of the grid under the city, one row a grid step of the recorded window, and what is kept of
// every transformer by day and in all. Rows gather in blocks like those of the recorder.

#include "sim/grid/distribution.hpp"
#include "sim/measure/sink.hpp"
#include "sim/measure/violations.hpp"
#include "sim/measure/window.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::measure {

// Over the recorded window.
struct GridTotals {
    double losses_kwh = 0.0;  // feeders with their transformers, and substations
    double lowest_voltage_pu = 1.0;
    double largest_loading_pu = 0.0;              // of a feeder's branch
    double worst_balance = 0.0;                   // imbalance of full solutions over the feeder's rating
    double worst_bound_pu = 0.0;                  // voltage error of skipped steps
    double low_voltage_h = 0.0;                   // of feeders, with a voltage below the limit
    double given_kvarh = 0.0, taken_kvarh = 0.0;  // by inverters that answer to the voltage
    std::int64_t solved = 0, skipped = 0, unsolved = 0, out = 0;  // feeder-steps
};

struct GridRecorderState {
    std::int64_t rows_written = 0, rows = 0;  // handed over, and gathered
    std::int64_t days_written = 0;
    GridTotals totals;
    std::vector<float> head_kw, min_voltage_pu, max_loading_pu, losses_kw, charging_kw;  // row x feeder
    std::vector<float> volt_var_kvar;                                 // row x feeder; empty without inverters
    std::vector<float> substation_kw, bus_pu, substation_loading_pu;  // row x substation
    std::vector<std::int8_t> tap;                                     // row x substation
    std::vector<float> loading_pu, hot_spot_c;                        // row x transformer with a series
    std::vector<float> day_loading_pu, day_hot_spot_c;  // by transformer: largest of the day so far
    std::vector<double> life_before_h;                  // by transformer: when the window opened
};

template <class A>
void archive(A& a, GridRecorderState& s) {
    a(s.rows_written, s.rows, s.days_written, s.totals, s.head_kw, s.min_voltage_pu, s.max_loading_pu,
      s.losses_kw, s.charging_kw, s.volt_var_kvar, s.substation_kw, s.bus_pu, s.substation_loading_pu, s.tap,
      s.loading_pu, s.hot_spot_c, s.day_loading_pu, s.day_hot_spot_c, s.life_before_h);
}

class GridRecorder {
public:
    // `with_series`: transformers of Network::transformers that are recorded step by step, ascending.
    GridRecorder(grid::Distribution const& grid, GridBounds const& bounds, Window const& window,
                 std::vector<std::uint32_t> with_series, Sink& sink);

    // The step that ends at `end` has been solved. Steps of the warm-up only set where life begins.
    void step(grid::DistributionState const& state, SimTime end);
    // Hands over all whole rows.
    void flush();
    // Ends the spells and the last day, whole or not, and hands over what is kept of every transformer. Once,
    // after the last step.
    void close(grid::DistributionState const& state);

    [[nodiscard]] GridTotals const& totals() const { return state_.totals; }
    [[nodiscard]] GridRecorderState const& state() const { return state_; }
    [[nodiscard]] grid::Distribution const& grid() const { return *grid_; }
    [[nodiscard]] Violations const& violations() const { return violations_; }
    [[nodiscard]] std::vector<std::uint32_t> const& with_series() const { return with_series_; }

private:
    void add_feeders(grid::DistributionState const& state);
    void add_substations(grid::DistributionState const& state);
    void add_transformers(grid::DistributionState const& state);
    void end_day();
    void add_totals(grid::DistributionState const& state);

    grid::Distribution const* grid_;
    GridBounds bounds_;
    Window window_;
    std::vector<std::uint32_t> with_series_;
    Sink* sink_;
    Violations violations_;
    GridRecorderState state_;

    template <class A>
    friend void archive(A& a, GridRecorder& s) {
        archive(a, s.state_);
        archive(a, s.violations_);
    }
};

}  // namespace yuchong::measure
