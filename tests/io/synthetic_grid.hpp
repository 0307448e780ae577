#pragma once
// A grid under the made-up city: the small network of the grid's tests, whose readings are simple functions
// of the number of the step, written through the real recorder.
//
// Feeder f0 is loaded above its rating in steps 30 to 41 of the run (01:30 to 02:30 of the recorded window,
// at most 1.31 pu) and f1 in steps 60 to 62 (04:00 to 04:15, 1.05 pu). f2 has no solution in step 75 (05:15).
// Transformer f0/4 carries 1.2 pu in steps 36 to 38 (02:00 to 02:15). All else is within its limits.

#include "sim/measure/grid_recorder.hpp"
#include "sim/measure/grid_summary.hpp"
#include "tests/grid/small_grid.hpp"
#include "tests/io/synthetic_control.hpp"
#include "tests/io/synthetic_plants.hpp"
#include "tests/io/synthetic_result.hpp"
#include "tests/io/synthetic_swaps.hpp"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace yuchong::test {

class SyntheticGrid {
public:
    explicit SyntheticGrid(SyntheticCity const& city) : city_(city) {}

    static constexpr Duration step = minutes(5);

    [[nodiscard]] io::ResultContents contents() const {
        return city_.contents(
            io::GridContents{small_.network, with_series_, city_.geography, city_.network, step, true});
    }

    [[nodiscard]] measure::GridRecorder recorder(measure::Window const& window, measure::Sink& sink) const {
        return {small_.distribution,
                {.low_voltage_pu = 0.93,
                 .high_voltage_pu = 1.07,
                 .transformer_loading_pu = 1.0,
                 .transformer_hot_spot_c = 120.0,
                 .substation_loading_pu = 1.0},
                window,
                with_series_,
                sink};
    }

    // Steps `first` to `end` of the run, the first being step 0.
    void run(measure::GridRecorder& recorder, std::int64_t first, std::int64_t end) const {
        for (std::int64_t k = first; k < end; ++k) recorder.step(state(k), SimTime{} + (k + 1) * step);
    }

    // What the grid reads at the end of step k.
    [[nodiscard]] grid::DistributionState state(std::int64_t k) const {
        auto const n = static_cast<double>(k);
        grid::DistributionState s;
        for (std::uint32_t f = 0; f < 3; ++f) s.feeders.push_back(feeder(f, k));
        for (std::uint32_t i = 0; i < 2; ++i) {
            grid::SubstationReading r{};
            r.kw = 2'000.0 + n + i;
            r.bus_pu = 1.0 - 0.0001 * static_cast<double>(k % 50);
            r.loading_pu = 0.05 + 0.001 * static_cast<double>(k % 7);
            r.losses_kw = 2.0;
            r.tap = static_cast<int>(k / 40) - static_cast<int>(i);
            s.substations.push_back(r);
        }
        for (std::uint32_t t = 0; t < 6; ++t) {
            bool const overloaded = t == 1 && k >= 36 && k <= 38;
            s.loading_pu.push_back(overloaded ? 1.2 : 0.5 + 0.01 * static_cast<double>((k + t) % 13));
            s.loading_without_pu.push_back(overloaded ? 0.9 : NAN);
            s.heat.warmest_hot_c.push_back(60.0 + static_cast<double>((k + t) % 17));
            s.heat.life_used_h.push_back(0.01 * n * (t + 1.0));
        }
        return s;
    }

private:
    [[nodiscard]] static grid::FeederReading feeder(std::uint32_t f, std::int64_t k) {
        grid::FeederReading r{};
        r.low_without_pu = r.loading_without_pu = NAN;
        r.head_kw = 1'000.0 + static_cast<double>((k * 7 + f) % 101);
        r.charging_kw = 10.0 * f + static_cast<double>(k % 9);
        r.volt_var_kvar = 30.0 - 20.0 * f;  // f2 takes
        r.losses_kw = 12.5;
        r.low_pu = 0.95 + 0.001 * static_cast<double>(k % 11);
        r.high_pu = 1.02;
        r.loading_pu = 0.4 + 0.01 * static_cast<double>(k % 19);
        r.solution = k % 12 == 0 ? grid::Solution::full : grid::Solution::skipped;
        if (f == 0 && k >= 30 && k <= 41) r.loading_pu = 1.2 + 0.01 * static_cast<double>(k - 30);
        if (f == 1 && k >= 60 && k <= 62) r.loading_pu = 1.05;
        if (f == 2 && k == 75) {
            r.low_pu = r.high_pu = r.loading_pu = NAN;
            r.solution = grid::Solution::none;
        }
        return r;
    }

    SyntheticCity const& city_;
    grid::fixture::SmallGrid small_{
        grid::fixture::operation(), grid::fixture::small_network(), {{{1.0, 0.0}}, {100.0, 100.0, 0.0}}};
    std::vector<std::uint32_t> with_series_{1, 3, 5};
};

inline constexpr std::int64_t last_step = last_minute / 5;

