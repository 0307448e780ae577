#include "sim/app/sweep_line.hpp"

#include <algorithm>
#include <charconv>
#include <thread>

namespace yuchong::app {
namespace {

constexpr char const* notes =
    "docs/sweeps.md describes sweep files, the folder and its states, and clusters. Exit codes: 0 all runs "
    "are there;\n"
    "1 some have failed or are missing; 2 bad input, nothing was run; 3 stopped, `yuchong sweep resume DIR` "
    "goes on.";

constexpr std::size_t most_jobs = 1'024;

std::size_t processors() { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace

SweepLine::SweepLine(CLI::App& app) : sweep_(app.add_subcommand("sweep", "Run a scenario at many points")) {
    sweep_->footer(notes);
    sweep_->allow_extras();
    sweep_->require_subcommand(0, 1);
    define_actions();
}

CLI::App* SweepLine::add(std::string const& name, std::string const& what) {
    CLI::App* command = sweep_->add_subcommand(name, what);
    command->allow_extras();
    return command;
}

void SweepLine::take_file(CLI::App* command) {
    command->add_option("SWEEP", command_.layout.sweep_file, "Sweep file")->type_name("");
    command
        ->add_option("-o,--output", command_.layout.folder, "Folder of the sweep [output/sweeps/<file name>]")
        ->type_name("DIR");
    command
        ->add_option("--runs-per-task", command_.layout.runs_per_task,
                     "Runs that one task makes [at most 200 tasks]")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000).description(""));
    command->add_flag("--force", forced_, "Take more than 100,000 runs");
}

void SweepLine::take_folder(CLI::App* command) {
    command->add_option("DIR", command_.folder, "Folder of the sweep")->type_name("");
}

void SweepLine::take_work(CLI::App* command) {
    command->add_option("--jobs", jobs_, "Runs at once [processors; of a task 1]")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, most_jobs).description(""));
    command->add_option("--progress", progress_, "auto, plain or off [auto]")
        ->type_name("MODE")
        ->check(CLI::IsMember({"auto", "plain", "off"}).description(""));
}

void SweepLine::take_checkpoints(CLI::App* command) {
    command
        ->add_option("--checkpoint-every", command_.checkpoint_every,
                     "Save each run each so much simulated time, for machines that fail")
        ->type_name("SPAN");
}

void SweepLine::take_slurm(CLI::App* command) {
    sweep::SlurmOptions& slurm = command_.slurm;
    command->add_flag("--slurm", slurm_, "As a job array of Slurm, with a merge behind it");
    command->add_flag("--dry-run", dry_, "Print the scripts, submit and write nothing");
    command->add_option("--time", slurm.time, "Time limit of a task, as sbatch takes it [60]")
        ->type_name("TIME");
    command->add_option("--mem", slurm.memory, "Memory of a task [1G]")->type_name("SIZE");
    command->add_option("--cpus", slurm.cpus, "Runs at once in a task [1]")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, most_jobs).description(""));
    command->add_option("--at-once", slurm.at_once, "Tasks that may run at once [no limit]")->type_name("N");
    command->add_option("--warning", slurm.warning_s, "Seconds before the limit that runs are stopped [60]")
        ->type_name("S");
    command->add_option("--partition", slurm.partition, "Partition")->type_name("NAME");
    command->add_option("--account", slurm.account, "Account")->type_name("NAME");
    command->add_option("--sbatch", slurm.more, "Another option of sbatch, as --sbatch=--qos=low; repeatable")
        ->type_name("OPTION")
        ->allow_extra_args(false);
}

void SweepLine::define_actions() {
    run_ = add("run", "Lay out a sweep and run it on this machine");
    take_file(run_);
    take_work(run_);
    take_checkpoints(run_);
    run_->add_flag("--copy", copied_, "Copy series into merged.h5 instead of referring to the runs");
    prepare_ = add("prepare", "Lay out a sweep, for `sweep task` under any scheduler");
    take_file(prepare_);
    submit_ = add("submit", "Lay out a sweep and hand it to a cluster");
    take_file(submit_);
    take_slurm(submit_);
    take_checkpoints(submit_);
    task_ = add("task", "Make the runs of one task of a sweep");
    take_folder(task_);
    task_->add_option("TASK", number_, "Its number, from 0")->type_name("");
    take_work(task_);
    take_checkpoints(task_);
    task_->add_flag("--retry", retry_, "Also runs that have failed");
    status_ = add("status", "Tell what has become of each run");
    take_folder(status_);
    status_->add_flag("--json", json_, "Print every run as one JSON object");
    resume_ = add("resume", "Make what is missing, stopped, damaged or failed");
    take_folder(resume_);
    take_work(resume_);
    take_slurm(resume_);
    take_checkpoints(resume_);
    resume_->add_flag("--copy", copied_, "Copy series into merged.h5 instead of referring to the runs");
    cancel_ = add("cancel", "Stop all workers of a sweep; it can be resumed");
    take_folder(cancel_);
    merge_ = add("merge", "Write merged.h5 from the runs that are there");
    take_folder(merge_);
    merge_->add_flag("--copy", copied_, "Copy series instead of referring to the runs");
}

std::string SweepLine::missing() const {
    auto const given = sweep_->get_subcommands();
    if (given.empty()) return "no command given";
    bool const by_file = *run_ || *prepare_ || *submit_;
    if (by_file && command_.layout.sweep_file.empty()) return "no SWEEP given";
    if (!by_file && command_.folder.empty()) return "no DIR given";
    if (*submit_ && !slurm_) return "which scheduler? --slurm is known; for others see `sweep prepare`";
    if (*resume_ && dry_ && !slurm_) return "--dry-run goes with --slurm";
    if (!*task_) return "";
    if (number_.empty()) return "no TASK given";
    std::size_t value = 0;
    char const* const end = number_.data() + number_.size();
    auto const [stopped, error] = std::from_chars(number_.data(), end, value);
    return error == std::errc{} && stopped == end ? "" : number_ + " is no number of a task";
}

SweepCommand SweepLine::chosen() const {
    using Action = SweepCommand::Action;
    SweepCommand command = command_;
    struct Named {
        CLI::App const* app;
        Action action;
    };
    for (Named const& named :
         {Named{run_, Action::run}, Named{prepare_, Action::prepare}, Named{submit_, Action::submit},
          Named{task_, Action::task}, Named{status_, Action::status}, Named{resume_, Action::resume},
          Named{cancel_, Action::cancel}, Named{merge_, Action::merge}}) {
        if (*named.app) command.action = named.action;
    }
    command.jobs = jobs_ > 0 ? jobs_ : *task_ ? 1 : processors();
    if (!number_.empty()) std::from_chars(number_.data(), number_.data() + number_.size(), command.task);
    if (*resume_ || retry_) command.failed = sweep::Failed::retry;
    command.slurm.checkpoint_every = command.checkpoint_every;
    if (forced_) command.layout.size = io::Size::forced;
    if (slurm_) command.where = SweepCommand::Where::slurm;
    if (dry_) command.submission = SweepCommand::Submission::dry;
    if (copied_) command.series = io::Series::copied;
    if (json_) command.print = SweepCommand::Print::json;
    if (progress_ == "plain") command.show = sweep::Show::plain;
    if (progress_ == "off") command.show = sweep::Show::off;
    return command;
}

}  // namespace yuchong::app
