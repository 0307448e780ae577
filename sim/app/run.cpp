#include "sim/app/checkpoint_interval.hpp"
#include "sim/app/commands.hpp"
#include "sim/io/summary_text.hpp"
#include "sim/run/run_scenario.hpp"
#include "sim/serve/external_controller.hpp"
#include "sim/serve/line_socket.hpp"
#include "sim/serve/live_view.hpp"

#include <cstdio>
#include <optional>
#include <utility>

namespace yuchong::app {
namespace {

void say(std::string const& text) {
    std::fprintf(stderr, "yuchong: %s\n", text.c_str());
    std::fflush(stderr);
}

std::unique_ptr<city::SiteController> listen(control::ExternalSettings const& settings,
                                             std::atomic<bool> const& stop) {
    try {
        return std::make_unique<serve::ExternalController>(settings, stop, say);
    } catch (serve::CannotListen const& error) {
        throw run::RefusedRun(std::string("control.external.socket: ") + error.what());
    }
}

run::OnlookerMaker onlooker_of(RunCommand const& command) {
    if (!command.serve) return {};
    return [port = *command.serve](std::atomic<bool> const& stop) -> std::unique_ptr<city::Onlooker> {
        try {
            return std::make_unique<serve::LiveView>(port, stop, say);
        } catch (serve::CannotListen const& error) {
            throw run::RefusedRun(std::string("--serve: ") + error.what());
        }
    };
}

run::RunRequest request_of(RunCommand const& command) {
    run::RunRequest request{.scenario_path = command.scenario,
                            .settings = command.settings,
                            .output = command.output,
                            .existing = command.existing == RunCommand::Existing::replace
                                            ? io::Existing::replace
                                            : io::Existing::keep,
                            .threads = command.threads,
                            .checkpoint_every = checkpoint_interval(command.checkpoint_every),
                            .resume = command.resume,
                            .steering = {listen, command.replay_control},
                            .make_onlooker = onlooker_of(command)};
    if (command.seed) request.settings.push_back("seed=" + std::to_string(*command.seed));
    return request;
}

ExitCode report_stop(RunCommand const& command, run::RunReport const& report) {
    std::fprintf(stderr,
                 "yuchong: stopped at %s; the result so far is %s\n"
                 "Go on with: yuchong run %s --resume %s (and the options of this run)\n",
                 report.calendar.iso(report.reached).c_str(), report.partial.c_str(),
                 command.scenario.c_str(), report.checkpoint.c_str());
    return ExitCode::stopped;
}

ExitCode report_end(RunCommand const& command, run::RunReport const& report) {
    std::string const text =
        command.summary == RunCommand::Summary::json
            ? io::summary_json(report.summary, report.calendar)
            : io::summary_text(report.summary, report.audit, report.calendar, report.window);
    std::fputs(text.c_str(), stdout);
    if (report.summary.status == measure::Status::done) return ExitCode::done;
    for (measure::AuditRow const& row : report.audit) {
        if (row.holds) continue;
        std::fprintf(stderr, "yuchong: audit failed: %s: %.17g against %.17g %s (bound %g)\n",
                     row.name.c_str(), row.left, row.right, row.unit.c_str(), row.bound);
    }
    return ExitCode::failed;
}

}  // namespace

ExitCode run_scenario(RunCommand const& command) {
    run::RunRequest const request = request_of(command);
    std::optional<run::RunReport> report;
    try {
        run::supervise(command.progress, [&](std::atomic<bool> const& stop, run::Progress& progress) {
            report = run::run_scenario(request, stop, progress);
        });
    } catch (run::RefusedRun const& error) {
        throw BadRequest(error.what());
    }
    return report->ended == run::Ended::stopped ? report_stop(command, *report)
                                                : report_end(command, *report);
}

}  // namespace yuchong::app
