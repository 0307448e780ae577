#pragma once
// The folder of parameters. Every *.yaml directly in it is merged, in the order of names; each holds scenario
// sections and fills what a scenario does not say.

#include "sim/io/merge.hpp"

#include <cstdint>
#include <string>

namespace yuchong::io {

// Where the parameters are: the environment variable YUCHONG_MODELS, else `models` beside the program or in a
// folder above it, else in the working folder. Throws InputError if there is none.
std::string find_models_folder();

// The merged tree as layer 0; nothing if a file cannot be read.
std::optional<Node> load_models(std::string const& folder, Report& report);

// Of what a tree says, not of how: comments, order of keys, places and quoting do not matter.
std::uint64_t content_hash(Node const& node);

}  // namespace yuchong::io
