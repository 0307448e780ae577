#include "sim/grid/feeder_solver.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"
#include "sim/grid/meshed_flow.hpp"
#include "sim/grid/switched_network.hpp"
#include "tests/grid/network_case.hpp"
#include "tests/grid/random_feeder.hpp"
#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

constexpr Complex head{1.0, 0.0};
constexpr FlowTolerance tight{.voltage_pu = 1e-11, .power_pu = 1e-9};

using Solve = FlowOutcome (FeederSolver::*)(RadialFeeder const&, Complex, FeederLoads const&,
                                            FlowTolerance const&, std::span<Complex>);

Complex expected(NetworkCase const& c, std::uint32_t node) {
    double const angle = c.va_deg[node] * std::numbers::pi / 180.0;
    return {c.vm_pu[node] * std::cos(angle), c.vm_pu[node] * std::sin(angle)};
}

double largest_difference(std::span<Complex const> a, std::span<Complex const> b) {
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::fmax(largest, magnitude(a[i] - b[i]));
    return largest;
}

MeshedNetwork meshed(RadialFeeder const& feeder) {
    MeshedNetwork network{feeder.size(), 0, {}, {}, {}};
    for (std::uint32_t i = 1; i < feeder.size(); ++i) {
        network.branches.push_back({feeder.parent()[i], i, feeder.r_pu()[i], feeder.x_pu()[i]});
    }
    network.g_pu.assign(feeder.g_pu().begin(), feeder.g_pu().end());
    network.b_pu.assign(feeder.b_pu().begin(), feeder.b_pu().end());
    return network;
}

// Every solver there is, from a flat start.
struct Solutions {
    FlowOutcome sweep, newton, sparse;
    std::vector<Complex> by_sweep, by_newton, by_sparse;

    Solutions(RadialFeeder const& feeder, FeederLoads const& loads, FlowTolerance const& tolerance)
        : by_sweep(feeder.size(), head), by_newton(by_sweep), by_sparse(by_sweep) {
        FeederSolver solver(feeder.size());
        sweep = solver.solve(feeder, head, loads, tolerance, by_sweep);
        newton = solver.solve_by_newton(feeder, head, loads, tolerance, by_newton);
        sparse = MeshedFlow(meshed(feeder)).solve(head, loads, tolerance, by_sparse);
    }
};

// A load at the end of one branch of 0.1 pu of resistance: solvable up to 1 / (4 r) = 2.5 pu.
struct TwoNodes {
    std::vector<std::uint32_t> parent{0, 0};
    std::vector<double> r{0.0, 0.1}, x{0.0, 0.0}, p{0.0, 0.0}, q{0.0, 0.0}, none{0.0, 0.0};
    RadialFeeder feeder{{.parent = parent, .r_pu = r, .x_pu = x}};
};

}  // namespace

TEST_CASE("published feeders are solved to their published voltages and losses") {
    auto const [name, losses_kw, losses_kvar] = GENERATE(std::tuple("case33bw", 202.6771265, 135.140971),
                                                         std::tuple("case69", 224.9916942, 102.1580498),
                                                         std::tuple("case118zh", 1298.091617, 978.7361466));
    INFO(name);
    NetworkCase const c = network_case(name);
    SwitchedNetwork const network(c.nodes(), c.branches, {c.head});
    CHECK(network.islands().empty());
    CHECK(network.loops().empty());
    NumberedFeeder const& numbered = network.feeder(0);
    std::vector<double> p, q;
    for (std::uint32_t const node : numbered.node) {
        p.push_back(c.p_pu[node]);
        q.push_back(c.q_pu[node]);
    }
    for (Solve const solve : {static_cast<Solve>(&FeederSolver::solve), &FeederSolver::solve_by_newton}) {
        FeederSolver solver(c.nodes());
        std::vector<Complex> voltage(c.nodes(), head);
        FlowOutcome const outcome =
            (solver.*solve)(numbered.feeder, head, {.p_pu = p, .q_pu = q}, {.voltage_pu = 1e-10}, voltage);
        REQUIRE(outcome.converged);
        double worst = 0.0;
        for (std::uint32_t i = 0; i < c.nodes(); ++i) {
            worst = std::fmax(worst, magnitude(voltage[i] - expected(c, numbered.node[i])));
        }
        CHECK(worst < 1e-8);
        CHECK(1000.0 * outcome.losses.re == Approx(losses_kw).epsilon(1e-8));
        CHECK(1000.0 * outcome.losses.im == Approx(losses_kvar).epsilon(1e-8));
    }
    std::vector<Complex> voltage(c.nodes(), head);
    FlowOutcome const outcome =
        MeshedFlow(c.meshed()).solve(head, {.p_pu = c.p_pu, .q_pu = c.q_pu}, tight, voltage);
    REQUIRE(outcome.converged);
    for (std::uint32_t i = 0; i < c.nodes(); ++i) CHECK(magnitude(voltage[i] - expected(c, i)) < 1e-8);
    CHECK(1000.0 * outcome.losses.re == Approx(losses_kw).epsilon(1e-8));
}

