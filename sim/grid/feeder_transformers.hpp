#pragma once

#include "sim/grid/network.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::grid {

// Where the transformers of each feeder begin, and their number at the end: those of feeder f stand in
// Network::transformers from first[f] to before first[f + 1].
std::vector<std::uint32_t> first_transformers(Network const& network);

}  // namespace yuchong::grid
