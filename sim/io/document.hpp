#pragma once
// A YAML document as our own tree of scalars, sequences and maps. Each node knows where it was written and
// from which layer it comes (models, base scenario, scenario, --set), so a merged tree still tells where a
// value is from.
//
// Accepted: one document of block and flow style, comments, quotes, anchors and aliases. Refused, each with
// its place: syntax errors, duplicate keys, keys that are not plain text, explicit tags, nesting deeper than
// `deepest_nesting`, and more than `most_nodes` nodes once aliases are expanded (alias bombs). Limits strike
// while parsing, before the tree grows.

#include "sim/io/source_text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

inline constexpr std::size_t deepest_nesting = 64;
inline constexpr std::size_t most_nodes = 1'000'000;

struct Node {
    enum class Kind { null, scalar, sequence, map };
    enum class Quoting { plain, quoted };
    struct Entry;

    Kind kind = Kind::null;
    Quoting quoting = Quoting::plain;
    std::string text;            // of a scalar, as written, without quotes
    std::vector<Node> items;     // of a sequence
    std::vector<Entry> entries;  // of a map, in the order written
    Mark mark;                   // of a scalar its first character; of others the key that names them
    int layer = 0;               // later layers win

    [[nodiscard]] Node const* find(std::string_view key) const;  // nullptr if absent or not a map
    [[nodiscard]] Node* find(std::string_view key);
};

struct Node::Entry {
    std::string key;
    Mark mark;
    Node value;
};

// How a node is called in messages: "a list", "a map", "the text abc".
std::string describe_kind(Node const& node);

// The document in a text; nothing if it cannot be used (the report then says why).
std::optional<Node> parse_document(SourceText const& source, Report& report);
// The document in a file; an empty file is an empty map.
std::optional<Node> load_document(std::string const& path, Report& report,
                                  std::optional<AskedFrom> const& asked_from = std::nullopt);

}  // namespace yuchong::io
