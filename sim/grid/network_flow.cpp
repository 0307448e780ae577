#include "sim/grid/network_flow.hpp"

#include "sim/base/check.hpp"
#include "sim/grid/feeder_solver.hpp"
#include "sim/grid/switched_network.hpp"

#include <algorithm>

namespace yuchong::grid {

namespace {

// Branches numbered as in the network; the charging of each stands half at either end.
SwitchedNetwork tree_of(MeshedNetwork const& network) {
    std::vector<double> g(network.nodes), b(network.nodes);
    if (!network.g_pu.empty()) {
        g = network.g_pu;
        b = network.b_pu;
    }
    std::vector<NetworkBranch> branches;
    for (MeshedBranch const& branch : network.branches) {
        branches.push_back({branch.from, branch.to, branch.r_pu, branch.x_pu});
        b[branch.from] += 0.5 * branch.b_pu;
        b[branch.to] += 0.5 * branch.b_pu;
    }
    bool const any = std::any_of(g.begin(), g.end(), [](double y) { return y != 0.0; }) ||
                     std::any_of(b.begin(), b.end(), [](double y) { return y != 0.0; });
    if (!any) g = b = {};
    return {network.nodes, std::move(branches), {network.slack}, std::move(g), std::move(b)};
}

// A column by node put in the order of the feeder.
template <class T>
std::vector<T> in_order(std::span<T const> column, NumberedFeeder const& feeder) {
    std::vector<T> ordered;
    if (column.empty()) return ordered;
    for (std::uint32_t const node : feeder.node) ordered.push_back(column[node]);
    return ordered;
}

NetworkFlow solve_tree(NumberedFeeder const& numbered, Complex slack_voltage, FeederLoads const& loads,
                       FlowTolerance const& tolerance) {
    auto const p = in_order(loads.p_pu, numbered), q = in_order(loads.q_pu, numbered);
    auto const shares = in_order(loads.shares, numbered);
    auto const charger_p = in_order(loads.charger_p_pu, numbered);
    auto const charger_q = in_order(loads.charger_q_pu, numbered);
    FeederSolver solver(numbered.feeder.size());
    std::vector<Complex> voltage(numbered.node.size(), slack_voltage);
    NetworkFlow flow{solver.solve(numbered.feeder, slack_voltage, {p, q, shares, charger_p, charger_q},
                                  tolerance, voltage),
                     FlowMethod::sweeps, std::vector<Complex>(voltage.size())};
    if (flow.outcome.newton_steps > 0) flow.method = FlowMethod::tree_newton;
    for (std::size_t i = 0; i < voltage.size(); ++i) flow.voltage[numbered.node[i]] = voltage[i];
    return flow;
}

bool resists_everywhere(MeshedNetwork const& network) {
    return std::all_of(network.branches.begin(), network.branches.end(),
                       [](MeshedBranch const& b) { return b.r_pu >= 0.0; });
}

}  // namespace

NetworkFlow solve_network(MeshedNetwork const& network, Complex slack_voltage, FeederLoads const& loads,
                          FlowTolerance const& tolerance) {
    check(dark_nodes(network).empty(), "the network is in several pieces (each needs a slack of its own)");
    bool const is_tree = network.branches.size() + 1 == network.nodes;
    if (is_tree && resists_everywhere(network)) {
        return solve_tree(tree_of(network).feeder(0), slack_voltage, loads, tolerance);
    }
    NetworkFlow flow{{}, FlowMethod::sparse_newton, std::vector<Complex>(network.nodes, slack_voltage)};
    flow.outcome = MeshedFlow(network).solve(slack_voltage, loads, tolerance, flow.voltage);
    return flow;
}

std::vector<std::uint32_t> dark_nodes(MeshedNetwork const& network) {
    std::vector<std::vector<std::uint32_t>> neighbours(network.nodes);
    for (MeshedBranch const& b : network.branches) {
        neighbours[b.from].push_back(b.to);
        neighbours[b.to].push_back(b.from);
    }
    std::vector<bool> fed(network.nodes);
    std::vector<std::uint32_t> reached{network.slack};
    fed[network.slack] = true;
    for (std::size_t next = 0; next < reached.size(); ++next) {
        for (std::uint32_t const far : neighbours[reached[next]]) {
            if (fed[far]) continue;
            fed[far] = true;
            reached.push_back(far);
        }
    }
    std::vector<std::uint32_t> dark;
    for (std::uint32_t i = 0; i < network.nodes; ++i) {
        if (!fed[i]) dark.push_back(i);
    }
    return dark;
}

}  // namespace yuchong::grid
