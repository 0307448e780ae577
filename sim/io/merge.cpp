#include "sim/io/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <unordered_map>

namespace yuchong::io {

namespace {

namespace fs = std::filesystem;

// Entries of `upper` into those of `lower`, by an index of the keys: maps may be long.
void overlay_entries(Node& lower, std::vector<Node::Entry> const& upper) {
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < lower.entries.size(); ++i) index.emplace(lower.entries[i].key, i);
    for (Node::Entry const& entry : upper) {
        auto const found = index.find(entry.key);
        if (found == index.end()) {
            lower.entries.push_back({entry.key, entry.mark, overlay({}, entry.value)});
        } else {
            Node::Entry& present = lower.entries[found->second];
            present.mark = entry.mark;
            present.value = overlay(std::move(present.value), entry.value);
        }
    }
    std::erase_if(lower.entries, [](Node::Entry const& e) { return e.value.kind == Node::Kind::null; });
}

void join(Node& into, Node const& other, std::string const& path, Report& report) {
    for (Node::Entry const& entry : other.entries) {
        std::string const key = path.empty() ? entry.key : path + "." + entry.key;
        Node* present = into.find(entry.key);
        if (present == nullptr) {
            into.entries.push_back(entry);
        } else if (present->kind == Node::Kind::map && entry.value.kind == Node::Kind::map) {
            join(*present, entry.value, key, report);
        } else {
            report.add({entry.mark, key, "the value is given twice", "also at " + to_text(present->mark),
                        "keep it in one models file"});
        }
    }
}

// Same file, whatever way it is written.
std::string identity(std::string const& path) {
    std::error_code failed;
    fs::path const canonical = fs::weakly_canonical(path, failed);
    return failed ? path : canonical.string();
}

// The path of the base that a document names, taken out of it; empty if it names none.
struct Base {
    std::string path;
    Mark mark;
};
Base take_base(Node& document, std::string const& path, Report& report) {
    auto const it = std::find_if(document.entries.begin(), document.entries.end(),
                                 [](Node::Entry const& e) { return e.key == "base"; });
    if (it == document.entries.end()) return {};
    Node const value = std::move(it->value);
    document.entries.erase(it);
    if (value.kind != Node::Kind::scalar || value.text.empty()) {
        report.add({value.mark, "base", describe_kind(value) + " is not a file name",
                    "base names one scenario file", "write base: other.yaml"});
        return {};
    }
    return {(fs::path(path).parent_path() / value.text).string(), value.mark};
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts(1);
    for (char const c : text) {
        if (c == separator) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

std::optional<std::size_t> index_in(Node const& sequence, std::string const& text) {
    std::size_t index = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    bool const whole = error == std::errc{} && end == text.data() + text.size();
    return whole && index < sequence.items.size() ? std::optional(index) : std::nullopt;
}

// Puts `value` at the path below `node`. Lists are entered where the path names one of their items; maps on
// the way are made.
void put(Node& node, std::span<std::string const> path, Node const& value, Report& report) {
    if (path.empty()) {
        node = overlay(std::move(node), value);
        return;
    }
    if (node.kind == Node::Kind::sequence) {
        auto const index = index_in(node, path.front());
        if (index) return put(node.items[*index], path.subspan(1), value, report);
        report.add({value.mark, "", fmt::format("there is no item {}", path.front()),
                    fmt::format("the list has {} items, counted from 0", node.items.size()),
                    "check the number"});
        return;
    }
    if (node.kind != Node::Kind::map) {
        node = Node{};
        node.kind = Node::Kind::map;
        node.mark = value.mark;
        node.layer = value.layer;
    }
    if (path.size() == 1) return overlay_entries(node, {{path.front(), value.mark, value}});
    Node* child = node.find(path.front());
    if (child == nullptr) {
        node.entries.push_back({path.front(), value.mark, {}});
        child = &node.entries.back().value;
    }
    put(*child, path.subspan(1), value, report);
}

}  // namespace

Node overlay(Node lower, Node const& upper) {
    if (upper.kind != Node::Kind::map) return upper;
    Node result;
    if (lower.kind == Node::Kind::map) result = std::move(lower);
    result.kind = Node::Kind::map;
    result.mark = upper.mark;
    result.layer = upper.layer;
    overlay_entries(result, upper.entries);
    return result;
}

void set_layer(Node& node, int layer) {
    node.layer = layer;
    for (Node& item : node.items) set_layer(item, layer);
    for (Node::Entry& entry : node.entries) set_layer(entry.value, layer);
}

Node join_disjoint(std::vector<Node> documents, Report& report) {
    Node all;
    all.kind = Node::Kind::map;
    for (Node const& document : documents) {
        if (document.kind != Node::Kind::map) {
            report.add({document.mark, "", "a models file must be a map", "its keys are scenario sections",
                        "see models/"});
            continue;
        }
        join(all, document, "", report);
    }
    return all;
}

std::optional<std::vector<Node>> load_with_bases(std::string const& path, int first_layer, Report& report) {
    std::vector<Node> chain;
    std::vector<std::string> seen, names;
    Base next{path, {}};
    while (!next.path.empty()) {
        auto const asked_from = chain.empty() ? std::nullopt : std::optional(AskedFrom{next.mark, "base"});
        names.push_back(next.path);
        if (std::find(seen.begin(), seen.end(), identity(next.path)) != seen.end()) {
            report.add({next.mark, "base", "the files inherit from one another in a circle",
                        fmt::format("{}", fmt::join(names, " -> ")), "remove one base:"});
            return std::nullopt;
        }
        seen.push_back(identity(next.path));
        auto document = load_document(next.path, report, asked_from);
        if (!document) return std::nullopt;
        if (document->kind != Node::Kind::map) {
            report.add({document->mark, "", "a scenario must be a map", "it is " + describe_kind(*document),
                        "write it as key: value lines"});
            return std::nullopt;
        }
        next = take_base(*document, next.path, report);
        chain.push_back(std::move(*document));
    }
    std::reverse(chain.begin(), chain.end());
    for (std::size_t i = 0; i < chain.size(); ++i) set_layer(chain[i], first_layer + static_cast<int>(i));
    return chain;
}

void apply_set(Node& root, std::string_view assignment, int number, int layer, Report& report) {
    std::size_t const equals = assignment.find('=');
    std::string const key(assignment.substr(0, equals));
    std::vector<std::string> const path = split(key, '.');
    bool const empty_part = std::find(path.begin(), path.end(), "") != path.end();
    if (equals == assignment.npos || empty_part || path.size() > deepest_nesting) {
        report.add({{"--set", number, 1},
                    "",
                    fmt::format("\"{}\" cannot be read", assignment.substr(0, 60)),
                    "it has to be key.path=value",
                    "write for example --set time.duration=\"7 d\""});
        return;
    }
    if (path.front() == "base") {
        report.add({{"--set", number, 1},
                    "base",
                    "base cannot be set",
                    "it decides which files are read",
                    "write it in a file"});
        return;
    }
    SourceText const source("--set", std::string(assignment.substr(equals + 1)));
    if (first_malformed_byte(assignment)) {
        report.add(
            {{"--set", number, 1}, "", "the text is not UTF-8", "a byte is malformed", "check the terminal"});
        return;
    }
    Report own;
    auto value = parse_document(source, own);
    for (Problem problem : own.sorted()) {
        problem.mark = {"--set", number, static_cast<int>(equals) + 1 + problem.mark.column};
        problem.key = key;
        report.add(problem);
    }
    if (!value) return;
    set_layer(*value, layer);
    Mark const mark{"--set", number, static_cast<int>(equals) + 2};
    auto const remark = [&](auto const& self, Node& node) -> void {
        node.mark = mark;
        for (Node& item : node.items) self(self, item);
        for (Node::Entry& entry : node.entries) {
            entry.mark = mark;
            self(self, entry.value);
        }
    };
    remark(remark, *value);
    put(root, path, *value, report);
}

}  // namespace yuchong::io