// As write_result, with all that a run may have besides: grid, storage and panels, control.
inline void write_grid_result(std::string const& path) {
    SyntheticCity city;
    equip(city);
    equip_swaps(city);
    city.network.plugs.back().discharge_kw = 7.0;
    SyntheticGrid const grid(city);
    SyntheticControl const control(city);
    io::ResultContents contents = grid.contents();
    contents.control = control.contents();
    io::ResultFile file({path, io::Existing::keep}, contents);
    measure::ControlRecorder control_recorder = control.recorder(file);
    measure::Recorder recorder(city.settings, city.window(), city.layout(), file);
    measure::GridRecorder grid_recorder = grid.recorder(city.window(), file);
    Feed feed(city);
    feed.run(recorder, last_minute);
    measure::PlantRecorder plants(city.settings, city.window(), 2, file);
    run_plants(plants, last_minute);
    measure::SwapRecorder swaps(city.settings, city.window(), 1, file);
    run_swaps(swaps, city);
    grid.run(grid_recorder, 0, last_step);
    control.run(control_recorder, 0, last_minute);
    recorder.flush();
    plants.flush();
    swaps.flush();
    control_recorder.flush();
    grid_recorder.close(grid.state(last_step - 1));
    measure::Summary summary = summary_of(recorder);
    summary.v2g = {.sessions = 7,
                   .kwh = 61.0,
                   .paid_yuan = 52.0,
                   .wear_yuan = 9.5,
                   .carbon_kg = 28.0,
                   .at_stations_kwh = 11.0};
    summary.grid = measure::summarise(grid_recorder);
    summary.droop = {
        .up_kw = 50.0, .down_kw = 20.0, .given_up_kwh = 8.0, .given_down_kwh = 0.0, .revenue_yuan = 1.4};
    measure::GuidanceTally guidance(city.window(), {1, 0, measure::GuidanceTally::no_neighbour});
    guidance.chose(measure::Audience::adopters, city.window().begin, 1.5);
    summary.guidance = measure::summarise(guidance);
    summary.batteries = {.life_lfp_years = 21.0,
                         .life_nmc_years = 12.0,
                         .first_year_loss = 0.03,
                         .full_cycles_per_year = 40.0,
                         .cost_yuan = 900.0};
    recorder.batteries(
        {{0, 1}, {0, 0}, {21.0F, 22.0F}, {0.03F, 0.02F}, {0.02F, 0.01F}, {40.0F, 30.0F}, {0.3F, 0.2F}});
    summary.response_events = {{.begin = SimTime{hours(3).ms},
                                .end = SimTime{hours(5).ms},
                                .pauses = 7,
                                .baseline_days = 4,
                                .adjustment = 1.1,
                                .target_kw = 50.0,
                                .baseline_kw = 200.0,
                                .mean_kw = 160.0,
                                .reduction_kw = 40.0,
                                .reduction_kwh = 80.0,
                                .performance = 0.8,
                                .payment_yuan = 400.0,
                                .rebound_kw = 12.0}};
    summary.response = measure::summarise(summary.response_events);
    summary.outage_steps = {{.begin = SimTime{hours(4).ms},
                             .end = SimTime{hours(4).ms} + minutes(5),
                             .outage = 0,
                             .feeder = 2,
                             .load_kw = 900.0,
                             .homes_kw = 700.0,
                             .carried_kw = 31.0,
                             .available_kw = 33.0,
                             .available_kwh = 120.0,
                             .vehicles = 5,
                             .plugged = 21}};
    summary.outages = measure::summarise(summary.outage_steps);
    summary.bounds = measure::BoundSummary{.sessions = 12,
                                           .unmet_bound_kwh = 1.5,
                                           .unmet_gap_kwh = 0.5,
                                           .cost_bound_yuan = 20.0,
                                           .cost_gap_yuan = 2.0,
                                           .cost_gap_share = 0.1,
                                           .peak_bound_kw = 30.0,
                                           .peak_gap_kw = 15.0,
                                           .peak_gap_share = 0.5};
    summary.economics = measure::EconomicsSummary{5.0e6, -2.0e5, 0.5, 1.1};
    measure::EconomicsTable& worth = summary.station_economics;
    for (std::vector<double>* column :
         {&worth.sold_kwh_per_year, &worth.utilisation, &worth.capital_yuan, &worth.capacity_yuan_per_year,
          &worth.npv_yuan, &worth.irr, &worth.payback_years, &worth.levelised_cost_yuan_per_kwh,
          &worth.break_even_utilisation})
        *column = {1.5, 2.5};
    summary.rollout.targets.push_back({.id = "T01",
                                       .title = "Super-charging stations",
                                       .title_zh = "超充站",
                                       .unit = "station",
                                       .source = "a plan",
                                       .required = 2'000.0,
                                       .value = 2.0,
                                       .met = 0,
                                       .met_on = {},
                                       .due = 20'453});
    summary.swaps = measure::summarise(swaps.state(), city.window());
    summary.plants.emplace();
    summary.plants->flows = plants.state().total;
    file.finish(summary, audit_rows(), circumstance());
}

}  // namespace yuchong::test
