// yuchong: reads the command line, runs the command, turns what was thrown into an exit code.

#include "sim/app/commands.hpp"
#include "sim/io/report.hpp"

#include <cstdio>
#include <exception>

namespace {

using namespace yuchong;
using app::ExitCode;

struct Execute {
    ExitCode operator()(app::Answer const& answer) const {
        std::fputs(answer.text.c_str(), answer.exit_code == ExitCode::done ? stdout : stderr);
        return answer.exit_code;
    }
    ExitCode operator()(app::RunCommand const& command) const { return app::run_scenario(command); }
    ExitCode operator()(app::ValidateCommand const& command) const { return app::validate(command); }
    ExitCode operator()(app::DescribeCommand const& command) const { return app::describe(command); }
    ExitCode operator()(app::CompareCommand const& command) const { return app::compare(command); }
    ExitCode operator()(app::PowerflowCommand const& command) const { return app::solve_powerflow(command); }
    ExitCode operator()(app::HostingCommand const& command) const { return app::find_hosting(command); }
    ExitCode operator()(app::PlanCommand const& command) const { return app::plan_stations(command); }
    ExitCode operator()(app::SweepCommand const& command) const { return app::sweep_points(command); }
    ExitCode operator()(app::ReportCommand const& command) const { return app::write_report(command); }
    ExitCode operator()(app::SchemaCommand const& command) const { return app::print_schema(command); }
};

ExitCode execute(app::Command const& command) {
    try {
        return std::visit(Execute{}, command);
    } catch (io::InputError const& error) {
        std::fputs(error.what(), stderr);
        return ExitCode::bad_input;
    } catch (app::BadRequest const& error) {
        std::fprintf(stderr, "yuchong: %s\n", error.what());
        return ExitCode::bad_input;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "yuchong: %s\n", error.what());
        return ExitCode::failed;
    }
}

}  // namespace

int main(int argc, char** argv) {
    ExitCode const code = execute(app::read_command_line(argc, argv));
    // A full disk or a closed pipe shows only here: what was buffered fails now, what was not has failed
    // before.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        std::fputs("yuchong: cannot write to stdout (a full disk, or nobody reads it)\n", stderr);
        return static_cast<int>(ExitCode::failed);
    }
    return static_cast<int>(code);
}
