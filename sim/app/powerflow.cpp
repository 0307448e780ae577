#include "sim/grid/network_flow.hpp"

#include "sim/app/commands.hpp"
#include "sim/io/network_case.hpp"
#include "sim/io/network_text.hpp"

#include <cstdio>

namespace yuchong::app {
namespace {

constexpr grid::FlowTolerance tolerance{.voltage_pu = 1e-10, .power_pu = 1e-6};  // 1 W

}  // namespace

ExitCode solve_powerflow(PowerflowCommand const& command) {
    io::NetworkCase const network = io::read_network_case(command.network);
    grid::NetworkFlow const flow = grid::solve_network(
        network.network, network.slack_voltage, {.p_pu = network.p_pu, .q_pu = network.q_pu}, tolerance);
    if (command.print == PowerflowCommand::Print::json) {
        std::printf("%s\n", io::flow_json(network, flow).c_str());
    } else if (flow.outcome.converged) {
        std::fputs(io::flow_text(network, flow).c_str(), stdout);
    }
    if (flow.outcome.converged) return ExitCode::done;
    std::fprintf(stderr, "yuchong powerflow: %s: no solution found (the network may not carry its loads)\n",
                 command.network.c_str());
    return ExitCode::failed;
}

}  // namespace yuchong::app
