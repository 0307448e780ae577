// The curve, the rating, and both inside the power flow of a feeder against their slow twin.

#include "sim/grid/volt_var.hpp"

#include "sim/grid/feeder_solver.hpp"
#include "sim/grid/meshed_flow.hpp"
#include "tests/grid/random_feeder.hpp"
#include "tests/oracle/damped_volt_var.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

VoltVarCurve const curve{{0.92, 0.44}, {0.98, 0}, {1.02, 0}, {1.08, -0.44}};  // IEEE 1547-2018, category B
VoltVarCurve const steep{{0.97, 0.6}, {0.99, 0}, {1.0, 0}, {1.02, -0.6}};
constexpr FlowTolerance tight{.voltage_pu = 1e-11, .power_pu = 1e-9};

MeshedNetwork meshed(RadialFeeder const& feeder) {
    MeshedNetwork network{feeder.size(), 0, {}, {}, {}};
    for (std::uint32_t i = 1; i < feeder.size(); ++i)
        network.branches.push_back({feeder.parent()[i], i, feeder.r_pu()[i], feeder.x_pu()[i]});
    return network;
}

// A feeder whose every third node or so has an inverter, some two; ratings together `rating_share` of the
// feeder's load, some so busy with active power that they give little.
struct Inverters {
    RandomFeeder drawn;
    RadialFeeder feeder;
    std::vector<VoltVarSource> sources;
    double rating_pu = 0.0;

    Inverters(std::uint32_t number, std::uint32_t nodes, double drop_pu, double rating_share)
        : drawn(random_feeder(number, nodes, 6.0, drop_pu)), feeder(drawn.feeder()) {
        RandomSource const random{20'261'128};
        for (std::uint32_t i = 1; i < nodes; ++i) {
            Block const b = random.draw({DrawClass::test, 7, number, i});
            for (int k = 0; k < (b.uniform(0) < 0.3 ? 1 : 0) + (b.uniform(0) < 0.05 ? 1 : 0); ++k)
                sources.push_back({i, 0.2 + b.uniform(1 + k), b.uniform(3)});
        }
        for (VoltVarSource const& s : sources) rating_pu += s.rating_pu;
        for (VoltVarSource& s : sources) {
            s.rating_pu *= rating_share * 6.0 / rating_pu;
            s.limit_pu *= s.rating_pu;
        }
        rating_pu = rating_share * 6.0;
    }
    [[nodiscard]] FeederLoads loads(VoltVarCurve const& of) const {
        return {.p_pu = drawn.p_pu, .q_pu = drawn.q_pu, .volt_var = sources, .volt_var_curve = of};
    }
};

double largest_difference(std::span<Complex const> a, std::span<Complex const> b) {
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::fmax(largest, magnitude(a[i] - b[i]));
    return largest;
}

double lowest(std::span<Complex const> voltage) {
    double low = 2.0;
    for (Complex const v : voltage) low = std::fmin(low, magnitude(v));
    return low;
}

}  // namespace

TEST_CASE("VG-09: volt-var curve") {
    std::array<double, 5> const voltage{0.9, 0.95, 1.0, 1.05, 1.1}, expected{0.44, 0.22, 0.0, -0.22, -0.44};
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(volt_var(voltage[i], curve).reactive_pu == Approx(expected[i]).epsilon(1e-9).margin(1e-12));
    }
    CHECK(volt_var(0.98, curve).reactive_pu == Approx(0.0).margin(1e-12));
    CHECK(volt_var(1.08, curve).reactive_pu == Approx(-0.44));
}

TEST_CASE("what has priority stays within the rating, the other takes what is left") {
    ApparentPower const active = within_rating({6, -9}, 10, PowerPriority::active);
    CHECK(active.active_kw == 6);
    CHECK(active.reactive_kvar == Approx(-8));
    ApparentPower const reactive = within_rating({-9, 8}, 10, PowerPriority::reactive);
    CHECK(reactive.reactive_kvar == 8);
    CHECK(reactive.active_kw == Approx(-6));
    ApparentPower const inside = within_rating({3, 4}, 10, PowerPriority::active);
    CHECK((inside.active_kw == 3 && inside.reactive_kvar == 4));
    CHECK(within_rating({12, 1}, 10, PowerPriority::active).reactive_kvar == 0);
}

TEST_CASE("the steepest fall of a curve between two voltages") {
    CHECK(steepest(curve, 0.98001, 1.01999) == 0.0);
    CHECK(steepest(curve, 0.90, 0.91) == 0.0);
    CHECK(steepest(curve, 0.95, 0.96) == Approx(0.44 / 0.06));
    CHECK(steepest(curve, 0.5, 1.5) == Approx(0.44 / 0.06));
    CHECK(volt_var(0.95, curve).slope == Approx(-0.44 / 0.06));
    CHECK(volt_var(1.0, curve).slope == 0.0);
}

TEST_CASE("a source keeps its limit, and its slope is flat there") {
    VoltVarSource const source{1, 2.0, 0.5};
    CHECK(given_by(source, {0.2, -5.0}).reactive_pu == Approx(0.4));
    CHECK(given_by(source, {0.2, -5.0}).slope == Approx(-10.0));
    CHECK(given_by(source, {0.4, -5.0}).reactive_pu == 0.5);
    CHECK(given_by(source, {-0.4, -5.0}).reactive_pu == -0.5);
    CHECK(given_by(source, {-0.4, -5.0}).slope == 0.0);
}

TEST_CASE("inverters inside the power flow agree with their slow twin on hundreds of feeders", "[slow]") {
    auto const [of, drop_pu, rating_share, head_pu] =
        GENERATE(std::tuple(&curve, 0.06, 0.5, 1.0), std::tuple(&curve, 0.10, 1.5, 1.0),
                 std::tuple(&curve, 0.04, 1.0, 1.06), std::tuple(&steep, 0.06, 1.0, 1.0),
                 std::tuple(&steep, 0.10, 2.0, 1.03));
    Complex const head{head_pu, 0.0};
    int by_newton = 0, worked = 0;
    for (std::uint32_t number = 0; number < 80; ++number) {
        INFO(number);
        Inverters const c(number, 10 + 3 * number, drop_pu, rating_share);
        FeederSolver solver(c.feeder.size());
        std::vector<Complex> voltage(c.feeder.size(), head), without = voltage;
        FlowOutcome const outcome = solver.solve(c.feeder, head, c.loads(*of), tight, voltage);
        REQUIRE(outcome.converged);
        by_newton += outcome.newton_steps > 0 ? 1 : 0;
        MeshedFlow flow(meshed(c.feeder));
        auto const twin = oracle::solve_damped(flow, head, c.loads(*of), 0.05, 1e-11);
        REQUIRE(twin);
        REQUIRE(largest_difference(voltage, twin->voltage) < 1e-8);
        double given = 0.0;
        for (double const q : twin->given_pu) given += q;
        REQUIRE(outcome.given_pu == Approx(given).margin(1e-8));
        // They do what they are for: the lowest voltage comes nearer to the middle of the curve.
        REQUIRE(solver.solve(c.feeder, head, c.drawn.loads(), tight, without).converged);
        if (std::fabs(given) > 0.1) ++worked;
        if (lowest(without) < 0.97 && *std::ranges::max_element(twin->given_pu) > 1e-3)
            REQUIRE(lowest(voltage) > lowest(without));
    }
    CHECK(worked > 40);
    if (of == &steep) CHECK(by_newton > 10);  // sweeps alone would not do
}
