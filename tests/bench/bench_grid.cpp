// Power flow of one radial 10 kV feeder of 101 nodes, 6 MW at a power factor of about 0.95, lowest voltage
// about 0.95 pu; loads are drawn anew for every solve. Time is CPU per solve.
//
// Each run is right if the solutions leave no current unaccounted for.

#include "sim/grid/feeder_solver.hpp"
#include "sim/grid/lane_solver.hpp"
#include "tests/grid/random_feeder.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace {

using namespace yuchong;
using namespace yuchong::grid;

constexpr Complex head{1.0, 0.0};
constexpr std::size_t scenarios = 64;

// The largest |V - (V_parent - z J)| with J summed afresh from the loads: how far the voltages are from a
// solution.
double residual(RadialFeeder const& feeder, FeederLoads const& loads, std::span<Complex const> voltage) {
    std::vector<Complex> current(feeder.size());
    double largest = 0.0;
    for (std::uint32_t i = feeder.size(); i-- > 1;) {
        current[i] += conjugate(quotient({loads.p_pu[i], loads.q_pu[i]}, voltage[i]));
        if (feeder.parent()[i] != 0) current[feeder.parent()[i]] += current[i];
        Complex const from = voltage[feeder.parent()[i]];
        largest = std::fmax(largest, magnitude(from - feeder.impedance(i) * current[i] - voltage[i]));
    }
    return largest;
}

struct Case {
    RandomFeeder data;
    RadialFeeder feeder;
    std::vector<std::vector<double>> p, q;  // by scenario
};

// Each load changes by up to `spread` of itself: anew in each scenario, or as a walk that comes back.
enum class Change { anew, walk };

Case make_case(std::uint32_t nodes, double spread, Change change) {
    RandomFeeder data = random_feeder(7, nodes, 6.0, 0.05);
    Case c{data, data.feeder(), {}, {}};
    RandomSource const random{2};
    for (std::uint32_t s = 0; s < scenarios; ++s) {
        c.p.push_back(data.p_pu);
        c.q.push_back(data.q_pu);
        std::uint32_t const step = change == Change::anew ? s : (s < scenarios / 2 ? s : scenarios - 1 - s);
        for (std::uint32_t i = 0; i < nodes; ++i) {
            double k = 1.0;
            if (change == Change::anew) {
                k += spread * (2.0 * random.draw({DrawClass::test, 3, s, i}).uniform(0) - 1.0);
            }
            for (std::uint32_t w = 0; change == Change::walk && w < step; ++w) {
                k *= 1.0 + spread * (2.0 * random.draw({DrawClass::test, 4, w, i}).uniform(0) - 1.0);
            }
            c.p[s][i] *= k;
            c.q[s][i] *= k;
        }
    }
    return c;
}

void flat_start(benchmark::State& state) {
    Case const c = make_case(static_cast<std::uint32_t>(state.range(0)), 0.5, Change::anew);
    FeederSolver solver(c.feeder.size());
    std::vector<Complex> voltage(c.feeder.size());
    std::size_t s = 0;
    double sweeps = 0.0;
    for (auto _ : state) {
        std::fill(voltage.begin(), voltage.end(), head);
        FlowOutcome const outcome =
            solver.solve(c.feeder, head, {.p_pu = c.p[s], .q_pu = c.q[s]}, {.voltage_pu = 1e-8}, voltage);
        sweeps += outcome.sweeps;
        if (!outcome.converged || outcome.newton_steps > 0) state.SkipWithError("did not converge");
        s = (s + 1) % scenarios;
    }
    s = (s + scenarios - 1) % scenarios;
    if (!(residual(c.feeder, {.p_pu = c.p[s], .q_pu = c.q[s]}, voltage) < 1e-8)) state.SkipWithError("wrong");
    state.counters["sweeps"] = sweeps / static_cast<double>(state.iterations());
}

