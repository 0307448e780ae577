#include "sim/grid/lane_solver.hpp"

#include "sim/base/check.hpp"
#include "tests/grid/random_feeder.hpp"
#include "tests/oracle/count_allocations.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <vector>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

std::vector<InstructionSet> instruction_sets() {
    std::vector<InstructionSet> sets{InstructionSet::portable};
    if (widest_instruction_set() == InstructionSet::avx2) sets.push_back(InstructionSet::avx2);
    return sets;
}

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}
bool same_bits(Complex a, Complex b) { return same_bits(a.re, b.re) && same_bits(a.im, b.im); }
Complex lane_of(LaneComplex const& c, std::size_t l) { return {c.re.lane[l], c.im.lane[l]}; }

// Eight scenarios of a feeder: loads from light to `heaviest` times those drawn, heads that differ.
struct Scenarios {
    RadialFeeder feeder;
    std::vector<LaneReal> p, q;
    LaneHeads head{};

    Scenarios(RadialFeeder f, RandomFeeder const& data, double heaviest)
        : feeder(std::move(f)), p(data.size()), q(data.size()) {
        for (std::size_t l = 0; l < lane_count; ++l) {
            double const k = heaviest * static_cast<double>(l + 1) / lane_count;
            head[l] = {1.0 + 0.005 * static_cast<double>(l), 0.001 * static_cast<double>(l)};
            for (std::size_t i = 0; i < p.size(); ++i) {
                p[i].lane[l] = k * data.p_pu[i];
                q[i].lane[l] = k * data.q_pu[i];
            }
        }
    }
    [[nodiscard]] std::vector<LaneComplex> flat() const {
        std::vector<LaneComplex> voltage(p.size());
        for (LaneComplex& v : voltage) {
            for (std::size_t l = 0; l < lane_count; ++l) {
                v.re.lane[l] = head[l].re;
                v.im.lane[l] = head[l].im;
            }
        }
        return voltage;
    }
    [[nodiscard]] LaneLoads loads() const { return {p, q}; }
};

enum class Start { flat, dark };  // dark: no voltage anywhere

// Each lane against a scalar solve of its own.
void check_against_scalar(Scenarios const& s, InstructionSet set, Start start = Start::flat) {
    std::uint32_t const n = s.feeder.size();
    LaneSolver solver(n, set);
    std::vector<LaneComplex> voltage = start == Start::flat ? s.flat() : std::vector<LaneComplex>(n);
    LaneOutcomes const outcomes = solver.solve(s.feeder, s.head, s.loads(), {}, voltage);
    FeederSolver scalar(n);
    for (std::size_t l = 0; l < lane_count; ++l) {
        INFO("lane " << l);
        std::vector<double> p, q;
        for (std::uint32_t i = 0; i < n; ++i) {
            p.push_back(s.p[i].lane[l]);
            q.push_back(s.q[i].lane[l]);
        }
        std::vector<Complex> alone(n, start == Start::flat ? s.head[l] : Complex{});
        FlowOutcome const expected = scalar.solve(s.feeder, s.head[l], {.p_pu = p, .q_pu = q}, {}, alone);
        FlowOutcome const& got = outcomes[l];
        REQUIRE(got.converged == expected.converged);
        REQUIRE(got.sweeps == expected.sweeps);
        REQUIRE(got.newton_steps == expected.newton_steps);
        bool same = true;
        for (std::uint32_t i = 0; i < n; ++i) same = same && same_bits(lane_of(voltage[i], l), alone[i]);
        REQUIRE(same);
        if (!expected.converged) continue;
        for (std::uint32_t i = 0; i < n; ++i) {
            same = same && same_bits(lane_of(solver.current()[i], l), scalar.current()[i]);
        }
        REQUIRE(same);
        REQUIRE(same_bits(got.head_power, expected.head_power));
        REQUIRE(same_bits(got.losses, expected.losses));
        REQUIRE(same_bits(got.imbalance_pu, expected.imbalance_pu));
    }
}

}  // namespace

TEST_CASE("eight lanes have the bits of eight solves, on every instruction set") {
    for (InstructionSet const set : instruction_sets()) {
        INFO("instruction set " << static_cast<int>(set));
        for (std::uint32_t number = 0; number < 200; ++number) {
            RandomFeeder const data = random_feeder(number, 1 + number % 70, 6.0, 0.08);
            check_against_scalar({data.feeder(), data, 1.5}, set);
        }
    }
}

TEST_CASE("lanes that settle at different sweeps, need Newton's method or have no solution keep those bits") {
    for (InstructionSet const set : instruction_sets()) {
        for (std::uint32_t number = 0; number < 100; ++number) {
            RandomFeeder const data = random_feeder(number, 40, 6.0, 0.2);
            check_against_scalar({data.feeder(), data, 2.5}, set);  // drops from 0.06 to 0.5
        }
    }
}

TEST_CASE("feeders with shunts keep those bits") {
    std::vector<double> const g(50, 0.002), b(50, 0.03);
    for (InstructionSet const set : instruction_sets()) {
        for (std::uint32_t number = 0; number < 50; ++number) {
            RandomFeeder const data = random_feeder(number, 50, 6.0, 0.1);
            check_against_scalar(
                {RadialFeeder(
                     {.parent = data.parent, .r_pu = data.r_pu, .x_pu = data.x_pu, .g_pu = g, .b_pu = b}),
                 data, 1.5},
                set);
        }
    }
}

TEST_CASE("lanes that start without voltage keep those bits") {
    RandomFeeder const data = random_feeder(2, 30, 6.0, 0.1);
    for (InstructionSet const set : instruction_sets()) {
        check_against_scalar({data.feeder(), data, 1.5}, set, Start::dark);
    }
}

TEST_CASE("lanes allocate nothing, not even where they turn to Newton's method") {
    RandomFeeder const data = random_feeder(1, 101, 6.0, 0.2);
    Scenarios const s(data.feeder(), data, 2.4);
    LaneSolver solver(101);
    std::vector<LaneComplex> voltage = s.flat();
    std::uint64_t const before = oracle::allocations();
    LaneOutcomes const outcomes = solver.solve(s.feeder, s.head, s.loads(), {}, voltage);
    CHECK(oracle::allocations() == before);
    CHECK(outcomes.front().newton_steps == 0);
    CHECK(outcomes.back().newton_steps > 0);
}

TEST_CASE("lanes of another length than their feeder are refused") {
    RandomFeeder const data = random_feeder(1, 10, 6.0, 0.1);
    Scenarios const s(data.feeder(), data, 1.0);
    std::vector<LaneComplex> voltage(9);
    CHECK_THROWS_AS(LaneSolver(10).solve(s.feeder, s.head, s.loads(), {}, voltage), BrokenInvariant);
    voltage.resize(10);
    CHECK_THROWS_AS(LaneSolver(9).solve(s.feeder, s.head, s.loads(), {}, voltage), BrokenInvariant);
}
