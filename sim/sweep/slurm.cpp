#include "sim/sweep/slurm.hpp"

#include "sim/io/atomic_file.hpp"
#include "sim/sweep/process.hpp"

#include <fmt/format.h>

#include <sys/wait.h>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>

namespace yuchong::sweep {
namespace {

// For the shell, whatever is in it.
std::string quoted(std::string const& text) {
    std::string result = "'";
    for (char const c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

std::string options_text(std::vector<std::pair<std::string, std::string>> const& options) {
    std::string text;
    for (auto const& [name, value] : options) {
        if (!value.empty()) text += fmt::format("#SBATCH --{}={}\n", name, value);
    }
    return text;
}

std::string head(Folder const& folder, io::SweepManifest const& manifest, SlurmOptions const& options) {
    std::string text = "#!/bin/bash\n" + options_text({{"job-name", "yuchong-" + manifest.plan.name},
                                                       {"partition", options.partition},
                                                       {"account", options.account},
                                                       {"time", options.time},
                                                       {"mem", options.memory},
                                                       {"chdir", folder.root()},
                                                       {"open-mode", "append"}});
    for (std::string const& option : options.more) text += "#SBATCH " + option + "\n";
    return text;
}

constexpr char const* task_body = R"(#SBATCH --requeue

# SIGUSR1 comes before the time limit, SIGTERM from scancel. Both let the runs save where they are; after the first the
# task is queued again and goes on from there.
{0} sweep task {1} "$SLURM_ARRAY_TASK_ID" --jobs "${{SLURM_CPUS_PER_TASK:-1}}"{2} &
task=$!
again=
trap 'again=yes; kill -USR1 $task' USR1
trap 'kill -TERM $task' TERM
while true; do
    wait $task
    code=$?
    [ $code -gt 128 ] || break              # it has ended; else a trap woke us, or a signal ended it
    kill -0 $task 2>/dev/null && continue
    wait $task
    last=$?
    [ $last -eq 127 ] || code=$last         # 127: nothing is known beyond what was
    break
done
if [ $code -eq 3 ] && [ -n "$again" ]; then
    scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_$SLURM_ARRAY_TASK_ID"
fi
exit $code
)";

struct Answer {
    int exit_code;
    std::string text;
};

Answer ask(std::string const& command) {
    std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw SlurmError("cannot start a shell");
    Answer answer{};
    std::array<char, 4'096> buffer{};
    while (std::size_t const n = std::fread(buffer.data(), 1, buffer.size(), pipe))
        answer.text.append(buffer.data(), n);
    int const status = pclose(pipe);
    answer.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    while (answer.text.ends_with('\n')) answer.text.pop_back();
    return answer;
}

std::string sbatch(std::string const& options, std::string const& script) {
    Answer const answer = ask("sbatch --parsable " + options + quoted(script));
    if (answer.exit_code != 0) throw SlurmError(fmt::format("sbatch refused {} ({})", script, answer.text));
    return answer.text.substr(0, answer.text.find(';'));  // a cluster's name may follow
}

void write_script(std::string const& path, std::string const& text) {
    io::write_whole(path, std::as_bytes(std::span(text)));
    std::filesystem::permissions(path, std::filesystem::perms::owner_exec,
                                 std::filesystem::perm_options::add);
}

}  // namespace

std::string array_text(std::vector<std::size_t> const& tasks) {
    std::string text;
    for (std::size_t i = 0; i < tasks.size();) {
        std::size_t last = i;
        while (last + 1 < tasks.size() && tasks[last + 1] == tasks[last] + 1) ++last;
        text += (text.empty() ? "" : ",") + std::to_string(tasks[i]);
        if (last > i) text += "-" + std::to_string(tasks[last]);
        i = last + 1;
    }
    return text;
}

SlurmScripts slurm_scripts(Folder const& folder, io::SweepManifest const& manifest,
                           SlurmOptions const& options, std::vector<std::size_t> const& tasks,
                           Failed failed) {
    std::string const program = quoted(this_program()), root = quoted(folder.root());
    std::string const begin = head(folder, manifest, options);
    std::string const throttle = options.at_once > 0 ? fmt::format("%{}", options.at_once) : "";
    SlurmScripts scripts;
    scripts.task = begin + options_text({{"array", array_text(tasks) + throttle},
                                         {"cpus-per-task", std::to_string(options.cpus)},
                                         {"output", folder.slurm() + "/task-%a.log"},
                                         {"signal", fmt::format("B:USR1@{}", options.warning_s)}});
    std::string words = failed == Failed::retry ? " --retry" : "";
    if (!options.checkpoint_every.empty()) words += " --checkpoint-every " + quoted(options.checkpoint_every);
    scripts.task += fmt::format(task_body, program, root, words);
    scripts.merge = begin + options_text({{"output", folder.slurm() + "/merge.log"}}) +
                    fmt::format("\nexec {} sweep merge {}\n", program, root);
    return scripts;
}

SlurmJobs submit(Folder const& folder, SlurmScripts const& scripts) {
    std::filesystem::create_directories(folder.slurm());
    std::string const task = folder.slurm() + "/task.sh", merge = folder.slurm() + "/merge.sh";
    write_script(task, scripts.task);
    write_script(merge, scripts.merge);
    SlurmJobs jobs;
    jobs.array = sbatch("", task);
    std::ofstream list(folder.slurm() + "/jobs", std::ios::app);
    list << jobs.array << '\n' << std::flush;
    // Also with failed tasks: the merged file says what is missing.
    jobs.merge = sbatch("--dependency=afterany:" + jobs.array + " ", merge);
    list << jobs.merge << '\n' << std::flush;
    if (!list) throw io::OutputError("cannot write " + folder.slurm() + "/jobs");
    return jobs;
}

std::vector<std::string> submitted_jobs(Folder const& folder) {
    std::ifstream list(folder.slurm() + "/jobs");
    std::vector<std::string> jobs;
    for (std::string job; list >> job;) jobs.push_back(job);
    return jobs;
}

void cancel_jobs(std::vector<std::string> const& jobs) {
    if (jobs.empty()) return;
    std::string command = "scancel";
    for (std::string const& job : jobs) command += " " + quoted(job);
    Answer const answer = ask(command);
    if (answer.exit_code != 0) throw SlurmError(fmt::format("scancel failed ({})", answer.text));
}

}  // namespace yuchong::sweep
