#pragma once
// The names of 10/0.4 kV transformers: their feeder's and the number of their node along it, "F12/7".

#include "sim/grid/network.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace yuchong::grid {

// By transformer.
std::vector<std::string> transformer_names(Network const& network);

struct NamedTransformers {
    std::vector<std::uint32_t> transformers;  // ascending, each once
    std::vector<std::size_t> unknown;         // positions among the names of those that name nothing
};

// What is meant by a transformer's name, a feeder's (all of that feeder) or "all".
NamedTransformers named_transformers(Network const& network, std::span<std::string const> names);

}  // namespace yuchong::grid
