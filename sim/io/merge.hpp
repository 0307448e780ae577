#pragma once
// From several documents to one tree: models/ defaults < base scenario < scenario < --set. Maps merge key by
// key, scalars and lists replace, null removes what lies beneath. Every value keeps its mark and the layer it
// came from.

#include "sim/io/document.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yuchong::io {

// `upper` over `lower`.
Node overlay(Node lower, Node const& upper);

// Marks a whole tree as one layer.
void set_layer(Node& node, int layer);

// Files that may not overlap (models/*.yaml): a value given by two of them is a problem.
Node join_disjoint(std::vector<Node> documents, Report& report);

// A scenario and the chain of files it inherits from by `base:` (a path relative to the file that names it),
// the outermost base first. Layers count up from `first_layer`. A chain that comes back to a file is a
// problem.
std::optional<std::vector<Node>> load_with_bases(std::string const& path, int first_layer, Report& report);

// Applies "key.path=value"; the value is read as YAML, numbers in the path index lists. In marks the file is
// `--set`, the line says which one it was.
void apply_set(Node& root, std::string_view assignment, int number, int layer, Report& report);

}  // namespace yuchong::io
