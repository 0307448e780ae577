// Nanoseconds a call of the elementary functions, on arguments as the model uses them. Each run is right if
// its sum agrees with the C library's.

#include "sim/base/math.hpp"
#include "sim/base/random.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace {

using namespace yuchong;

std::vector<double> draw_arguments(double low, double high) {
    RandomSource const random{1};
    std::vector<double> drawn(4096);
    for (std::uint32_t i = 0; i < drawn.size(); ++i) {
        drawn[i] = low + (high - low) * random.draw({DrawClass::test, 0, i}).uniform(0);
    }
    return drawn;
}

template <class Function>
double sum_of(Function f, std::vector<double> const& arguments) {
    double sum = 0.0;
    for (double const x : arguments) sum += f(x);
    return sum;
}

template <class Function, class Reference>
void calls(benchmark::State& state, Function f, Reference reference, double low, double high) {
    std::vector<double> const arguments = draw_arguments(low, high);
    double sum = 0.0;
    for (auto _ : state) {
        sum = sum_of(f, arguments);
        benchmark::DoNotOptimize(sum);
    }
    double const expected = sum_of(reference, arguments);
    if (!(std::abs(sum - expected) <= 1e-12 * std::abs(expected)))
        state.SkipWithError("another sum than libm");
    auto const count = static_cast<double>(state.iterations()) * static_cast<double>(arguments.size());
    state.counters["per_call"] =
        benchmark::Counter(count, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

double power(double x) { return math::pow(x, 1.7); }
double libm_power(double x) { return std::pow(x, 1.7); }

using Real = double (*)(double);

BENCHMARK_CAPTURE(calls, exp, math::exp, static_cast<Real>(std::exp), -20.0, 5.0);
BENCHMARK_CAPTURE(calls, expm1, math::expm1, static_cast<Real>(std::expm1), -3.0, 1.0);
BENCHMARK_CAPTURE(calls, log, math::log, static_cast<Real>(std::log), 0.001, 10.0);
BENCHMARK_CAPTURE(calls, log1p, math::log1p, static_cast<Real>(std::log1p), -0.5, 2.0);
BENCHMARK_CAPTURE(calls, pow, power, libm_power, 0.001, 10.0);
BENCHMARK_CAPTURE(calls, sin, math::sin, static_cast<Real>(std::sin), -7.0, 7.0);
BENCHMARK_CAPTURE(calls, cos, math::cos, static_cast<Real>(std::cos), -7.0, 7.0);

}  // namespace
