#include "sim/app/checkpoint_interval.hpp"
#include "sim/app/commands.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/hdf5_file.hpp"
#include "sim/run/build_info.hpp"
#include "sim/sweep/merge.hpp"
#include "sim/sweep/status_text.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <numeric>
#include <span>

namespace yuchong::app {
namespace {

namespace fs = std::filesystem;

// A folder that was laid out before.
struct Opened {
    sweep::Folder folder;
    io::SweepManifest manifest;
};

Opened open_folder(std::string const& path) {
    std::string root = fs::absolute(path).lexically_normal().string();
    while (root.size() > 1 && root.ends_with('/')) root.pop_back();
    sweep::Folder folder(root);
    return {folder, io::read_manifest(folder.manifest())};
}

Opened lay_out(SweepCommand const& command) {
    sweep::Folder const folder = sweep::folder_of(command.layout);
    io::SweepManifest manifest = sweep::plan_layout(command.layout);
    manifest.yuchong_version = run::build_info().version;
    bool const dry = command.submission == SweepCommand::Submission::dry;
    if (!dry) sweep::lay_out(folder, manifest);
    return {folder, std::move(manifest)};
}

ExitCode report_merge(Opened const& sweep, sweep::MergeReport const& report) {
    std::printf("%s: %zu runs%s\n", sweep.folder.merged().c_str(), report.done,
                report.failed + report.missing == 0
                    ? ""
                    : fmt::format(", {} failed, {} missing", report.failed, report.missing).c_str());
    for (std::string const& why : report.left_out) std::fprintf(stderr, "yuchong: %s\n", why.c_str());
    bool const whole = report.failed + report.missing + report.left_out.size() == 0;
    return whole ? ExitCode::done : ExitCode::failed;
}

ExitCode merge(Opened const& sweep, io::Series series) {
    return report_merge(sweep, sweep::merge(sweep.folder, sweep.manifest, series));
}

sweep::CrewSettings crew_settings(SweepCommand const& command, sweep::Others others) {
    return {command.jobs, command.show, others, command.checkpoint_every};
}

// All of it, on this machine, and the merge.
ExitCode work_here(Opened const& sweep, SweepCommand const& command) {
    std::vector<sweep::RunId> const runs =
        sweep::runs_of_items(sweep.manifest, 0, sweep::count_items(sweep.manifest));
    sweep::Agenda agenda(sweep.folder, sweep.manifest, runs, command.failed);
    sweep::CrewReport const report =
        sweep::work(sweep.folder, sweep.manifest, agenda, crew_settings(command, sweep::Others::wait_for));
    if (report.stopped) {
        std::fprintf(stderr, "Go on with: yuchong sweep resume %s\n", sweep.folder.root().c_str());
        return ExitCode::stopped;
    }
    if (report.counts.done > 0) return merge(sweep, command.series);
    return ExitCode::failed;
}

std::vector<std::size_t> all_tasks(io::SweepManifest const& manifest) {
    std::vector<std::size_t> tasks(sweep::count_tasks(manifest));
    std::iota(tasks.begin(), tasks.end(), std::size_t{0});
    return tasks;
}

// Tasks that have something left to do.
std::vector<std::size_t> open_tasks(Opened const& sweep) {
    std::vector<std::size_t> open;
    for (std::size_t const task : all_tasks(sweep.manifest)) {
        sweep::Agenda const agenda(sweep.folder, sweep.manifest, sweep::runs_of_task(sweep.manifest, task),
                                   sweep::Failed::retry);
        if (agenda.counts().left > 0) open.push_back(task);
    }
    return open;
}

ExitCode submit(Opened const& sweep, SweepCommand const& command, std::vector<std::size_t> const& tasks) {
    if (tasks.empty()) {
        std::printf("%s: nothing is left to do\n", sweep.folder.root().c_str());
        return ExitCode::done;
    }
    sweep::SlurmScripts const scripts =
        sweep::slurm_scripts(sweep.folder, sweep.manifest, command.slurm, tasks, command.failed);
    if (command.submission == SweepCommand::Submission::dry) {
        std::printf("# %s/task.sh\n%s\n# %s/merge.sh\n%s", sweep.folder.slurm().c_str(), scripts.task.c_str(),
                    sweep.folder.slurm().c_str(), scripts.merge.c_str());
        return ExitCode::done;
    }
    sweep::SlurmJobs const jobs = sweep::submit(sweep.folder, scripts);
    std::printf("%s: %zu tasks as job %s, merge as job %s\n", sweep.folder.root().c_str(), tasks.size(),
                jobs.array.c_str(), jobs.merge.c_str());
    return ExitCode::done;
}

ExitCode prepare(SweepCommand const& command) {
    Opened const sweep = lay_out(command);
    std::printf("%s: %zu tasks, 0 to %zu\n", sweep.folder.root().c_str(), sweep::count_tasks(sweep.manifest),
                sweep::count_tasks(sweep.manifest) - 1);
    return ExitCode::done;
}

ExitCode do_task(SweepCommand const& command) {
    Opened const sweep = open_folder(command.folder);
    std::size_t const tasks = sweep::count_tasks(sweep.manifest);
    if (command.task >= tasks)
        throw BadRequest(fmt::format("there is no task {} (the sweep has {}, from 0)", command.task, tasks));
    sweep::Agenda agenda(sweep.folder, sweep.manifest, sweep::runs_of_task(sweep.manifest, command.task),
                         command.failed);
    sweep::CrewReport const report =
        sweep::work(sweep.folder, sweep.manifest, agenda, crew_settings(command, sweep::Others::leave));
    if (report.stopped) return ExitCode::stopped;
    return report.counts.failed == 0 ? ExitCode::done : ExitCode::failed;
}

ExitCode resume(SweepCommand const& command) {
    Opened const sweep = open_folder(command.folder);
    sweep.folder.make();
    if (command.submission == SweepCommand::Submission::real) fs::remove(sweep.folder.cancel());
    if (command.where == SweepCommand::Where::slurm) return submit(sweep, command, open_tasks(sweep));
    return work_here(sweep, command);
}

ExitCode print_status(SweepCommand const& command) {
    Opened const sweep = open_folder(command.folder);
    std::vector<sweep::RunStatus> const runs = sweep::look_at(sweep.folder, sweep.manifest);
    std::string const text = command.print == SweepCommand::Print::json
                                 ? sweep::status_json(sweep.folder, sweep.manifest, runs)
                                 : sweep::status_text(sweep.folder, sweep.manifest, runs);
    std::fputs(text.c_str(), stdout);
    return ExitCode::done;
}

// Workers on any machine look for the file; jobs that have not begun are taken from the queue.
ExitCode cancel(SweepCommand const& command) {
    Opened const sweep = open_folder(command.folder);
    std::string const text = "workers stop while this file is here; `yuchong sweep resume` removes it\n";
    io::write_whole(sweep.folder.cancel(), std::as_bytes(std::span(text)));
    sweep::cancel_jobs(sweep::submitted_jobs(sweep.folder));
    std::printf("%s: cancelled; yuchong sweep resume goes on\n", sweep.folder.root().c_str());
    return ExitCode::done;
}

ExitCode act(SweepCommand const& command) {
    using Action = SweepCommand::Action;
    switch (command.action) {
        case Action::run: return work_here(lay_out(command), command);
        case Action::prepare: return prepare(command);
        case Action::submit: {
            Opened const sweep = lay_out(command);
            return submit(sweep, command, all_tasks(sweep.manifest));
        }
        case Action::task: return do_task(command);
        case Action::status: return print_status(command);
        case Action::resume: return resume(command);
        case Action::cancel: return cancel(command);
        case Action::merge: return merge(open_folder(command.folder), command.series);
    }
    return ExitCode::failed;
}

}  // namespace

ExitCode sweep_points(SweepCommand const& command) {
    (void)checkpoint_interval(command.checkpoint_every);  // the runs would refuse it one by one
    try {
        return act(command);
    } catch (io::ManifestError const& error) {
        throw BadRequest(error.what());
    } catch (sweep::ExistingSweep const& error) {
        throw BadRequest(error.what());
    }
}

}  // namespace yuchong::app
