#include "sim/io/settings_difference.hpp"

#include "sim/io/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace yuchong::io {

namespace {

// By key path, with the numbers of items of lists in it.
using Values = std::map<std::string, std::string>;

void collect(Node const& node, std::string const& path, Values& values) {
    auto const below = [&path](std::string const& name) { return path.empty() ? name : path + "." + name; };
    for (Node::Entry const& entry : node.entries) collect(entry.value, below(entry.key), values);
    for (std::size_t i = 0; i < node.items.size(); ++i)
        collect(node.items[i], below(fmt::format("{}", i)), values);
    if (!path.empty() && node.entries.empty() && node.items.empty()) values[path] = node.text;
}

Values values_of(std::string const& text) {
    Report report;
    auto const document = parse_document(SourceText{"settings", text}, report);
    Values values;
    if (document && report.empty()) collect(*document, "", values);
    return values;
}

std::string shown(Values const& values, std::string const& key) {
    auto const found = values.find(key);
    return found == values.end() ? "not set" : found->second;
}

}  // namespace

std::string settings_difference(std::string const& there, std::string const& here) {
    Values const theirs = values_of(there), ours = values_of(here);
    if (theirs.empty() || ours.empty()) return "";
    std::vector<std::string> keys;
    for (auto const& [key, value] : theirs) keys.push_back(key);
    for (auto const& [key, value] : ours)
        if (!theirs.contains(key)) keys.push_back(key);
    std::erase_if(keys, [&](std::string const& key) { return shown(theirs, key) == shown(ours, key); });
    if (keys.empty()) return "";
    std::ranges::sort(keys);
    std::string const more =
        keys.size() == 1 ? "" : fmt::format(", and {} more keys differ", keys.size() - 1);
    return fmt::format("{} is {} there and {} here{}", keys.front(), shown(theirs, keys.front()),
                       shown(ours, keys.front()), more);
}

}  // namespace yuchong::io
