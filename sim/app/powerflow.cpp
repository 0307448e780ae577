#include "sim/grid/network_flow.hpp"

#include "sim/app/commands.hpp"
#include "sim/io/network_case.hpp"
#include "sim/io/network_text.hpp"
#include "sim/io/three_phase_case.hpp"
#include "sim/io/three_phase_text.hpp"

#include <cstdio>
#include <filesystem>
#include <string>

namespace yuchong::app {
namespace {

constexpr grid::FlowTolerance tolerance{.voltage_pu = 1e-10, .power_pu = 1e-6};  // 1 W

// A folder with lines.csv is a feeder phase by phase.
bool is_three_phase(std::string const& network) {
    return std::filesystem::exists(std::filesystem::path(network) / "lines.csv");
}

ExitCode no_solution(std::string const& network) {
    std::fprintf(stderr, "yuchong powerflow: %s: no solution found (the network may not carry its loads)\n",
                 network.c_str());
    return ExitCode::failed;
}

ExitCode solve_by_phase(PowerflowCommand const& command) {
    io::Report report;
    grid::ThreePhaseFeeder const feeder = io::read_three_phase_case(command.network, report);
    io::throw_if_any(report);
    grid::ThreePhaseResult const result = grid::solve_three_phase(feeder);
    if (command.print == PowerflowCommand::Print::json) {
        std::printf("%s\n", io::three_phase_json(feeder, result).c_str());
    } else if (result.converged) {
        std::fputs(io::three_phase_text(feeder, result).c_str(), stdout);
    }
    return result.converged ? ExitCode::done : no_solution(command.network);
}

}  // namespace

ExitCode solve_powerflow(PowerflowCommand const& command) {
    if (is_three_phase(command.network)) return solve_by_phase(command);
    io::NetworkCase const network = io::read_network_case(command.network);
    grid::NetworkFlow const flow = grid::solve_network(
        network.network, network.slack_voltage, {.p_pu = network.p_pu, .q_pu = network.q_pu}, tolerance);
    if (command.print == PowerflowCommand::Print::json) {
        std::printf("%s\n", io::flow_json(network, flow).c_str());
    } else if (flow.outcome.converged) {
        std::fputs(io::flow_text(network, flow).c_str(), stdout);
    }
    return flow.outcome.converged ? ExitCode::done : no_solution(command.network);
}

}  // namespace yuchong::app
