#include "sim/grid/voltage_bound.hpp"

#include "sim/base/check.hpp"
#include "sim/grid/feeder_solver.hpp"
#include "tests/grid/random_feeder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

constexpr FlowTolerance tight{.voltage_pu = 1e-11, .power_pu = 1e-9};

struct Change {
    double bound, real;  // infinite: the feeder cannot carry the loads any more
};

// Solves, changes some loads (and the head), bounds the change and solves again.
Change change_of(std::uint32_t number, double drop, double step_pu, double head_step_pu) {
    RandomSource const random{17};
    std::uint32_t const nodes = 5 + number % 80;
    RandomFeeder data = random_feeder(number, nodes, 6.0, drop);
    RadialFeeder const feeder = data.feeder();
    FeederSolver solver(nodes);
    Complex head{1.0, 0.0};
    std::vector<Complex> before(nodes, head);
    REQUIRE(solver.solve(feeder, head, data.loads(), tight, before).converged);
    VoltageBound bound(feeder);
    bound.solved(data.p_pu, data.q_pu, before);
    for (std::uint32_t c = 0; c < 1 + number % 5; ++c) {
        Block const draw = random.draw({DrawClass::test, 1, number, c});
        std::uint32_t const node = 1 + draw.word(0) % (nodes - 1);
        Complex const dS{step_pu * (2.0 * draw.uniform(1) - 0.7), 0.3 * step_pu * draw.uniform(2)};
        data.p_pu[node] += dS.re;
        data.q_pu[node] += dS.im;
        bound.change(node, dS);
    }
    if (head_step_pu != 0.0) {
        head.re += head_step_pu;
        bound.change_head({head_step_pu, 0.0});
    }
    std::vector<Complex> after = before;
    bool const feasible = solver.solve(feeder, head, data.loads(), tight, after).converged;
    double real = feasible ? 0.0 : std::numeric_limits<double>::infinity();
    for (std::uint32_t i = 0; i < nodes; ++i) real = std::fmax(real, magnitude(after[i] - before[i]));
    return {bound.largest_change_pu(), real};
}

}  // namespace

TEST_CASE("no voltage moves further than its bound, on random feeders and changes of any size") {
    int bounded = 0;
    for (std::uint32_t number = 0; number < 1000; ++number) {
        double const step_pu = 0.001 * std::pow(2.0, number % 11);  // 1 kW to 1 MW
        double const head_step_pu = number % 3 == 0 ? 0.01 * (number % 5 - 2.0) : 0.0;
        Change const c = change_of(number, 0.01 + 0.00012 * number, step_pu, head_step_pu);
        INFO("feeder " << number);
        REQUIRE(c.real <= c.bound + 1e-11);
        bounded += std::isfinite(c.bound) ? 1 : 0;
    }
    CHECK(bounded > 700);
}

TEST_CASE("the bound of a small change is within a small factor of what happens at the end of a line") {
    std::vector<std::uint32_t> const parent{0, 0, 1};
    std::vector<double> const r{0.0, 0.005, 0.005}, x{0.0, 0.005, 0.005}, p{0.0, 1.0, 2.0}, q{0.0, 0.0, 0.0};
    RadialFeeder const feeder({.parent = parent, .r_pu = r, .x_pu = x});
    FeederSolver solver(3);
    std::vector<Complex> before(3, Complex{1.0, 0.0});
    REQUIRE(solver.solve(feeder, {1.0, 0.0}, {.p_pu = p, .q_pu = q}, tight, before).converged);
    VoltageBound bound(feeder);
    bound.solved(p, q, before);
    CHECK(bound.largest_change_pu() == 0.0);
    bound.change(2, {0.06, 0.0});
    std::vector<double> const more{0.0, 1.0, 2.06};
    std::vector<Complex> after = before;
    REQUIRE(solver.solve(feeder, {1.0, 0.0}, {.p_pu = more, .q_pu = q}, tight, after).converged);
    double const real = magnitude(after[2] - before[2]);
    CHECK(bound.largest_change_pu() >= real);
    CHECK(bound.largest_change_pu() < 1.2 * real);
    CHECK(bound.largest_change_pu() == Approx(0.06 * std::sqrt(2.0) * 0.01).epsilon(0.1));  // |dS| |Z| / V
}

TEST_CASE("changes add up until the next solve, and a load that may collapse the feeder has no bound") {
    std::vector<std::uint32_t> const parent{0, 0};
    std::vector<double> const r{0.0, 0.1}, x{0.0, 0.0}, none{0.0, 0.0};
    RadialFeeder const feeder({.parent = parent, .r_pu = r, .x_pu = x});
    VoltageBound bound(feeder);
    std::vector<Complex> const flat(2, Complex{1.0, 0.0});
    bound.solved(none, none, flat);
    bound.change(1, {0.2, 0.0});
    double const once = bound.largest_change_pu();
    bound.change(1, {-0.2, 0.0});
    CHECK(bound.largest_change_pu() > once);
    bound.change(1, {3.0, 0.0});
    CHECK(std::isinf(bound.largest_change_pu()));
    bound.solved(none, none, flat);
    CHECK(bound.largest_change_pu() == 0.0);
}

TEST_CASE("the bound of one branch from no load is its own collapse") {
    // r = 0.1: V = 1/2 + sqrt(1/4 - 0.1 p), the bound's equation with m = 1 and B = A = 0.1 p.
    for (double const p : {0.1, 1.0, 2.0, 2.4}) {
        CHECK(largest_voltage_change(0.1 * p, 0.1 * p, 1.0) == Approx(0.5 - std::sqrt(0.25 - 0.1 * p)));
    }
    CHECK(std::isinf(largest_voltage_change(0.251, 0.251, 1.0)));
}

TEST_CASE("linear drops of the squared voltage give the voltages of LinDistFlow") {
    // M. E. Baran, F. F. Wu, "Optimal sizing of capacitors placed on a radial distribution system", IEEE
    // Trans. Power Delivery 4(1), 1989: v = |V|^2 falls by 2 (R P + X Q) a branch, losses left out. The
    // feeder of test_feeder_solver.cpp, 10 kV and 0.27 + j0.34 ohm/km.
    std::vector<std::size_t> const parent{0, 0, 1, 2, 2};
    std::vector<double> const km{0.0, 1.5, 1.2, 0.8, 2.0};
    std::vector<Complex> s{{}, {0.8, 0.26}, {0.6, 0.2}, {1.5, 0.3}, {0.9, 0.3}};
    for (std::size_t i = 4; i > 0; --i) s[parent[i]] += s[i];
    std::vector<double> const expected_kv{10.0, 9.789831459, 9.656293285, 9.614197834, 9.584570935};
    std::vector<double> v(5, 1.0);
    for (std::size_t i = 1; i < 5; ++i) {
        v[i] = v[parent[i]] - 2.0 * linear_drop_pu(s[i], (km[i] / 100.0) * Complex{0.27, 0.34});
        CHECK(10.0 * std::sqrt(v[i]) == Approx(expected_kv[i]).epsilon(1e-9));
    }
}

TEST_CASE("the linear drop is P R + Q X") {
    // 2.4 MW and 0.6 Mvar over 1.1 + j1.4 ohm at 10 kV (100 ohm on 1 MVA): 3.48 %.
    CHECK(100.0 * linear_drop_pu({2.4, 0.6}, {0.011, 0.014}) == Approx(3.48).epsilon(1e-12));
}