TEST_CASE("a feeder of four loads has the voltages, losses and currents of a fixed point to 1e-13") {
    // 10 kV, 0.27 + j0.34 ohm/km; 1.5, 1.2, 0.8 and 2.0 km; 100 ohm and 57.735 A on 1 MVA.
    std::vector<std::uint32_t> const parent{0, 0, 1, 2, 2};
    std::vector<double> r{0.0, 1.5, 1.2, 0.8, 2.0}, x = r;
    for (double& ohm : r) ohm *= 0.27 / 100.0;
    for (double& ohm : x) ohm *= 0.34 / 100.0;
    std::vector<double> const p{0.0, 0.8, 0.6, 1.5, 0.9}, q{0.0, 0.26, 0.2, 0.3, 0.3};
    RadialFeeder const feeder({.parent = parent, .r_pu = r, .x_pu = x});
    FeederSolver solver(5);
    std::vector<Complex> voltage(5, head);
    FlowOutcome const outcome = solver.solve(feeder, head, {.p_pu = p, .q_pu = q}, tight, voltage);
    REQUIRE(outcome.converged);
    std::vector<double> const kv{10.0, 9.781422031, 9.645359944, 9.603057183, 9.573168954};
    std::vector<double> const a{236.302708, 236.302708, 186.6828425, 91.96822114, 57.21434147};
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(10.0 * magnitude(voltage[i]) == Approx(kv[i]).epsilon(1e-9));
        CHECK(magnitude(solver.current()[i]) * 100.0 / std::sqrt(3.0) == Approx(a[i]).epsilon(1e-9));
    }
    CHECK(1000.0 * outcome.losses.re == Approx(112.5029411).epsilon(1e-9));
    CHECK(outcome.head_power.re == Approx(3.8 + outcome.losses.re).epsilon(1e-10));
    CHECK(outcome.head_power.im == Approx(1.06 + outcome.losses.im).epsilon(1e-10));
}

TEST_CASE("sweeps, tree Newton and sparse Newton agree on a thousand random feeders") {
    for (std::uint32_t number = 0; number < 1000; ++number) {
        std::uint32_t const nodes = 2 + number % 60;
        double const drop = 0.002 + 0.0002 * (number % 700);  // to 0.14: some need Newton's method
        RandomFeeder const data = random_feeder(number, nodes, 1.0 + number % 8, drop);
        Solutions const s(data.feeder(), data.loads(), tight);
        INFO("feeder " << number);
        REQUIRE((s.sweep.converged && s.newton.converged && s.sparse.converged));
        REQUIRE(largest_difference(s.by_sweep, s.by_sparse) < 1e-9);
        REQUIRE(largest_difference(s.by_newton, s.by_sparse) < 1e-9);
        REQUIRE(std::fabs(s.sweep.losses.re - s.sparse.losses.re) < 1e-9);
        REQUIRE(magnitude(s.newton.head_power - s.sparse.head_power) < 1e-9);
    }
}

TEST_CASE("loads of constant current and impedance, shunts and chargers agree as well") {
    RandomSource const random{5};
    for (std::uint32_t number = 0; number < 200; ++number) {
        RandomFeeder data = random_feeder(number, 30, 6.0, 0.1);
        std::vector<double> g(30), b(30), charger_p(30), charger_q(30);
        std::vector<ZipShares> shares(30);
        for (std::uint32_t i = 0; i < 30; ++i) {
            Block const a = random.draw({DrawClass::test, 6, number, i}),
                        c = random.draw({DrawClass::test, 7, number, i});
            shares[i] = {0.5 * a.uniform(0), 0.5 * a.uniform(1)};
            g[i] = 0.01 * a.uniform(2);
            b[i] = 0.05 * a.uniform(3);
            charger_p[i] = c.uniform(0) < 0.2 ? 0.3 * c.uniform(1) : 0.0;
            charger_q[i] = -0.15 * charger_p[i];
        }
        RadialFeeder const feeder(
            {.parent = data.parent, .r_pu = data.r_pu, .x_pu = data.x_pu, .g_pu = g, .b_pu = b});
        FeederLoads loads = data.loads();
        loads.shares = shares;
        loads.charger_p_pu = charger_p;
        loads.charger_q_pu = charger_q;
        Solutions const s(feeder, loads, tight);
        INFO("feeder " << number);
        REQUIRE((s.sweep.converged && s.newton.converged && s.sparse.converged));
        REQUIRE(s.newton.newton_steps <= 5);  // quadratic, so the slopes are right
        REQUIRE(largest_difference(s.by_sweep, s.by_sparse) < 1e-9);
        REQUIRE(largest_difference(s.by_newton, s.by_sparse) < 1e-9);
        REQUIRE(magnitude(s.sweep.head_power - s.sparse.head_power) < 1e-9);
    }
}

