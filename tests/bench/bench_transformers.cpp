// Nanoseconds a transformer and step of a city's fleet, by the minutes of a step. Loads go up and down by a
// tenth of the rating, or by seven tenths, which the ageing integral takes in smaller pieces. A run is right
// if the fleet has aged as one transformer with the same load does.

#include "sim/grid/transformer_fleet.hpp"
#include "tests/grid/transformer_sets.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

namespace {

using namespace yuchong;
using namespace yuchong::grid;

void fleet_step(benchmark::State& state, ThermalSettings const& set, double swing_pu) {
    std::size_t const transformers = 60'000;
    HeatStep const step(set, Paper::normal, minutes(state.range(0)));
    std::vector<double> low(transformers), high(transformers), ambient(transformers, 32.0);
    for (std::size_t i = 0; i < transformers; ++i) {
        low[i] = 0.2 + 1e-5 * static_cast<double>(i);
        high[i] = low[i] + swing_pu;
    }
    FleetHeat fleet = steady_fleet(set, low, ambient);
    TransformerHeat last = fleet.heat(transformers - 1);
    double life_h = 0.0;
    bool rising = false;
    for (auto _ : state) {
        rising = !rising;
        std::vector<double> const& loading = rising ? high : low;
        advance(fleet, step, loading, ambient);
        HeatAfterStep const end = step(last, loading.back(), 32.0);
        last = end.heat;
        life_h += end.life_used_h;
    }
    if (!(life_h > 0.0) || fleet.life_used_h.back() != life_h)
        state.SkipWithError("the fleet ages otherwise than its last transformer");
    auto const steps = static_cast<double>(state.iterations()) * static_cast<double>(transformers);
    state.counters["per_step"] =
        benchmark::Counter(steps, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK_CAPTURE(fleet_step, distribution, distribution_set, 0.1)->Arg(1)->Arg(15)->Arg(60);
BENCHMARK_CAPTURE(fleet_step, distribution_swinging, distribution_set, 0.7)->Arg(15);
BENCHMARK_CAPTURE(fleet_step, substation, power_set(150, 7), 0.1)->Arg(15);

}  // namespace
