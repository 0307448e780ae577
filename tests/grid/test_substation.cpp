#include "sim/grid/substation.hpp"

#include "sim/grid/feeder_solver.hpp"
#include "sim/grid/tap_changer.hpp"
#include "tests/grid/random_feeder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

// 50 MVA, 10.5 % on 1 MVA: 4 % of voltage at full load.
constexpr SubstationTransformer transformer{.r_pu = 0.0001, .x_pu = 0.0021};
constexpr Complex source{1.05, 0.0};
constexpr FlowTolerance tight{.voltage_pu = 1e-10, .power_pu = 1e-9};

// Feeders that hang on one bus, and all of them as one tree behind the transformer.
struct Bus {
    std::vector<RandomFeeder> data;
    std::vector<RadialFeeder> feeders;
    std::vector<std::vector<Complex>> voltage;
    FeederSolver solver{60};
    int solves = 0;

    explicit Bus(std::uint32_t count) {
        for (std::uint32_t k = 0; k < count; ++k) {
            data.push_back(random_feeder(k, 20 + k, 6.0, 0.03));
            feeders.push_back(data.back().feeder());
            voltage.emplace_back(data.back().size(), source);
        }
    }
    std::optional<Complex> draw(Complex bus) {
        Complex sum;
        for (std::size_t k = 0; k < feeders.size(); ++k) {
            ++solves;
            FlowOutcome const outcome = solver.solve(feeders[k], bus, data[k].loads(), tight, voltage[k]);
            if (!outcome.converged) return std::nullopt;
            sum += outcome.head_power;
        }
        return sum;
    }
    [[nodiscard]] RandomFeeder merged() const {
        RandomFeeder all;
        auto const add = [&](std::uint32_t parent, double r, double x, double p, double q) {
            all.parent.push_back(parent);
            all.r_pu.push_back(r);
            all.x_pu.push_back(x);
            all.rating_pu.push_back(1.0);
            all.p_pu.push_back(p);
            all.q_pu.push_back(q);
        };
        add(0, 0.0, 0.0, 0.0, 0.0);
        add(0, transformer.r_pu, transformer.x_pu, 0.0, 0.0);
        for (RandomFeeder const& f : data) {
            std::uint32_t const before = all.size() - 1;
            for (std::uint32_t i = 1; i < f.size(); ++i) {
                add(f.parent[i] == 0 ? 1 : before + f.parent[i], f.r_pu[i], f.x_pu[i], f.p_pu[i], f.q_pu[i]);
            }
        }
        return all;
    }
};

constexpr TapChangerSettings settings{.target_pu = 1.0,
                                      .dead_band_pu = 0.015,
                                      .step_pu = 0.0125,
                                      .lowest = -8,
                                      .highest = 8,
                                      .first_delay = seconds(60),
                                      .next_delay = seconds(10)};

}  // namespace

TEST_CASE("feeders coupled by their transformer have the voltages of one tree, in few passes") {
    Bus bus(8);  // 48 MW
    BusOutcome const outcome = solve_substation(transformer, source, source, {.voltage_pu = 1e-8},
                                                [&](Complex v) { return bus.draw(v); });
    REQUIRE(outcome.converged);
    CHECK(outcome.passes <= 4);
    RandomFeeder const all = bus.merged();
    std::vector<Complex> voltage(all.size(), source);
    FeederSolver solver(all.size());
    FlowOutcome const whole = solver.solve(all.feeder(), source, all.loads(), tight, voltage);
    REQUIRE(whole.converged);
    CHECK(magnitude(outcome.voltage - voltage[1]) < 1e-8);
    CHECK(magnitude(outcome.power + outcome.losses - whole.head_power) < 1e-6);
    std::size_t node = 2;
    for (auto const& feeder : bus.voltage) {
        for (std::size_t i = 1; i < feeder.size(); ++i) CHECK(magnitude(feeder[i] - voltage[node++]) < 1e-8);
    }
    BusOutcome const again = solve_substation(transformer, source, outcome.voltage, {.voltage_pu = 1e-6},
                                              [&](Complex v) { return bus.draw(v); });
    CHECK(again.passes == 1);
}

