#include "sim/city/site_planning.hpp"

#include "sim/app/named_files.hpp"
#include "sim/io/scenario.hpp"
#include "sim/io/site_plan_text.hpp"
#include "sim/run/work_pool.hpp"

#include <algorithm>
#include <cstdio>
#include <span>

namespace yuchong::app {
namespace {

void check_files(PlanCommand const& command) {
    io::Existing const existing =
        command.existing == PlanCommand::Existing::replace ? io::Existing::replace : io::Existing::keep;
    with_named_files([&] {
        for (std::string const& file : {command.stations_file, command.curve_file})
            if (!file.empty()) io::check_writable(file, existing);
    });
}

void write(std::string const& file, std::string const& text) {
    if (!file.empty()) io::write_whole(file, std::as_bytes(std::span(text)));
}

}  // namespace

ExitCode plan_stations(PlanCommand const& command) {
    io::Scenario const scenario = io::load_scenario(command.scenario, command.settings);
    check_files(command);
    auto const policy = static_cast<city::SitingPolicy>(
        std::ranges::find(io::siting_policy_names, command.policy) - io::siting_policy_names.begin());
    run::WorkPool pool(command.threads);
    city::SitePlan const plan =
        city::plan_sites(scenario.inputs, policy, command.stations,
                         [&pool](std::size_t count, auto const& body) { pool.for_each(count, body); });
    write(command.stations_file, io::site_plan_stations(plan, scenario.inputs));
    write(command.curve_file, io::site_plan_curve(plan));
    std::string const text = command.print == PlanCommand::Print::json
                                 ? io::site_plan_json(plan, scenario.inputs) + "\n"
                                 : io::site_plan_text(plan, scenario.inputs);
    std::fputs(text.c_str(), stdout);
    return ExitCode::done;
}

}  // namespace yuchong::app
