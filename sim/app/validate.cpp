#include "sim/app/commands.hpp"
#include "sim/io/report.hpp"
#include "sim/io/scenario.hpp"
#include "sim/io/sweep_check.hpp"

#include <cstdio>

namespace yuchong::app {
namespace {

void look_at(std::string const& file) {
    if (!io::is_sweep(file)) {
        io::load_scenario(file);
        std::printf("%s: ok\n", file.c_str());
        return;
    }
    io::SweepFile const sweep = io::load_sweep(file);
    std::size_t const points = io::check_sweep(sweep, io::Size::usual).points.size();
    std::size_t const most = sweep.plan.most_replications();
    std::printf("%s: ok, %zu points, %s%zu runs\n", file.c_str(), points,
                sweep.plan.precision ? "at most " : "", points * most);
}

}  // namespace

// Every file is looked at, whatever is wrong with those before it.
ExitCode validate(ValidateCommand const& command) {
    io::Report all;
    for (std::string const& file : command.files) {
        try {
            look_at(file);
        } catch (io::InputError const& error) {
            all.add(error.report());
        }
    }
    io::throw_if_any(all);
    return ExitCode::done;
}

}  // namespace yuchong::app
