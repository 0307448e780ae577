#include "sim/base/check.hpp"
#include "sim/grid/three_phase_islands.hpp"
#include "sim/grid/three_phase_parts.hpp"
#include "sim/grid/three_phase_solve.hpp"
#include "sim/grid/unbalance.hpp"
#include "tests/grid/low_voltage_street.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

// A source and a load at the end of a line, both of three phases.
ThreePhaseFeeder two_buses(PhaseMatrix const& line_ohm, ThreePhaseLoad load) {
    ThreePhaseFeeder f;
    f.buses = {{"source", abc, 0.4}, {"end", abc, 0.4}};
    f.source = {BusId{0}, balanced_source(Volts{400.0})};
    f.lines.push_back({"line", BusId{0}, BusId{1}, abc, abc, line_ohm, {}});
    load.bus = BusId{1};
    f.loads.push_back(std::move(load));
    return f;
}

ThreePhaseLoad three_phase_load(Connection connection, LoadModel model, double kw, double kvar) {
    return {"load", BusId{1}, abc, connection, model, kw, kvar, 0.4};
}

double imbalance(ThreePhaseResult const& r) {
    Complex const used = r.load_kva + r.capacitor_kva + r.line_loss_kva + r.transformer_loss_kva;
    return magnitude(r.source_kva - used) / magnitude(r.source_kva);
}

// At the end of z = r + jx, from |v|^4 - (V^2 - 2 (r p + x q)) |v|^2 + |z|^2 |s|^2 = 0.
double closed_form_v(double source_v, Complex z, Complex va) {
    double const b = source_v * source_v - 2.0 * (z.re * va.re + z.im * va.im);
    double const c = squared_magnitude(z) * squared_magnitude(va);
    return std::sqrt(0.5 * (b + std::sqrt(b * b - 4.0 * c)));
}

}  // namespace

TEST_CASE("a balanced load on a balanced line is the closed form of one phase") {
    Complex const z{0.12, 0.05};
    for (Connection const connection : {Connection::wye, Connection::delta}) {
        ThreePhaseFeeder const f =
            two_buses(from_sequences(z, {0.5, 0.2}),
                      three_phase_load(connection, LoadModel::constant_power, 60.0, 20.0));
        ThreePhaseResult const r = solve_three_phase(f);
        REQUIRE(r.converged);
        double const expected_v = closed_form_v(400.0 / std::numbers::sqrt3, z, {20'000.0, 20'000.0 / 3.0});
        for (Complex const v : r.volt[1]) CHECK(magnitude(v) == Approx(expected_v).epsilon(1e-10));
        CHECK(voltage_pu(f, r, BusId{1}, Phase::b) == Approx(expected_v / 230.9401076758503).epsilon(1e-10));
        CHECK(voltage_unbalance(r.volt[1]) < 1e-10);
        CHECK(imbalance(r) < 1e-9);
    }
}

TEST_CASE("load models draw what they say at their rated voltage and away from it") {
    Complex const va{900.0, 400.0};
    double const rated_v = 230.0;
    auto const drawn = [&](LoadModel model, double v_pu) {
        Complex const volt{0.6 * v_pu * rated_v, 0.8 * v_pu * rated_v};
        return times_conjugate(volt, load_current({{0, ground}, model, va, rated_v}, volt));
    };
    auto const check_power = [&](LoadModel model, double p_factor, double q_factor) {
        CHECK(drawn(model, 0.9).re == Approx(p_factor * va.re).epsilon(1e-13));
        CHECK(drawn(model, 0.9).im == Approx(q_factor * va.im).epsilon(1e-13));
        CHECK(magnitude(drawn(model, 1.0) - va) < 1e-10);
    };
    check_power(LoadModel::constant_power, 1.0, 1.0);
    check_power(LoadModel::constant_impedance, 0.81, 0.81);
    check_power(LoadModel::constant_current, 0.9, 0.9);
    check_power(LoadModel::exponential_p1_q2, 0.9, 0.81);
}

