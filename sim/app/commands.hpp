#pragma once
// One function a command, each in its file. They print results to stdout and messages to stderr, return the
// exit code. io::InputError and BadRequest say that nothing was done because what was asked for cannot be
// (exit code 2); any other exception that something broke (1).

#include "sim/app/command_line.hpp"

#include <stdexcept>

namespace yuchong::app {

class BadRequest : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

ExitCode run_scenario(RunCommand const& command);
ExitCode validate(ValidateCommand const& command);
ExitCode describe(DescribeCommand const& command);
ExitCode compare(CompareCommand const& command);
ExitCode solve_powerflow(PowerflowCommand const& command);
ExitCode find_hosting(HostingCommand const& command);
ExitCode plan_stations(PlanCommand const& command);
ExitCode sweep_points(SweepCommand const& command);
ExitCode write_report(ReportCommand const& command);
ExitCode print_schema(SchemaCommand const& command);

}  // namespace yuchong::app