void warm_walk(benchmark::State& state) {
    Case const c = make_case(static_cast<std::uint32_t>(state.range(0)), 0.01, Change::walk);
    FeederSolver solver(c.feeder.size());
    std::vector<Complex> voltage(c.feeder.size(), head);
    std::size_t s = 0;
    double sweeps = 0.0;
    for (auto _ : state) {
        FlowOutcome const outcome =
            solver.solve(c.feeder, head, {.p_pu = c.p[s], .q_pu = c.q[s]}, {.voltage_pu = 1e-6}, voltage);
        sweeps += outcome.sweeps;
        if (!outcome.converged || outcome.newton_steps > 0) state.SkipWithError("did not converge");
        s = (s + 1) % scenarios;
    }
    s = (s + scenarios - 1) % scenarios;
    if (!(residual(c.feeder, {.p_pu = c.p[s], .q_pu = c.q[s]}, voltage) < 1e-6)) state.SkipWithError("wrong");
    state.counters["sweeps"] = sweeps / static_cast<double>(state.iterations());
}

void tree_newton(benchmark::State& state) {
    Case const c = make_case(static_cast<std::uint32_t>(state.range(0)), 0.5, Change::anew);
    FeederSolver solver(c.feeder.size());
    std::vector<Complex> voltage(c.feeder.size(), head);
    std::size_t s = 0;
    for (auto _ : state) {
        FlowOutcome const outcome = solver.solve_by_newton(c.feeder, head, {.p_pu = c.p[s], .q_pu = c.q[s]},
                                                           {.voltage_pu = 1e-8}, voltage);
        if (!outcome.converged) state.SkipWithError("did not converge");
        s = (s + 1) % scenarios;
    }
    s = (s + scenarios - 1) % scenarios;
    if (!(residual(c.feeder, {.p_pu = c.p[s], .q_pu = c.q[s]}, voltage) < 1e-8)) state.SkipWithError("wrong");
}

// Eight scenarios a solve, the loads already in lanes; seconds an item are seconds a scenario.
void lanes(benchmark::State& state, InstructionSet set) {
    if (set == InstructionSet::avx2 && widest_instruction_set() != set) {
        for (auto _ : state) {
        }
        return;
    }
    Case const c = make_case(static_cast<std::uint32_t>(state.range(0)), 0.5, Change::anew);
    std::uint32_t const nodes = c.feeder.size();
    std::vector<std::vector<LaneReal>> p(scenarios / lane_count, std::vector<LaneReal>(nodes)), q = p;
    for (std::size_t s = 0; s < scenarios; ++s) {
        for (std::uint32_t i = 0; i < nodes; ++i) {
            p[s / lane_count][i].lane[s % lane_count] = c.p[s][i];
            q[s / lane_count][i].lane[s % lane_count] = c.q[s][i];
        }
    }
    LaneSolver solver(nodes, set);
    LaneHeads heads;
    heads.fill(head);
    LaneComplex flat;
    std::fill_n(flat.re.lane, lane_count, head.re);
    std::fill_n(flat.im.lane, lane_count, head.im);
    std::vector<LaneComplex> voltage(nodes);
    std::size_t g = 0;
    for (auto _ : state) {
        std::fill(voltage.begin(), voltage.end(), flat);
        LaneOutcomes const outcomes =
            solver.solve(c.feeder, heads, {p[g], q[g]}, {.voltage_pu = 1e-8}, voltage);
        for (FlowOutcome const& outcome : outcomes) {
            if (!outcome.converged || outcome.newton_steps > 0) state.SkipWithError("did not converge");
        }
        g = (g + 1) % p.size();
    }
    g = (g + p.size() - 1) % p.size();
    for (std::size_t l = 0; l < lane_count; ++l) {
        std::vector<Complex> one;
        for (LaneComplex const& v : voltage) one.push_back({v.re.lane[l], v.im.lane[l]});
        std::size_t const s = g * lane_count + l;
        if (!(residual(c.feeder, {.p_pu = c.p[s], .q_pu = c.q[s]}, one) < 1e-8)) state.SkipWithError("wrong");
    }
    state.SetItemsProcessed(state.iterations() * lane_count);
    state.counters["cpu_per_scenario"] =
        benchmark::Counter(static_cast<double>(state.iterations() * lane_count),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK_CAPTURE(lanes, portable, InstructionSet::portable)->Arg(33)->Arg(101)->Arg(1001);
BENCHMARK_CAPTURE(lanes, avx2, InstructionSet::avx2)->Arg(33)->Arg(101)->Arg(1001);
BENCHMARK(flat_start)->Arg(33)->Arg(101)->Arg(1001);
BENCHMARK(warm_walk)->Arg(33)->Arg(101)->Arg(1001);
BENCHMARK(tree_newton)->Arg(33)->Arg(101)->Arg(1001);

}  // namespace
