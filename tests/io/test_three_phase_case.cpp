#include "sim/io/three_phase_case.hpp"

#include "sim/base/math.hpp"
#include "sim/grid/three_phase_solve.hpp"
#include "sim/io/csv_rows.hpp"
#include "tests/io/input_files.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace yuchong;
using namespace yuchong::grid;
using namespace yuchong::io;
using Lines = std::vector<std::string>;

namespace {

struct ExpectedNode {
    std::string bus;
    Phase phase;
    Complex pu;
};

struct PublishedCase {
    ThreePhaseFeeder feeder;
    ThreePhaseResult result;
    std::vector<ExpectedNode> expected;
};

PublishedCase solve_case(std::string const& name) {
    std::string const folder = source_path("tests/grid/" + name);
    Report report;
    PublishedCase c;
    c.feeder = read_three_phase_case(folder, report);
    auto const table = read_csv(folder + "/expected.csv", report);
    REQUIRE(lines_of(report) == Lines{});
    CsvRows rows(*table, {"bus", "phase", "v_pu", "degrees"}, report);
    constexpr std::array<std::string_view, 3> phases{"a", "b", "c"};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double const v = rows.number(i, "v_pu", above(0));
        double const angle = rows.number(i, "degrees", any_number) * std::numbers::pi / 180.0;
        c.expected.push_back({rows.text(i, "bus"),
                              rows.choice<Phase>(i, "phase", phases),
                              {v * math::cos(angle), v * math::sin(angle)}});
    }
    c.result = solve_three_phase(c.feeder);
    REQUIRE(c.result.converged);
    return c;
}

Complex solved_pu(PublishedCase const& c, ExpectedNode const& node) {
    auto const it = std::find_if(c.feeder.buses.begin(), c.feeder.buses.end(),
                                 [&](ThreePhaseBus const& b) { return b.name == node.bus; });
    REQUIRE(it != c.feeder.buses.end());
    auto const bus = static_cast<std::size_t>(it - c.feeder.buses.begin());
    double const base_v = 1000.0 * it->base_kv / std::numbers::sqrt3;
    return (1.0 / base_v) * c.result.volt[bus][static_cast<std::size_t>(node.phase)];
}

double furthest_to_ground_pu(PublishedCase const& c) {
    double furthest = 0.0;
    for (ExpectedNode const& node : c.expected)
        furthest = std::max(furthest, magnitude(solved_pu(c, node) - node.pu));
    return furthest;
}

// Between all phases of one bus, in per unit of its voltage between phases.
double furthest_between_phases_pu(PublishedCase const& c) {
    double furthest = 0.0;
    for (ExpectedNode const& one : c.expected) {
        for (ExpectedNode const& other : c.expected) {
            if (one.bus != other.bus) continue;
            Complex const expected = one.pu - other.pu, solved = solved_pu(c, one) - solved_pu(c, other);
            furthest = std::max(furthest, magnitude(solved - expected) / std::numbers::sqrt3);
        }
    }
    return furthest;
}

void check_balance(ThreePhaseResult const& r) {
    Complex const used = r.load_kva + r.capacitor_kva + r.line_loss_kva + r.transformer_loss_kva;
    CHECK(magnitude(r.source_kva - used) < 1e-8 * magnitude(r.source_kva));
}

}  // namespace

// Expected voltages and losses: tests/grid/ieee13/README.md and its neighbours.
TEST_CASE("IEEE 13-node feeder: voltages and losses") {
    PublishedCase const c = solve_case("ieee13");
    CHECK(c.expected.size() == 41);
    CHECK(furthest_to_ground_pu(c) < 1e-6);
    CHECK(c.result.source_kva.re == Approx(3577.007354).epsilon(1e-6));
    CHECK(c.result.source_kva.im == Approx(1721.619789).epsilon(1e-5));
    CHECK(c.result.line_loss_kva.re == Approx(104.6841979).epsilon(1e-5));
    CHECK(c.result.line_loss_kva.re + c.result.transformer_loss_kva.re == Approx(110.4785579).epsilon(1e-5));
    check_balance(c.result);
}

TEST_CASE("IEEE 34-node feeder: voltages and losses") {
    PublishedCase const c = solve_case("ieee34");
    CHECK(c.expected.size() == 95);
    CHECK(furthest_to_ground_pu(c) < 2e-5);
    CHECK(c.result.source_kva.re == Approx(2047.057666).epsilon(1e-5));
    CHECK(c.result.line_loss_kva.re == Approx(263.4920563).epsilon(1e-4));
    CHECK(c.result.line_loss_kva.re + c.result.transformer_loss_kva.re == Approx(273.5132178).epsilon(1e-4));
    check_balance(c.result);
}

TEST_CASE("IEEE 37-node feeder: voltages between phases and losses") {
    PublishedCase const c = solve_case("ieee37");
    CHECK(c.expected.size() == 117);
    CHECK(furthest_between_phases_pu(c) < 1e-6);
    CHECK(c.result.source_kva.re == Approx(2588.305845).epsilon(1e-6));
    CHECK(c.result.source_kva.im == Approx(1571.216907).epsilon(1e-5));
    CHECK(c.result.line_loss_kva.re == Approx(62.28409099).epsilon(1e-5));
    CHECK(c.result.line_loss_kva.re + c.result.transformer_loss_kva.re == Approx(152.2569822).epsilon(1e-5));
    check_balance(c.result);
}

