#include "sim/city/hosting.hpp"

#include "sim/app/named_files.hpp"
#include "sim/io/hosting_text.hpp"
#include "sim/io/scenario.hpp"
#include "sim/run/work_pool.hpp"

#include <cstdio>
#include <span>
#include <vector>

namespace yuchong::app {
namespace {

io::Existing existing_of(HostingCommand const& command) {
    return command.existing == HostingCommand::Existing::replace ? io::Existing::replace : io::Existing::keep;
}

// What is wrong with a file or a record that was named is the caller's to mend.
city::HostingStudy study(HostingCommand const& command, city::Inputs const& inputs) {
    auto const recorded = with_named_files([&command] {
        if (!command.table.empty()) io::check_writable(command.table, existing_of(command));
        return command.record.empty() ? std::vector<city::RecordedPeak>{}
                                      : io::read_charging_peaks(command.record);
    });
    try {
        run::WorkPool pool(command.threads);
        return city::study_hosting(
            inputs, recorded, [&pool](std::size_t count, auto const& body) { pool.for_each(count, body); });
    } catch (city::UnusableRecord const& error) {
        throw BadRequest(command.record + ": " + error.what());
    }
}

}  // namespace

ExitCode find_hosting(HostingCommand const& command) {
    io::Scenario const scenario = io::load_scenario(command.scenario, command.settings);
    city::HostingStudy const found = study(command, scenario.inputs);
    if (!command.table.empty()) {
        std::string const rows = io::hosting_csv(found);
        io::write_whole(command.table, std::as_bytes(std::span(rows)));
    }
    if (command.print == HostingCommand::Print::json) {
        std::printf("%s\n", io::hosting_json(found, scenario.inputs.name).c_str());
    } else {
        std::fputs(io::hosting_text(found, scenario.inputs.name).c_str(), stdout);
    }
    return ExitCode::done;
}

}  // namespace yuchong::app