TEST_CASE("a transformer or a feeder that cannot carry its load is reported") {
    Bus bus(8);
    SubstationTransformer const weak{.r_pu = 0.0, .x_pu = 0.1};
    CHECK_FALSE(solve_substation(weak, source, source, {}, [&](Complex v) { return bus.draw(v); }).converged);
    auto const nothing = [](Complex) { return std::optional<Complex>{}; };
    CHECK_FALSE(solve_substation(transformer, source, source, {}, nothing).converged);
}

TEST_CASE("the voltage behind an impedance draws the power it was asked for") {
    Complex const z{0.02, 0.1}, s{1.5, 0.4}, e{0.98, 0.17};
    Complex const v = voltage_behind(e, z, s).value();
    Complex const current = quotient(e - v, z);
    CHECK(magnitude(times_conjugate(v, current) - s) < 1e-12);
    CHECK(magnitude(v) > 0.5);
    CHECK(voltage_behind(e, z, {}).value().re == Approx(e.re));
    CHECK_FALSE(voltage_behind(e, z, {5.0, 5.0}).has_value());
}

TEST_CASE("a tap waits for the first delay, then follows at the next") {
    TapChanger tap;
    tap = advance(tap, settings, 0.97, seconds(59));
    CHECK(tap.tap == 0);
    tap = advance(tap, settings, 0.97, seconds(1));
    CHECK(tap.tap == 1);
    CHECK(no_load_voltage(tap, settings, {1.0, 0.0}).re == Approx(1.0125));
    tap = advance(tap, settings, 0.97, seconds(9));
    CHECK(tap.tap == 1);
    tap = advance(tap, settings, 0.97, seconds(1));
    CHECK(tap.tap == 2);
}

TEST_CASE("a long step takes the taps that fit into it, until the voltage should be back") {
    CHECK(advance({}, settings, 0.93, minutes(5)).tap == 5);    // 0.9925
    CHECK(advance({}, settings, 1.039, minutes(5)).tap == -2);  // 1.014
    CHECK(advance({}, settings, 0.93, seconds(75)).tap == 2);
}

TEST_CASE("inside the dead band nothing moves and the count starts anew") {
    TapChanger tap = advance({}, settings, 0.98, seconds(50));
    CHECK(tap.tap == 0);
    tap = advance(tap, settings, 0.99, seconds(10));
    CHECK(tap == TapChanger{});
    tap = advance(tap, settings, 0.98, seconds(50));
    tap = advance(tap, settings, 1.02, seconds(50));  // the other way counts from 0 as well
    CHECK(tap.tap == 0);
    CHECK(advance(tap, settings, 1.02, seconds(10)).tap == -1);
}

TEST_CASE("taps end at their range and come back from it") {
    TapChanger tap = advance({}, settings, 0.7, hours(1));
    CHECK(tap.tap == 8);
    tap = advance(tap, settings, 0.7, hours(1));
    CHECK(tap.tap == 8);
    tap = advance(tap, settings, 1.02, seconds(60));
    CHECK(tap.tap == 7);
}

TEST_CASE("feeders that answer to the voltage are found in a few passes by secant steps") {
    SubstationTransformer const transformer{0.0002, 0.004};
    // 60 MVA of inverters around 1 pu, at a fall of 0.44 within 6 %: a plain pass overshoots by 1.8 times.
    auto const draw = [](Complex bus) {
        double const given = std::clamp(60.0 * 7.3 * (1.0 - magnitude(bus)), -26.0, 26.0);
        return std::optional(Complex{20.0, 8.0 - given});
    };
    BusOutcome const plain = solve_substation(transformer, {1.0, 0.0}, {1.0, 0.0}, {}, draw);
    BusOutcome const secant =
        solve_substation(transformer, {1.0, 0.0}, {1.0, 0.0}, {}, draw, BusSteps::secant);
    CHECK_FALSE(plain.converged);
    REQUIRE(secant.converged);
    CHECK(secant.passes < 15);
    auto const behind = voltage_behind({1.0, 0.0}, {0.0002, 0.004}, secant.power);
    REQUIRE(behind);
    CHECK(magnitude(*behind - secant.voltage) < 1e-8);
}
