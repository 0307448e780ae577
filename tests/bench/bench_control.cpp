// What control laws cost: microseconds a control step of one site by rule and sessions, a fill by slots, and
// milliseconds a bound or plan by needs. A run is right if what it delivers is what it must be.

#include "sim/control/horizon_plan.hpp"
#include "sim/control/site_bounds.hpp"
#include "sim/control/site_sharing.hpp"
#include "sim/control/valley_filling.hpp"
#include "tests/control/random_needs.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

using namespace yuchong;
using namespace yuchong::control;

void share_site(benchmark::State& state, SiteRule rule) {
    auto const sessions = static_cast<std::uint32_t>(state.range(0));
    Draws draws(1);
    std::vector<SiteDemand> demands;
    double wanted_kw = 0.0;
    for (std::uint32_t i = 0; i < sessions; ++i) {
        double const kw = draws.between(7.0, 120.0);
        demands.push_back({kw, kw, draws.between(1.0, 60.0), 1.0, SimTime{} + seconds(draws.whole(0, 7200)),
                           SimTime{} + seconds(draws.whole(8000, 40'000)), i});
        wanted_kw += kw;
    }
    double const limit_kw = 0.5 * wanted_kw;
    SharingScratch scratch;
    std::vector<double> grants(sessions);
    std::uint64_t step = 0;
    for (auto _ : state) {
        // The list changes from step to step: what the processor learned of the last order is worth little.
        std::swap(demands[step % sessions], demands[(step * 7919 + 13) % sessions]);
        share(rule, demands, limit_kw, {SimTime{} + minutes(130), step++}, scratch, grants);
        benchmark::DoNotOptimize(grants.data());
    }
    double granted_kw = 0.0;
    for (double const kw : grants) granted_kw += kw;
    if (std::abs(granted_kw - limit_kw) > 120.0) state.SkipWithError("the limit is not used up");
}
BENCHMARK_CAPTURE(share_site, edf, SiteRule::edf)->Arg(50)->Arg(500);
BENCHMARK_CAPTURE(share_site, llf, SiteRule::llf)->Arg(50)->Arg(500);
BENCHMARK_CAPTURE(share_site, round_robin, SiteRule::round_robin)->Arg(50)->Arg(500);
BENCHMARK_CAPTURE(share_site, proportional, SiteRule::proportional)->Arg(50)->Arg(500);
BENCHMARK_CAPTURE(share_site, peak_limit, SiteRule::peak_limit)->Arg(50)->Arg(500);

void fill_one(benchmark::State& state) {
    Draws draws(2);
    auto const slots = static_cast<std::uint32_t>(state.range(0));
    auto const base = random_load(draws, slots, 100.0, 900.0);
    std::vector<double> plan(slots);
    ValleyFiller filler;
    for (auto _ : state) {
        filler.fill(base, 0.3 * slots, 7.0, 0.25, plan);
        benchmark::DoNotOptimize(plan.data());
    }
    if (std::abs(energy_kwh(plan, 0.25) - 0.3 * slots) > 1e-9) state.SkipWithError("a need is not filled");
}
BENCHMARK(fill_one)->Arg(40)->Arg(96);

struct Fleet {
    explicit Fleet(benchmark::State const& state) : grid{static_cast<std::uint32_t>(state.range(1)), 0.25} {
        Draws draws(3);
        needs = random_needs(draws, static_cast<std::size_t>(state.range(0)), grid);
        for (auto const& need : needs) asked_kwh += need.energy_kwh;
        base = random_load(draws, grid.count, 1.0 * asked_kwh / grid.count, 4.0 * asked_kwh / grid.count);
        for (std::uint32_t k = 0; k < grid.count; ++k) price.push_back(draws.between(0.3, 1.2));
    }
    SlotGrid grid;
    std::vector<ChargingNeed> needs;
    std::vector<double> base, price;
    double asked_kwh = 0.0;
};

void fill_fleet(benchmark::State& state) {
    Fleet const fleet(state);
    ValleyFiller filler;
    Sweeps sweeps{};
    for (auto _ : state) {
        Plans plans{std::span(fleet.needs)};
        std::vector<double> load = fleet.base;
        sweeps = fill_valley(fleet.needs, fleet.grid, {0.01, 1000}, filler, load, plans);
    }
    state.counters["sweeps"] = sweeps.count;
    if (!sweeps.converged) state.SkipWithError("the fleet has not settled");
}
BENCHMARK(fill_fleet)->Args({500, 96})->Args({5000, 96})->Unit(benchmark::kMillisecond);

void serve_under_limit(benchmark::State& state) {
    Fleet const fleet(state);
    std::vector<double> const limit(fleet.grid.count, 0.8 * fleet.asked_kwh / (0.25 * fleet.grid.count));
    double served = 0.0;
    for (auto _ : state) {
        DeadlineFlow flow(fleet.needs, fleet.grid);
        served = flow.serve_kwh(limit);
    }
    state.counters["served"] = served / fleet.asked_kwh;
    if (served > 0.8 * fleet.asked_kwh + 1e-6 || served < 0.5 * fleet.asked_kwh)
        state.SkipWithError("wrong energy");
}
BENCHMARK(serve_under_limit)
    ->Args({500, 96})
    ->Args({5000, 96})
    ->Args({5000, 672})
    ->Unit(benchmark::kMillisecond);

void find_lowest_peak(benchmark::State& state) {
    Fleet const fleet(state);
    double peak = 0.0;
    for (auto _ : state) peak = DeadlineFlow(fleet.needs, fleet.grid).lowest_peak_kw(fleet.base);
    if (!(peak >= *std::max_element(fleet.base.begin(), fleet.base.end())))
        state.SkipWithError("a peak below the base");
}
BENCHMARK(find_lowest_peak)
    ->Args({500, 96})
    ->Args({5000, 96})
    ->Args({5000, 672})
    ->Unit(benchmark::kMillisecond);

void serve_cheapest(benchmark::State& state) {
    Fleet const fleet(state);
    std::vector<double> const limit(fleet.grid.count, 0.8 * fleet.asked_kwh / (0.25 * fleet.grid.count));
    double served = 0.0;
    for (auto _ : state) {
        DeadlineFlow flow(fleet.needs, fleet.grid);
        served = flow.serve_cheapest_kwh(limit, fleet.price);
    }
    if (served != DeadlineFlow(fleet.needs, fleet.grid).serve_kwh(limit))
        state.SkipWithError("less than can be");
}
BENCHMARK(serve_cheapest)->Args({500, 96})->Args({5000, 96})->Unit(benchmark::kMillisecond);

void plan_feeding_back(benchmark::State& state) {
    Fleet const fleet(state);
    std::vector<double> sell;
    for (double const buy : fleet.price) sell.push_back(0.9 * buy);
    std::vector<FlexibleNeed> cars;
    for (auto const& need : fleet.needs) {
        cars.push_back({20, 10, 60, std::min(60.0, 20 + 0.9 * need.energy_kwh), need.max_kw, need.max_kw,
                        0.95, 0.95, need.from, need.until});
    }
    std::vector<double> const limit(fleet.grid.count, 3.0 * fleet.asked_kwh / (0.25 * fleet.grid.count));
    SiteHorizon const site{.grid = fleet.grid,
                           .buy_yuan_per_kwh = fleet.price,
                           .sell_yuan_per_kwh = sell,
                           .base_kw = {},
                           .limit_kw = limit};
    double unmet = 1.0;
    for (auto _ : state) unmet = plan_horizon(cars, site, {{0.2}, 0.0, 100.0}).unmet_kwh;
    if (unmet > 1e-3) state.SkipWithError("a car left with less than it needs");
}
BENCHMARK(plan_feeding_back)->Args({20, 96})->Args({50, 96})->Args({200, 96})->Unit(benchmark::kMillisecond);

void shave_a_site(benchmark::State& state) {
    Fleet const fleet(state);
    std::vector<FlexibleNeed> cars;
    for (auto const& need : fleet.needs) {
        cars.push_back({20, 10, 60, std::min(60.0, 20 + 0.9 * need.energy_kwh), need.max_kw, need.max_kw,
                        0.95, 0.95, need.from, need.until});
    }
    SiteHorizon const site{.grid = fleet.grid,
                           .buy_yuan_per_kwh = {},
                           .sell_yuan_per_kwh = {},
                           .base_kw = fleet.base,
                           .limit_kw = {}};
    double unmet = 1.0;
    for (auto _ : state) unmet = plan_horizon(cars, site, {{0.01}, 1.0, 100.0}).unmet_kwh;
    if (unmet > 1e-3) state.SkipWithError("a car left with less than it needs");
}
BENCHMARK(shave_a_site)->Args({20, 96})->Args({50, 96})->Args({200, 96})->Unit(benchmark::kMillisecond);

}  // namespace
