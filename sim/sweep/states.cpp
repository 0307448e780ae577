#include "sim/sweep/states.hpp"

#include "sim/io/atomic_file.hpp"
#include "sim/io/run_result.hpp"
#include "sim/sweep/claim.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <span>

namespace yuchong::sweep {
namespace {

namespace fs = std::filesystem;

bool exists(std::string const& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

bool is_the_run(io::RunIdentity const& identity, io::SweepManifest const& manifest, RunId id) {
    return identity.scenario_hash == manifest.scenario_hashes[id.point].at(id.replication) &&
           identity.model_hash == manifest.model_hash && identity.status == "done";
}

}  // namespace

char const* name(RunState state) {
    constexpr std::array names{"missing", "stopped", "running", "failed", "damaged", "done"};
    return names[static_cast<std::size_t>(state)];
}

RunState state_of(Folder const& folder, io::SweepManifest const& manifest, RunId id) {
    if (exists(folder.result(id))) {
        auto const identity = io::identify_run(folder.result(id));
        return identity && is_the_run(*identity, manifest, id) ? RunState::done : RunState::damaged;
    }
    if (auto const owner = read_owner(folder.claim(id)); owner && !is_stale(folder.claim(id), *owner))
        return RunState::running;
    if (exists(folder.failure(id) + ".json")) return RunState::failed;
    return exists(folder.work(id)) ? RunState::stopped : RunState::missing;
}

std::vector<RunId> all_runs(io::SweepManifest const& manifest) {
    std::vector<RunId> runs;
    for (std::size_t point = 0; point < manifest.points.size(); ++point) {
        for (std::size_t r = 0; r < manifest.plan.most_replications(); ++r) runs.push_back({point, r});
    }
    return runs;
}

void write_failure(Folder const& folder, Failure const& failure) {
    nlohmann::ordered_json const json{{"run", name(failure.id)},
                                      {"point", failure.id.point},
                                      {"replication", failure.id.replication},
                                      {"exit_code", failure.exit_code},
                                      {"message", failure.message}};
    std::string const text =
        json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    io::write_whole(folder.failure(failure.id) + ".json", std::as_bytes(std::span(text)));
}

Failure read_failure(Folder const& folder, RunId id) {
    Failure failure{id, 0, "no reason was kept"};
    std::ifstream file(folder.failure(id) + ".json");
    auto const json = nlohmann::json::parse(file, nullptr, false);
    if (json.is_object()) {
        failure.exit_code = json.value("exit_code", 0);
        failure.message = json.value("message", failure.message);
    }
    return failure;
}

}  // namespace yuchong::sweep
