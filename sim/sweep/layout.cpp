#include "sim/sweep/layout.hpp"

#include "sim/io/atomic_file.hpp"
#include "sim/sweep/agenda.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace yuchong::sweep {

namespace fs = std::filesystem;

io::SweepManifest plan_layout(LayoutRequest const& request) {
    io::SweepFile file = io::load_sweep(request.sweep_file);
    io::CheckedSweep checked = io::check_sweep(file, request.size);
    io::SweepManifest manifest{.plan = std::move(file.plan),
                               .yuchong_version = {},
                               .scenario = fs::absolute(file.scenario).lexically_normal().string(),
                               .sweep_text = std::move(file.text),
                               .settings = std::move(file.settings),
                               .points = std::move(checked.points),
                               .scenario_hashes = std::move(checked.scenario_hashes),
                               .model_hash = checked.model_hash};
    std::size_t const usual = (count_items(manifest) + most_tasks - 1) / most_tasks;
    manifest.runs_per_task =
        request.runs_per_task > 0 ? request.runs_per_task : std::max<std::size_t>(usual, 1);
    return manifest;
}

Folder folder_of(LayoutRequest const& request) {
    fs::path const folder = request.folder.empty()
                                ? fs::path("output/sweeps") / fs::path(request.sweep_file).stem()
                                : fs::path(request.folder);
    std::string text = fs::absolute(folder).lexically_normal().string();
    while (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return Folder(text);
}

void lay_out(Folder const& folder, io::SweepManifest const& manifest) {
    if (fs::exists(folder.manifest()))
        throw ExistingSweep(
            fmt::format("{} holds a sweep already (its runs are kept) go on with yuchong sweep "
                        "resume {}, or use -o",
                        folder.root(), folder.root()));
    folder.make();
    io::write_manifest(folder.manifest(), manifest);
}

}  // namespace yuchong::sweep
