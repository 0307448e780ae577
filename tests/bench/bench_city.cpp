// The whole model, a warm-up day and a recorded day of Chongqing: CPU per step (an event handled or a trip
// walked) and memory per agent. The run must audit clean and give the same digest every time.

#include "sim/city/simulation.hpp"
#include "sim/io/scenario.hpp"
#include "sim/run/cost.hpp"

#include <benchmark/benchmark.h>

#include <atomic>
#include <string>

namespace {

using namespace yuchong;

// Bytes of what a car keeps: hot record, walk origin, frozen record, schedule slot, its share of pools and
// events.
double bytes_per_agent(city::City const& city, city::Simulation const& simulation) {
    auto const& state = simulation.state();
    double const bytes = static_cast<double>(
        state.agents.capacity() * sizeof(city::Agent) + state.origins.capacity() * sizeof(city::WalkOrigin) +
        city.cars.capacity() * sizeof(demand::Car) + state.visits.capacity() * sizeof(city::Visit) +
        state.home.tapering.capacity() * sizeof(city::TaperMeter) + state.schedule.size() * 16 +
        state.schedule.pending() * sizeof(Event));
    return bytes / static_cast<double>(city.cars.size());
}

void city_two_days(benchmark::State& bench) {
    std::string const root = YUCHONG_SOURCE_DIR;
    std::string const scale = "scale=" + std::to_string(static_cast<double>(bench.range(0)) / 100.0);
    city::City const city(
        io::load_scenario(root + "/scenarios/chongqing.yaml", {scale}, root + "/models").inputs);
    std::atomic<bool> const stop{false};
    std::uint64_t digest = 0;
    for (auto _ : bench) {
        measure::NoSink sink;
        city::Simulation simulation(city, sink);
        double const before_s = run::thread_cpu_s();
        simulation.advance(simulation.end(), stop);
        double const cpu_s = run::thread_cpu_s() - before_s;
        simulation.close();
        auto const summary = simulation.summary();
        if (summary.status != measure::Status::done) bench.SkipWithError("the audit failed");
        if (digest != 0 && digest != summary.digest) bench.SkipWithError("another digest");
        digest = summary.digest;
        double const steps = static_cast<double>(summary.events + summary.trips_walked);
        bench.counters["ns_per_step"] = 1e9 * cpu_s / steps;
        bench.counters["steps"] = steps;
        bench.counters["bytes_per_agent"] = bytes_per_agent(city, simulation);
    }
}
BENCHMARK(city_two_days)->Arg(5)->Arg(100)->Unit(benchmark::kSecond);

}  // namespace