TEST_CASE("one branch has the voltage of its quadratic, up to the nose") {
    TwoNodes two;
    FeederSolver solver(2);
    for (double const p : {0.5, 2.0, 2.45, 2.499}) {
        two.p[1] = p;
        std::vector<Complex> voltage(2, head);
        FlowOutcome const outcome =
            solver.solve(two.feeder, head, {.p_pu = two.p, .q_pu = two.q}, tight, voltage);
        REQUIRE(outcome.converged);
        CHECK(voltage[1].re == Approx(0.5 + std::sqrt(0.25 - 0.1 * p)).epsilon(1e-9));
        CHECK((outcome.newton_steps > 0) == (p > 2.2));  // sweeps slow down towards the nose
    }
}

TEST_CASE("a load beyond the nose has no solution and none is returned") {
    TwoNodes two;
    two.p[1] = 2.51;
    Solutions s(two.feeder, {.p_pu = two.p, .q_pu = two.q}, {});
    for (FlowOutcome const& outcome : {s.sweep, s.newton, s.sparse}) CHECK_FALSE(outcome.converged);
    for (auto const* voltage : {&s.by_sweep, &s.by_newton, &s.by_sparse}) CHECK((*voltage)[1] == head);
    for (std::uint32_t number = 0; number < 50; ++number) {
        RandomFeeder const data = random_feeder(number, 40, 6.0, 0.6);
        Solutions const beyond(data.feeder(), data.loads(), {});
        for (FlowOutcome const& outcome : {beyond.sweep, beyond.newton, beyond.sparse}) {
            CHECK_FALSE(outcome.converged);
        }
    }
}

TEST_CASE("Newton's method does not take the lower solution for the upper") {
    TwoNodes two;
    two.p[1] = 0.5;  // upper 0.947, lower 0.053 pu
    NodeCurrents nodes(2);
    nodes.set(two.feeder, {.p_pu = two.p, .q_pu = two.q}, {});
    TreeNewton step(2);
    std::vector<Complex> voltage{head, {0.05, 0.0}};
    TreeNewton::Step last{};
    for (int i = 0; i < 20; ++i) last = step(two.feeder, nodes, voltage);
    CHECK(voltage[1].re == Approx(0.5 - std::sqrt(0.25 - 0.05)));
    CHECK_FALSE(last.stable);
}

TEST_CASE("a warm start finds what a flat start finds, in fewer sweeps") {
    RandomFeeder data = random_feeder(3, 101, 6.0, 0.05);
    RadialFeeder const feeder = data.feeder();
    FeederSolver solver(101);
    std::vector<Complex> warm(101, head);
    int const flat_sweeps = solver.solve(feeder, head, data.loads(), tight, warm).sweeps;
    data.p_pu[40] *= 1.01;
    FlowOutcome const again = solver.solve(feeder, head, data.loads(), tight, warm);
    std::vector<Complex> flat(101, head);
    solver.solve(feeder, head, data.loads(), tight, flat);
    CHECK(again.sweeps < flat_sweeps);
    CHECK(largest_difference(warm, flat) < 1e-10);
}

TEST_CASE("a start without voltage, as of a feeder that was dark, is survived") {
    RandomFeeder const data = random_feeder(3, 20, 6.0, 0.05);
    RadialFeeder const feeder = data.feeder();
    FeederSolver solver(20);
    std::vector<Complex> dark(20), flat(20, head);
    REQUIRE(solver.solve(feeder, head, data.loads(), tight, flat).converged);
    FlowOutcome const outcome = solver.solve(feeder, head, data.loads(), tight, dark);
    REQUIRE(outcome.converged);
    CHECK(outcome.newton_steps > 0);
    CHECK(largest_difference(dark, flat) < 1e-9);
}

TEST_CASE("what remains of the error is no less than the last move, and more where moves hardly shrink") {
    CHECK(remaining_error(1e-9, 1e-7) == 1e-9);
    CHECK(remaining_error(0.9, 1.0) == Approx(8.1));  // 0.9^2 + 0.9^3 + ...
    CHECK(std::isinf(remaining_error(1.0, 1.0)));
    CHECK(remaining_error(0.0, 0.0) == 0.0);
}

