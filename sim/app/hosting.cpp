#include "sim/city/hosting.hpp"

#include "sim/app/commands.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/hosting_text.hpp"
#include "sim/io/scenario.hpp"
#include "sim/run/work_pool.hpp"

#include <cstdio>
#include <span>

namespace yuchong::app {

ExitCode find_hosting(HostingCommand const& command) {
    io::Existing const existing =
        command.existing == HostingCommand::Existing::replace ? io::Existing::replace : io::Existing::keep;
    io::Scenario const scenario = io::load_scenario(command.scenario, command.settings);
    try {
        if (!command.table.empty()) io::check_writable(command.table, existing);
    } catch (io::OutputError const& error) {
        throw BadRequest(error.what());
    }
    run::WorkPool pool(command.threads);
    city::HostingStudy const study = city::study_hosting(
        scenario.inputs, [&pool](std::size_t count, auto const& body) { pool.for_each(count, body); });
    if (!command.table.empty()) {
        std::string const rows = io::hosting_csv(study);
        io::write_whole(command.table, std::as_bytes(std::span(rows)));
    }
    if (command.print == HostingCommand::Print::json) {
        std::printf("%s\n", io::hosting_json(study, scenario.inputs.name).c_str());
    } else {
        std::fputs(io::hosting_text(study, scenario.inputs.name).c_str(), stdout);
    }
    return ExitCode::done;
}

}  // namespace yuchong::app
