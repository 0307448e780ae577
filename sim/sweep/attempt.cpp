#include "sim/sweep/attempt.hpp"

#include "sim/io/atomic_file.hpp"
#include "sim/io/checkpoint_file.hpp"
#include "sim/io/result_file.hpp"
#include "sim/io/run_result.hpp"
#include "sim/io/sweep_check.hpp"
#include "sim/sweep/states.hpp"

#include <fmt/format.h>

#include <sys/wait.h>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace yuchong::sweep {
namespace {

namespace fs = std::filesystem;

constexpr int stopped_by_signal = 3;  // exit code of `yuchong run`

// 128 and the signal, as shells count.
int exit_code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + (WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

std::string last_line(std::string const& path) {
    std::ifstream file(path);
    std::string line, last;
    while (std::getline(file, line)) {
        if (!line.empty()) last = line;
    }
    return last;
}

void remove_quietly(std::string const& path) {
    std::error_code ignored;
    fs::remove_all(path, ignored);
}

}  // namespace

Attempt::Attempt(Folder const& folder, io::SweepManifest const& manifest, Claim claim,
                 std::string const& checkpoint_every)
    : folder_(folder), manifest_(&manifest), claim_(std::move(claim)), checkpoint_every_(checkpoint_every) {
    adopt_saved();
    begin();
}

// A checkpoint that an earlier claim left, with its partial result; whatever else lies there is of no use.
void Attempt::adopt_saved() const {
    std::string const result = claim_.file(".h5");
    std::string checkpoint;
    for (auto const& entry : fs::directory_iterator(folder_.work(run()))) {
        if (entry.path().extension() == ".checkpoint") checkpoint = entry.path().string();
    }
    if (!checkpoint.empty()) {
        std::string const partial = io::partial_path(fs::path(checkpoint).replace_extension(".h5").string());
        std::error_code lost;
        fs::rename(partial, io::partial_path(result), lost);
        if (!lost) fs::rename(checkpoint, io::checkpoint_path(result), lost);
    }
    std::string const mine = fs::path(result).stem().string();
    for (auto const& entry : fs::directory_iterator(folder_.work(run()))) {
        if (!entry.path().filename().string().starts_with(mine)) remove_quietly(entry.path().string());
    }
}

void Attempt::begin() {
    std::string const result = claim_.file(".h5"), checkpoint = io::checkpoint_path(result);
    std::vector<std::string> command{this_program(), "run",    manifest_->scenario, "-o", result,
                                     "--force",      "--json", "--progress",        "off"};
    study::Point const& point = manifest_->points[run().point];
    for (std::string const& text : io::assignments(manifest_->settings, study::settings_of(point))) {
        command.push_back("--set");
        command.push_back(text);
    }
    command.push_back("--seed");
    command.push_back(std::to_string(manifest_->plan.seed + run().replication));
    if (!checkpoint_every_.empty()) {
        command.push_back("--checkpoint-every");
        command.push_back(checkpoint_every_);
    }
    resumed_ = fs::exists(checkpoint) && fs::exists(io::partial_path(result));
    if (resumed_) {
        command.push_back("--resume");
        command.push_back(checkpoint);
    }
    child_ = start(command, claim_.file(".log"));
    claim_.note_child(child_);
}

void Attempt::signal(int number) const { kill(child_, number); }

bool Attempt::ended(int status) {
    int const code = exit_code_of(status);
    std::string const result = claim_.file(".h5");
    if (!claim_.still_mine()) {
        outcome_ = Outcome::elsewhere;
        return false;
    }
    if (code == stopped_by_signal) {
        remove_quietly(claim_.file(".log"));  // checkpoint and partial result stay, whatever their token
    } else if (code == 0) {
        publish();
    } else if (resumed_) {
        remove_quietly(io::checkpoint_path(result));
        remove_quietly(io::partial_path(result));
        begin();
        return true;
    } else {
        fail(code, WIFSIGNALED(status) ? fmt::format("ended by signal {}", WTERMSIG(status))
                                       : last_line(claim_.file(".log")));
    }
    claim_.release();
    return false;
}

void Attempt::publish() {
    std::string const made = claim_.file(".h5"), wanted = folder_.result(run());
    auto const identity = io::identify_run(made);
    bool const same = identity && identity->model_hash == manifest_->model_hash &&
                      identity->scenario_hash == manifest_->scenario_hashes[run().point][run().replication];
    if (!same)
        return fail(0,
                    "the scenario or the models have changed since the sweep was laid out: lay it out anew");
    // What was here and is not whole was moved away before the child began; so if there is one now, it is
    // another worker's, which thought this claim stale.
    try {
        io::publish(made, wanted, io::Existing::keep);
        outcome_ = Outcome::done;
    } catch (io::OutputError const&) {
        std::error_code ignored;
        if (!fs::exists(wanted, ignored)) throw;
        outcome_ = Outcome::elsewhere;
    }
    for (char const* ending : {".json", ".log", ".h5"}) remove_quietly(folder_.failure(run()) + ending);
    remove_quietly(folder_.work(run()));
}

void Attempt::fail(int exit_code, std::string const& message) {
    outcome_ = Outcome::failed;
    write_failure(folder_, {run(), exit_code, message.empty() ? "it said nothing" : message});
    std::error_code ignored;
    fs::rename(claim_.file(".log"), folder_.failure(run()) + ".log", ignored);
    // Of a run that failed its audit; nothing otherwise.
    fs::rename(claim_.file(".h5"), folder_.failure(run()) + ".h5", ignored);
    remove_quietly(folder_.work(run()));
}

}  // namespace yuchong::sweep
