#include "sim/grid/network_flow.hpp"

#include "sim/base/check.hpp"
#include "tests/grid/network_case.hpp"
#include "tests/grid/random_feeder.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuchong;
using namespace yuchong::grid;

namespace {

constexpr Complex slack{1.0, 0.0};
constexpr FlowTolerance tight{.voltage_pu = 1e-11, .power_pu = 1e-9};

// Power that branches and shunts bring to each node, by the two-port of each branch: what its load has to be.
std::vector<Complex> delivered(MeshedNetwork const& network, std::vector<Complex> const& voltage) {
    std::vector<Complex> power(network.nodes);
    for (MeshedBranch const& b : network.branches) {
        for (auto const& [near, far] : {std::pair(b.from, b.to), std::pair(b.to, b.from)}) {
            Complex const through = quotient(voltage[far] - voltage[near], {b.r_pu, b.x_pu});
            Complex const charging = Complex{0.0, 0.5 * b.b_pu} * voltage[near];
            power[near] += times_conjugate(voltage[near], through - charging);
        }
    }
    for (std::size_t i = 0; i < network.g_pu.size(); ++i) {
        Complex const shunt = Complex{network.g_pu[i], network.b_pu[i]} * voltage[i];
        power[i] += -1.0 * times_conjugate(voltage[i], shunt);
    }
    return power;
}

MeshedNetwork random_mesh(std::uint32_t number, std::uint32_t nodes, std::uint32_t ties) {
    RandomFeeder const data = random_feeder(number, nodes, 6.0, 0.08);
    RandomSource const random{23};
    MeshedNetwork network{nodes, 0, {}, {}, {}};
    for (std::uint32_t i = 1; i < nodes; ++i) {
        network.branches.push_back({data.parent[i], i, data.r_pu[i], data.x_pu[i], 0.01});
    }
    for (std::uint32_t k = 0; k < ties; ++k) {
        Block const draw = random.draw({DrawClass::test, 1, number, k});
        std::uint32_t const from = draw.word(0) % nodes, to = (from + 1 + draw.word(1) % (nodes - 1)) % nodes;
        network.branches.push_back({from, to, 0.01 * draw.uniform(2), 0.02, 0.0});
    }
    for (std::uint32_t i = 0; i < nodes; ++i) {
        network.g_pu.push_back(0.001 * (i % 3));
        network.b_pu.push_back(0.01 * (i % 4));
    }
    return network;
}

}  // namespace

TEST_CASE("in a meshed network every load gets its power") {
    for (std::uint32_t number = 0; number < 100; ++number) {
        RandomFeeder const data = random_feeder(number, 40, 6.0, 0.08);
        MeshedNetwork const network = random_mesh(number, 40, 1 + number % 6);
        NetworkFlow const flow = solve_network(network, slack, data.loads(), tight);
        REQUIRE(flow.outcome.converged);
        REQUIRE(flow.method == FlowMethod::sparse_newton);
        auto const power = delivered(network, flow.voltage);
        Complex sum = -1.0 * power[0];
        for (std::uint32_t i = 1; i < 40; ++i) {
            REQUIRE(magnitude(power[i] - Complex{data.p_pu[i], data.q_pu[i]}) < 1e-8);
        }
        REQUIRE(magnitude(flow.outcome.head_power - sum) < 1e-8);
    }
}

TEST_CASE("a radial network is swept, with the same answer as the sparse solver") {
    for (std::uint32_t number = 0; number < 50; ++number) {
        RandomFeeder const data = random_feeder(number, 40, 6.0, 0.08);
        MeshedNetwork const network = random_mesh(number, 40, 0);
        NetworkFlow const flow = solve_network(network, slack, data.loads(), tight);
        REQUIRE(flow.outcome.converged);
        REQUIRE(flow.method == FlowMethod::sweeps);
        std::vector<Complex> voltage(40, slack);
        FlowOutcome const sparse = MeshedFlow(network).solve(slack, data.loads(), tight, voltage);
        REQUIRE(sparse.converged);
        for (std::size_t i = 0; i < 40; ++i) REQUIRE(magnitude(flow.voltage[i] - voltage[i]) < 1e-9);
        REQUIRE(magnitude(flow.outcome.head_power - sparse.head_power) < 1e-8);
        REQUIRE(magnitude(flow.outcome.losses - sparse.losses) < 1e-8);
    }
}

TEST_CASE("two equal branches side by side are one of half the impedance") {
    MeshedNetwork const network{2, 0, {{0, 1, 0.2, 0.0}, {1, 0, 0.2, 0.0}}, {}, {}};
    std::vector<double> const p{0.0, 2.0}, q{0.0, 0.0};
    NetworkFlow const flow = solve_network(network, slack, {.p_pu = p, .q_pu = q}, tight);
    REQUIRE(flow.outcome.converged);
    CHECK(flow.voltage[1].re == Approx(0.5 + std::sqrt(0.25 - 0.1 * 2.0)));
    CHECK(flow.outcome.losses.re == Approx(flow.outcome.head_power.re - 2.0));
    Complex const half = MeshedFlow(network).series_current(0, flow.voltage);
    CHECK(half.re == Approx(0.5 * flow.outcome.head_power.re));
}

TEST_CASE("all ties of case33bw closed lower the losses, and no published voltage moves when they are open") {
    NetworkCase c = network_case("case33bw");
    FeederLoads const loads{.p_pu = c.p_pu, .q_pu = c.q_pu};
    NetworkFlow const open = solve_network(c.meshed(), slack, loads, tight);
    for (NetworkBranch& b : c.branches) b.state = Switch::closed;
    NetworkFlow const closed = solve_network(c.meshed(), slack, loads, tight);
    REQUIRE((open.outcome.converged && closed.outcome.converged));
    CHECK(1000.0 * open.outcome.losses.re == Approx(202.6771265));
    // 123.291 kW with all loops closed, as the literature on this feeder has it.
    CHECK(1000.0 * closed.outcome.losses.re == Approx(123.291).margin(0.01));
}

TEST_CASE("a network that cannot carry its loads says so, and one in pieces is refused") {
    MeshedNetwork network{3, 0, {{0, 1, 0.1, 0.0}, {1, 2, 0.1, 0.0}, {2, 0, 0.1, 0.0}}, {}, {}};
    std::vector<double> const p{0.0, 20.0, 20.0}, q{0.0, 0.0, 0.0};
    NetworkFlow const flow = solve_network(network, slack, {.p_pu = p, .q_pu = q}, {});
    CHECK_FALSE(flow.outcome.converged);
    CHECK(flow.voltage[1] == slack);
    network.branches = {{0, 1, 0.1, 0.0}};
    CHECK(dark_nodes(network) == std::vector<std::uint32_t>{2});
    CHECK_THROWS_AS(solve_network(network, slack, {.p_pu = p, .q_pu = q}, {}), BrokenInvariant);
    network.branches = {{0, 1, 0.1, 0.0}, {1, 2, 0.0, 0.0}};
    CHECK_THROWS_AS(solve_network(network, slack, {.p_pu = p, .q_pu = q}, {}), BrokenInvariant);
}

TEST_CASE("a slack alone draws its own load") {
    MeshedNetwork const network{1, 0, {}, {}, {}};
    std::vector<double> const p{0.5}, q{0.1};
    NetworkFlow const flow = solve_network(network, slack, {.p_pu = p, .q_pu = q}, {});
    CHECK(flow.outcome.converged);
    CHECK(flow.outcome.head_power.re == Approx(0.5));
}
