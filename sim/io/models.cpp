#include "sim/io/models.hpp"

#include "sim/base/hash.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace yuchong::io {

namespace {

namespace fs = std::filesystem;

// Relative to the working folder where it lies below, as people write paths.
std::string shown(fs::path const& path) {
    std::error_code failed;
    fs::path const relative = fs::relative(path, failed);
    bool const below = !failed && !relative.empty() && *relative.begin() != "..";
    return below ? relative.string() : path.string();
}

}  // namespace

std::string find_models_folder() {
    if (char const* named = std::getenv("YUCHONG_MODELS"); named != nullptr && *named != '\0') return named;
    std::error_code failed;
    for (fs::path at = fs::read_symlink("/proc/self/exe", failed).parent_path(); !at.empty();
         at = at.parent_path()) {
        if (fs::is_directory(at / "models", failed)) return shown(at / "models");
        if (at == at.root_path()) break;
    }
    if (fs::is_directory("models", failed)) return "models";
    Report report;
    report.add({{"models", 0, 0},
                "",
                "cannot find the folder of parameters",
                "neither beside the program nor in the working folder",
                "name it in the variable YUCHONG_MODELS"});
    throw InputError(report);
}

std::optional<Node> load_models(std::string const& folder, Report& report) {
    std::vector<std::string> paths;
    std::error_code failed;
    for (auto const& entry : fs::directory_iterator(folder, failed)) {
        if (entry.path().extension() == ".yaml") paths.push_back(entry.path().string());
    }
    if (paths.empty()) {
        report.add({{folder, 0, 0},
                    "",
                    "the folder of parameters holds no *.yaml file",
                    failed ? failed.message() : "every number that a scenario does not say comes from there",
                    "check the path"});
        return std::nullopt;
    }
    std::sort(paths.begin(), paths.end());
    std::vector<Node> documents;
    for (std::string const& path : paths) {
        auto document = load_document(path, report);
        if (document) documents.push_back(std::move(*document));
    }
    if (documents.size() != paths.size()) return std::nullopt;
    Node models = join_disjoint(std::move(documents), report);
    set_layer(models, 0);
    return models;
}

std::uint64_t content_hash(Node const& node) {
    std::uint64_t hash = combine(hash_text(node.text), static_cast<std::uint64_t>(node.kind));
    for (Node const& item : node.items) hash = combine(hash, content_hash(item));
    std::vector<std::pair<std::string, std::uint64_t>> entries;
    for (Node::Entry const& entry : node.entries) entries.emplace_back(entry.key, content_hash(entry.value));
    std::sort(entries.begin(), entries.end());
    for (auto const& [key, value] : entries) hash = combine(combine(hash, hash_text(key)), value);
    return hash;
}

}  // namespace yuchong::io
