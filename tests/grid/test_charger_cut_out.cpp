#include "sim/grid/charger_cut_out.hpp"

#include "sim/base/check.hpp"
#include "sim/grid/feeder_solver.hpp"
#include "tests/grid/random_feeder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

constexpr Complex head{1.0, 0.0};
constexpr CutOut cut_out{.drop_below_pu = 0.85, .return_above_pu = 0.9};
using Numbers = std::vector<std::uint32_t>;

// Chargers on a line of three branches of 0.02 pu.
struct Line {
    std::vector<std::uint32_t> parent{0, 0, 1, 2};
    std::vector<double> r{0.0, 0.02, 0.02, 0.02}, none = std::vector<double>(4);
    std::vector<double> p = none, charger = none;
    RadialFeeder feeder{{.parent = parent, .r_pu = r, .x_pu = none}};
    FeederSolver solver{4};
    std::vector<Complex> voltage = std::vector<Complex>(4, head);
    std::vector<ChargerState> chargers = std::vector<ChargerState>(4);

    FlowOutcome solve() {
        return solver.solve(feeder, head,
                            {.p_pu = p, .q_pu = none, .charger_p_pu = charger, .charger_q_pu = none}, {},
                            cut_out, voltage, chargers);
    }
};

}  // namespace

TEST_CASE("chargers with enough voltage draw their power") {
    Line line;
    line.charger = {0.0, 0.5, 0.5, 0.5};
    FlowOutcome const outcome = line.solve();
    REQUIRE(outcome.converged);
    CHECK(outcome.dropped == 0);
    CHECK(outcome.head_power.re == Approx(1.5 + outcome.losses.re));
}

TEST_CASE("a charger below the limit drops out, and only its load is gone") {
    Line line;
    line.charger = {0.0, 0.5, 0.5, 1.8};  // the end would be at about 0.81
    FlowOutcome const outcome = line.solve();
    REQUIRE(outcome.converged);
    CHECK(dropped_nodes(line.chargers) == Numbers{3});
    CHECK(outcome.dropped == 1);
    CHECK(outcome.head_power.re == Approx(1.0 + outcome.losses.re));
}

TEST_CASE("a charger that is out returns only above the upper limit") {
    Line line;
    line.chargers[3] = ChargerState::dropped;
    line.charger = {0.0, 0.0, 0.0, 0.5};
    line.p = {0.0, 0.0, 0.0, 1.9};  // 0.87 at the end: between the limits
    REQUIRE(line.solve().converged);
    CHECK(magnitude(line.voltage[3]) == Approx(0.87).margin(0.01));
    CHECK(dropped_nodes(line.chargers) == Numbers{3});
    line.p[3] = 1.0;  // 0.94
    FlowOutcome const outcome = line.solve();
    REQUIRE(outcome.converged);
    CHECK(dropped_nodes(line.chargers).empty());
    CHECK(outcome.head_power.re == Approx(1.5 + outcome.losses.re));
}

TEST_CASE("a charger whose return would take its own voltage away ends the solve outside") {
    Line line;
    line.chargers[3] = ChargerState::dropped;
    line.p = {0.0, 0.0, 0.0, 1.0};        // 0.94 without it
    line.charger = {0.0, 0.0, 0.0, 1.5};  // below 0.85 with it
    for (int step = 0; step < 3; ++step) {
        REQUIRE(line.solve().converged);
        CHECK(dropped_nodes(line.chargers) == Numbers{3});
        CHECK(magnitude(line.voltage[3]) == Approx(0.936).margin(0.002));
    }
}

TEST_CASE("chargers that no flow could feed drop out instead of a collapse") {
    Line line;
    line.charger = {0.0, 0.5, 0.5, 6.0};  // beyond the nose
    FlowOutcome const outcome = line.solve();
    REQUIRE(outcome.converged);
    CHECK(dropped_nodes(line.chargers) == Numbers{3});
    line.p[3] = 6.0;  // and a load that cannot drop out
    CHECK_FALSE(line.solve().converged);
}

TEST_CASE("afterwards every connected charger has its voltage, on random feeders") {
    std::uint32_t dropped = 0;
    for (std::uint32_t number = 0; number < 300; ++number) {
        RandomFeeder const data = random_feeder(number, 50, 8.0, 0.1 + 0.002 * number);
        RadialFeeder const feeder = data.feeder();
        std::vector<double> base_p(50), base_q(50), charger_p(50), charger_q(50);
        for (std::size_t i = 0; i < 50; ++i) {
            (i % 3 == 0 ? charger_p : base_p)[i] = (i % 3 == 0 ? 1.0 : 0.3) * data.p_pu[i];
            (i % 3 == 0 ? charger_q : base_q)[i] = (i % 3 == 0 ? 1.0 : 0.3) * data.q_pu[i];
        }
        FeederSolver solver(50);
        std::vector<Complex> voltage(50, head);
        std::vector<ChargerState> chargers(50);
        FeederLoads const loads{
            .p_pu = base_p, .q_pu = base_q, .charger_p_pu = charger_p, .charger_q_pu = charger_q};
        FlowOutcome const outcome = solver.solve(feeder, head, loads, {}, cut_out, voltage, chargers);
        INFO("feeder " << number);
        REQUIRE(outcome.converged);
        dropped += outcome.dropped;
        double drawn = 0.0;
        for (std::size_t i = 0; i < 50; ++i) {
            REQUIRE((chargers[i] == ChargerState::connected || chargers[i] == ChargerState::dropped));
            if (chargers[i] == ChargerState::connected) drawn += charger_p[i];
            if (chargers[i] == ChargerState::connected && charger_p[i] > 0.0)
                REQUIRE(magnitude(voltage[i]) >= 0.85);
            drawn += base_p[i];
        }
        REQUIRE(outcome.head_power.re == Approx(drawn + outcome.losses.re));
    }
    CHECK(dropped > 100);
}

TEST_CASE("limits that overlap are refused") {
    Line line;
    CHECK_THROWS_AS(
        line.solver.solve(
            line.feeder, head,
            {.p_pu = line.p, .q_pu = line.none, .charger_p_pu = line.none, .charger_q_pu = line.none}, {},
            {0.9, 0.9}, line.voltage, line.chargers),
        BrokenInvariant);
}