TEST_CASE("a constant impedance divides the voltage, whatever its connection") {
    for (Connection const connection : {Connection::wye, Connection::delta}) {
        ThreePhaseFeeder const f =
            two_buses(from_sequences({0.5, 0.0}, {0.5, 0.0}),
                      three_phase_load(connection, LoadModel::constant_impedance, 80.0, 0.0));
        ThreePhaseResult const r = solve_three_phase(f);
        REQUIRE(r.converged);
        // 400 V and 80 kW are 2 ohm a phase.
        for (Complex const v : r.volt[1]) {
            CHECK(magnitude(v) == Approx(400.0 / std::numbers::sqrt3 * 2.0 / 2.5).epsilon(1e-12));
        }
        CHECK(r.load_kva.re == Approx(80.0 * 0.64).epsilon(1e-12));
        CHECK(r.line_loss_kva.re == Approx(80.0 * 0.16).epsilon(1e-12));
    }
}

TEST_CASE("a capacitor feeds reactive power with the square of the voltage") {
    ThreePhaseFeeder f = two_buses(from_sequences({0.0, 0.1}, {0.0, 0.1}),
                                   three_phase_load(Connection::wye, LoadModel::constant_power, 0.0, 0.0));
    f.capacitors.push_back({"bank", BusId{1}, abc, Connection::delta, 16.0, 0.4});
    ThreePhaseResult const r = solve_three_phase(f);
    REQUIRE(r.converged);
    // 10 ohm of capacitance behind 0.1 ohm of line lift the voltage to 10 / 9.9.
    for (Phase const p : abc) CHECK(voltage_pu(f, r, BusId{1}, p) == Approx(10.0 / 9.9).epsilon(1e-12));
    CHECK(r.capacitor_kva.im == Approx(-16.0 * (10.0 / 9.9) * (10.0 / 9.9)).epsilon(1e-12));
}

TEST_CASE("a delta-wye transformer turns by 30 degrees and obeys its taps") {
    ThreePhaseFeeder f = street(1);
    f.loads.clear();
    f.transformers[0].windings[0].tap_pu = 0.975;
    ThreePhaseResult const r = solve_three_phase(f);
    REQUIRE(r.converged);
    double const expected_v = 400.0 / std::numbers::sqrt3 / 0.975;
    for (std::size_t p = 0; p < 3; ++p) {
        CHECK(magnitude(r.volt[1][p]) == Approx(expected_v).epsilon(1e-7));
        Complex const turned = quotient(r.volt[1][p], r.volt[0][p]);
        CHECK(turned.im / turned.re == Approx(-1.0 / std::numbers::sqrt3).epsilon(1e-7));
    }
}

TEST_CASE("the short-circuit impedance of a transformer is what its figures say") {
    ThreePhaseFeeder f = street(0);
    f.loads.push_back(
        {"rated", BusId{1}, abc, Connection::wye, LoadModel::constant_current, 400.0, 0.0, 0.4});
    ThreePhaseResult const r = solve_three_phase(f);
    REQUIRE(r.converged);
    // Rated current: Pk, and uk^2 for what is taken up in all.
    CHECK(r.transformer_loss_kva.re == Approx(4.52).epsilon(1e-6));
    CHECK(r.transformer_loss_kva.im == Approx(0.038371 * 400.0).epsilon(1e-6));
}

TEST_CASE("an unloaded delta floats, but its voltages between phases are right") {
    ThreePhaseFeeder f = street(0);
    f.transformers[0].windings[1].connection = Connection::delta;
    ThreePhaseResult const r = solve_three_phase(f);
    REQUIRE(r.converged);
    CHECK(magnitude(r.volt[1][0] - r.volt[1][1]) == Approx(400.0).epsilon(1e-6));
    CHECK(magnitude(r.volt[1][1] - r.volt[1][2]) == Approx(400.0).epsilon(1e-6));
}

