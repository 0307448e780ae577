#include "sim/sweep/status_text.hpp"

#include "sim/io/sweep_check.hpp"
#include "sim/sweep/agenda.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>

namespace yuchong::sweep {
namespace {

constexpr std::array states{RunState::done,   RunState::running, RunState::stopped,
                            RunState::failed, RunState::damaged, RunState::missing};
constexpr std::size_t most_told = 20;

std::size_t count(std::vector<RunStatus> const& runs, RunState state) {
    return static_cast<std::size_t>(std::ranges::count(runs, state, &RunStatus::state));
}

bool is_merged(Folder const& folder) {
    std::error_code ignored;
    return std::filesystem::exists(folder.merged(), ignored);
}

}  // namespace

std::vector<RunStatus> look_at(Folder const& folder, io::SweepManifest const& manifest) {
    std::vector<RunStatus> runs;
    for (std::size_t point = 0; point < manifest.points.size(); ++point) {
        std::size_t const wanted = wanted_replications(folder, manifest, point);
        for (std::size_t r = 0; r < wanted; ++r)
            runs.push_back({{point, r}, state_of(folder, manifest, {point, r})});
    }
    return runs;
}

std::string status_text(Folder const& folder, io::SweepManifest const& manifest,
                        std::vector<RunStatus> const& runs) {
    std::string text = fmt::format("{}: {} points, {} runs, {} tasks\n", manifest.plan.name,
                                   manifest.points.size(), runs.size(), count_tasks(manifest));
    for (RunState const state : states) {
        if (std::size_t const n = count(runs, state)) text += fmt::format("  {:<8} {}\n", name(state), n);
    }
    std::size_t told = 0;
    for (RunStatus const& run : runs) {
        if (run.state != RunState::failed || told++ >= most_told) continue;
        text += fmt::format("  {} failed at {}: {}\n    log: {}.log\n", name(run.id),
                            io::point_text(manifest.plan, run.id.point, manifest.points[run.id.point]),
                            read_failure(folder, run.id).message, folder.failure(run.id));
    }
    if (told > most_told) text += fmt::format("  and {} more have failed\n", told - most_told);
    text += is_merged(folder) ? fmt::format("  merged   {}\n", folder.merged()) : "  not merged yet\n";
    return text;
}

std::string status_json(Folder const& folder, io::SweepManifest const& manifest,
                        std::vector<RunStatus> const& runs) {
    nlohmann::ordered_json json{{"sweep", manifest.plan.name}, {"folder", folder.root()}};
    for (RunState const state : states) json["counts"][name(state)] = count(runs, state);
    json["merged"] = is_merged(folder);
    json["runs"] = nlohmann::ordered_json::array();
    for (RunStatus const& run : runs) {
        std::uint64_t const hash = manifest.scenario_hashes[run.id.point][run.id.replication];
        nlohmann::ordered_json entry{
            {"run", name(run.id)},
            {"point", run.id.point},
            {"replication", run.id.replication},
            {"seed", manifest.plan.seed + run.id.replication},
            {"scenario_hash", fmt::format("{:016x}", hash)},
            {"state", name(run.state)},
            {"settings", io::assignments({}, study::settings_of(manifest.points[run.id.point]))}};
        if (run.state == RunState::failed) entry["message"] = read_failure(folder, run.id).message;
        json["runs"].push_back(std::move(entry));
    }
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace yuchong::sweep