namespace {

// A feeder of two buses that can be read; tests spoil one table.
struct SmallCase {
    std::string buses = "bus,phases,base_kv\ns,abc,0.4\nend,ab,0.4\n";
    std::string lines =
        "line,from_bus,from_phases,to_bus,to_phases,r_ohm,x_ohm,shunt_us\n"
        "l,s,ab,end,ab,0.2 0.1;0.1 0.2,0.1 0;0 0.1,0 0;0 0\n";
    std::string loads =
        "load,bus,phases,connection,model,p_kw,q_kvar,rated_kv\nx,end,a,wye,constant_power,3,1,0.23\n";
    std::string slack = "bus,phase,volt,degrees\ns,a,231,0\ns,b,231,-120\ns,c,231,120\n";
    std::string transformers;
};

Lines problems_of(SmallCase const& c) {
    InputFolder const folder("threephase");
    folder.write("buses.csv", c.buses);
    folder.write("lines.csv", c.lines);
    folder.write("loads.csv", c.loads);
    folder.write("slack.csv", c.slack);
    if (!c.transformers.empty()) folder.write("transformers.csv", c.transformers);
    Report report;
    read_three_phase_case(folder.path(""), report);
    Lines lines = lines_of(report);
    for (std::string& line : lines) line.erase(0, folder.path("").size() + 1);
    return lines;
}

}  // namespace

TEST_CASE("a small feeder is read and solved") {
    CHECK(problems_of(SmallCase{}) == Lines{});
    Report report;
    ThreePhaseFeeder const feeder = read_three_phase_case(source_path("tests/grid/nowhere"), report);
    CHECK(report.size() == 1);
    CHECK(lines_of(report)[0].find("buses.csv") != std::string::npos);
}

TEST_CASE("unknown buses and phases are named where they stand") {
    SmallCase c;
    c.loads += "y,ende,a,wye,constant_power,3,1,0.23\nz,end,c,wye,constant_power,3,1,0.23\n";
    CHECK(problems_of(c) ==
          Lines{"loads.csv:3:3: bus: there is no bus \"ende\" (buses.csv lists them all) did you mean end?",
                "loads.csv:4:3: bus: the bus end has no phase c (buses.csv says which it has) check the "
                "phases"});
    c = {};
    c.buses += "far,abd,0.4\nfar,abc,0.4\n";
    Lines const problems = problems_of(c);
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].starts_with("buses.csv:4:5: phases: \"abd\" names no phases"));
    CHECK(problems[1].starts_with("buses.csv:5:1: bus: far stands twice"));
}

TEST_CASE("matrices that are not square, not numbers or singular are refused") {
    auto const with_r = [](std::string const& r) {
        SmallCase c;
        c.lines.replace(c.lines.find("0.2 0.1;0.1 0.2"), 15, r);
        return problems_of(c);
    };
    for (char const* const r : {"0.2 0.1;0.1", "0.2 0.1", "0.2", "0.2 0.1 0;0.1 0.2 0;0 0 1"}) {
        INFO(r);
        REQUIRE(with_r(r).size() == 1);
        CHECK(
            with_r(r)[0].starts_with("lines.csv:2:15: r_ohm: the matrix is not square or has another size "
                                     "(it needs 2 rows of 2 numbers, one a conductor)"));
    }
    CHECK(with_r("0.2 0.1;x 0.2").at(0).starts_with("lines.csv:2:15: r_ohm: \"x\""));
    SmallCase c;
    c.lines.replace(c.lines.find("0.2 0.1;0.1 0.2,0.1 0;0 0.1"), 27, "0.2 0.2;0.2 0.2,0.1 0.1;0.1 0.1");
    CHECK(
        problems_of(c) ==
        Lines{"lines.csv:2:15: r_ohm: the impedance is singular (the current has to follow from the voltage) "
              "give an ideal link a small resistance"});
}

TEST_CASE("what is connected to nothing is named") {
    SmallCase c;
    c.buses += "far,c,0.4\nlost,ab,0.4\n";
    c.lines += "m,lost,a,far,c,0.1,0.1,0\nn,s,b,lost,b,0.1,0.1,0\n";
    CHECK(
        problems_of(c) ==
        Lines{"buses.csv:4:1: bus: phase c of far is not connected to the source (its voltage follows from "
              "nothing) add a line or remove the phase",
              "buses.csv:5:1: bus: phase a of lost is not connected to the source (its voltage follows from "
              "nothing) add a line or remove the phase"});
}

TEST_CASE("a source with a phase too few or two buses is refused") {
    SmallCase c;
    c.slack = "bus,phase,volt,degrees\ns,a,231,0\ns,b,231,-120\n";
    CHECK(
        problems_of(c) ==
        Lines{"slack.csv:1:1: not every phase of the source has a voltage (the others follow from them) add "
              "a row a phase of one bus"});
    c.slack = "bus,phase,volt,degrees\ns,a,231,0\ns,b,231,-120\nend,a,231,0\n";
    CHECK(problems_of(c).size() == 2);
    c.slack = "bus,phase,volt,degrees\n";
    CHECK(problems_of(c).size() == 1);
}

TEST_CASE("windings and deltas that do not fit are refused") {
    SmallCase c;
    c.transformers =
        "transformer,rating_kva,x_percent,from_bus,from_phases,from_connection,from_kv,from_r_percent,"
        "from_tap,to_bus,to_phases,to_connection,to_kv,to_r_percent,to_tap\n"
        "t,400,4,s,abc,delta,10,0.5,1,end,ab,delta,0.4,0.5,1\n"
        "u,400,4,s,a,delta,10,0.5,1,end,a,wye,0.4,0.5,1\n";
    CHECK(
        problems_of(c) ==
        Lines{"transformers.csv:2:34: to_phases: the windings have unequal numbers of coils (each coil faces "
              "one of the other winding) check both",
              "transformers.csv:3:13: from_connection: a delta has one phase (it lies between phases) name "
              "two or three phases, or write wye"});
}
