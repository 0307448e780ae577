#include "sim/io/sweep_file.hpp"

#include "sim/io/document.hpp"
#include "sim/io/sweep_plan.hpp"

#include <filesystem>
#include <utility>

namespace yuchong::io {
namespace {

constexpr char const* stand_in = "given";

// The reader knows its keys; what stands below these the user names. It sees that they are there.
void take(Node& map, std::string const& key, std::string const& path, FreeParts& parts) {
    Node* node = map.find(key);
    if (node == nullptr) return;
    Node replaced;
    replaced.kind = Node::Kind::scalar;
    replaced.text = stand_in;
    replaced.mark = node->mark;
    replaced.layer = node->layer;
    parts.emplace(path, std::exchange(*node, std::move(replaced)));
}

FreeParts take_free_parts(Node& root) {
    FreeParts parts;
    take(root, "set", "set", parts);
    take(root, "baseline", "baseline", parts);
    if (Node* design = root.find("design")) take(*design, "rows", "design.rows", parts);
    Node* parameters = root.find("parameters");
    if (parameters == nullptr) return parts;
    for (Node::Entry& entry : parameters->entries) {
        for (char const* key : {"values", "cases", "when"})
            take(entry.value, key, "parameters." + entry.key + "." + key, parts);
    }
    return parts;
}

}  // namespace

bool is_sweep(std::string const& path) {
    Report ignored;
    auto const root = load_document(path, ignored);
    return root && root->kind == Node::Kind::map && root->find("sweep") != nullptr;
}

SweepFile load_sweep(std::string const& path) {
    Report report;
    auto const source = read_source(path, report);
    if (!source) throw InputError(report);
    auto root = parse_document(*source, report);
    if (!root) throw InputError(report);
    if (root->kind != Node::Kind::map || root->find("sweep") == nullptr) {
        report.add({root->mark, "sweep", "this is no sweep file", "a sweep begins with sweep: 1",
                    "scenarios are run by yuchong run"});
        throw InputError(report);
    }
    FreeParts const parts = take_free_parts(*root);
    Reader reader(*root, report);
    SweepSections sections;
    fields(reader, sections);
    reader.finish();
    throw_if_any(report);

    SweepFile file{
        .plan = {}, .path = path, .text = source->bytes(), .scenario = {}, .settings = {}, .marks = {}};
    file.scenario =
        (std::filesystem::path(path).parent_path() / sections.scenario).lexically_normal().string();
    plan_of(sections, parts, reader.origins(), file, report);
    throw_if_any(report);
    return file;
}

}  // namespace yuchong::io