TEST_CASE("home piles on one phase unbalance a street, spread over three they do not") {
    auto const end_of = [](std::vector<Phase> const& phases) {
        ThreePhaseFeeder f = street(12);
        add_home_piles(f, 6, phases);
        ThreePhaseResult const r = solve_three_phase(f);
        REQUIRE(r.converged);
        CHECK(imbalance(r) < 1e-9);
        return r;
    };
    ThreePhaseResult const before = solve_three_phase(street(12));
    ThreePhaseResult const one = end_of({Phase::a}), spread = end_of({Phase::a, Phase::b, Phase::c});
    REQUIRE(before.converged);
    CHECK(one.load_kva.re == Approx(12 * 1.2 + 6 * 7.0).epsilon(1e-9));
    CHECK(spread.load_kva.re == Approx(one.load_kva.re).epsilon(1e-9));

    CHECK(voltage_unbalance(before.volt.back()) < 0.002);
    CHECK(voltage_unbalance(one.volt.back()) > 0.02);  // the limit of GB/T 15543 for normal operation
    CHECK(voltage_unbalance(spread.volt.back()) < 0.005);
    // The loaded phase sags, and the neutral's shift lifts another one above what it was.
    CHECK(magnitude(one.volt.back()[0]) < magnitude(before.volt.back()[0]) - 15.0);
    CHECK(std::max(magnitude(one.volt.back()[1]), magnitude(one.volt.back()[2])) >
          magnitude(before.volt.back()[1]) + 1.0);
    CHECK(one.line_loss_kva.re > 2.0 * spread.line_loss_kva.re);
}

TEST_CASE("piles that feed back raise the voltage") {
    ThreePhaseFeeder f = street(6);
    for (std::size_t bus = 2; bus < f.buses.size(); ++bus) {
        f.loads.push_back(one_phase_load("v2g", BusId{bus}, Phase::b, -7.0, 0.0));
    }
    ThreePhaseResult const r = solve_three_phase(f);
    REQUIRE(r.converged);
    CHECK(r.load_kva.re == Approx(6 * 1.2 - 6 * 7.0).epsilon(1e-9));
    CHECK(r.source_kva.re < 0.0);
    CHECK(voltage_pu(f, r, BusId{7}, Phase::b) > 1.01);
    CHECK(imbalance(r) < 1e-9);
}

TEST_CASE("a load that no voltage can feed does not converge") {
    ThreePhaseFeeder const f =
        two_buses(from_sequences({0.5, 0.2}, {0.5, 0.2}),
                  three_phase_load(Connection::wye, LoadModel::constant_power, 400.0, 0.0));
    ThreePhaseResult const r = solve_three_phase(f);
    CHECK_FALSE(r.converged);
    CHECK(r.volt.empty());
}

TEST_CASE("sequences and the unbalance factor of known voltages") {
    double const h = 0.5 * std::numbers::sqrt3;
    std::array<Complex, 3> const balanced{Complex{1, 0}, Complex{-0.5, -h}, Complex{-0.5, h}};
    CHECK(voltage_unbalance(balanced) < 1e-15);
    CHECK(magnitude(sequence_voltages(balanced).positive) == Approx(1.0));
    std::array<Complex, 3> one_low = balanced;
    one_low[0] = {0.9, 0.0};
    CHECK(voltage_unbalance(one_low) == Approx((0.1 / 3.0) / (2.9 / 3.0)).epsilon(1e-12));
    CHECK(magnitude(sequence_voltages(one_low).zero) == Approx(0.1 / 3.0).epsilon(1e-12));
    std::array<Complex, 3> const backwards{balanced[0], balanced[2], balanced[1]};
    CHECK(magnitude(sequence_voltages(backwards).negative) == Approx(1.0));
}

TEST_CASE("a bus without connection is found and not solved") {
    ThreePhaseFeeder f = street(3);
    f.buses.push_back({"alone", single(Phase::b), 0.4});
    std::vector<BusPhase> const alone = islanded(f);
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].bus == BusId{5});
    CHECK(alone[0].phase == Phase::b);
    CHECK_THROWS_AS(solve_three_phase(f), BrokenInvariant);
    CHECK(islanded(street(3)).empty());
}

TEST_CASE("a load on a phase that its bus does not have is refused") {
    ThreePhaseFeeder f = street(2);
    f.buses[3].phases = single(Phase::a);
    CHECK_THROWS_AS(solve_three_phase(f), BrokenInvariant);
}