TEST_CASE("a head voltage of its own turns and scales the feeder") {
    RandomFeeder const data = random_feeder(3, 20, 6.0, 0.05);
    RadialFeeder const feeder = data.feeder();
    Complex const raised{1.03 * 0.8, 1.03 * 0.6};
    std::vector<Complex> turned(20, raised), upright(20, Complex{1.03, 0.0});
    FeederSolver solver(20);
    REQUIRE(solver.solve(feeder, raised, data.loads(), tight, turned).converged);
    REQUIRE(solver.solve(feeder, {1.03, 0.0}, data.loads(), tight, upright).converged);
    for (Complex& v : upright) v = v * Complex{0.8, 0.6};
    CHECK(largest_difference(turned, upright) < 1e-10);
}

TEST_CASE("the branch nearest to its rating is found") {
    TwoNodes two;
    std::vector<double> const rating{1.0, 2.0};
    RadialFeeder const feeder({.parent = two.parent, .r_pu = two.r, .x_pu = two.x, .rating_pu = rating});
    two.p[1] = 0.9;  // V = 0.9, so 1 pu of current
    FeederSolver solver(2);
    std::vector<Complex> voltage(2, head);
    REQUIRE(solver.solve(feeder, head, {.p_pu = two.p, .q_pu = two.q}, tight, voltage).converged);
    Loading const heaviest = heaviest_loading(feeder, solver.current());
    CHECK(heaviest.node == 1);
    CHECK(heaviest.loading_pu == Approx(0.5));
    CHECK(heaviest_loading(two.feeder, solver.current()).node == 0);
}

TEST_CASE("the bits of solutions are those of every other build") {
    // A build in which a hash differs (another compiler or processor, FMA, fast-math) would give other
    // results for the same scenario. They change with the solvers and with random_feeder.hpp.
    std::uint64_t sweep = 0, newton = 0, sparse = 0;
    auto const add = [](std::uint64_t& hash, std::vector<Complex> const& voltage) {
        for (Complex const v : voltage) {
            hash = combine(combine(hash, std::bit_cast<std::uint64_t>(v.re)),
                           std::bit_cast<std::uint64_t>(v.im));
        }
    };
    for (std::uint32_t number = 0; number < 50; ++number) {
        RandomFeeder const data = random_feeder(number, 60, 6.0, 0.1);
        Solutions const s(data.feeder(), data.loads(), {});
        add(sweep, s.by_sweep);
        add(newton, s.by_newton);
        add(sparse, s.by_sparse);
    }
    CHECK(sweep == 0x93138997a5dda13a);
    CHECK(newton == 0xe94478be5c0e9122);
    CHECK(sparse == 0x01694171e95724cf);
}

TEST_CASE("solving allocates nothing") {
    RandomFeeder const data = random_feeder(3, 101, 6.0, 0.05), heavy = random_feeder(4, 101, 6.0, 0.3);
    RadialFeeder const feeder = data.feeder(), heavy_feeder = heavy.feeder();
    FeederSolver solver(101);
    std::vector<double> const charger(101, 0.01);
    std::vector<ChargerState> chargers(101);
    std::vector<Complex> voltage(101, head);
    std::uint64_t const before = oracle::allocations();
    solver.solve(feeder, head, data.loads(), {}, voltage);
    solver.solve_by_newton(feeder, head, data.loads(), {}, voltage);
    FeederLoads loads = heavy.loads();
    loads.charger_p_pu = loads.charger_q_pu = charger;
    solver.solve(heavy_feeder, head, loads, {}, {0.85, 0.9}, voltage, chargers);
    CHECK(oracle::allocations() == before);
}

TEST_CASE("malformed feeders and loads are refused") {
    std::vector<std::uint32_t> parent{0, 0, 1};
    std::vector<double> r{0.0, 0.1, 0.1}, x{0.0, 0.1, 0.1};
    std::vector<double> const short_column{0.0, 0.0};
    auto const build = [&] { return RadialFeeder({.parent = parent, .r_pu = r, .x_pu = x}); };
    CHECK_NOTHROW(build());
    parent[1] = 2;
    CHECK_THROWS_AS(build(), BrokenInvariant);
    parent[1] = 0;
    r[2] = x[2] = 0.0;
    CHECK_THROWS_AS(build(), BrokenInvariant);
    r[2] = -0.1;
    CHECK_THROWS_AS(build(), BrokenInvariant);
    r[2] = NAN;
    CHECK_THROWS_AS(build(), BrokenInvariant);
    r[2] = 0.1;
    FeederSolver solver(3);
    std::vector<Complex> voltage(3, head);
    CHECK_THROWS_AS(solver.solve(build(), head, {.p_pu = r, .q_pu = short_column}, {}, voltage),
                    BrokenInvariant);
    CHECK_THROWS_AS(FeederSolver(2).solve(build(), head, {.p_pu = r, .q_pu = x}, {}, voltage),
                    BrokenInvariant);
}
