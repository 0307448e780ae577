#include "sim/grid/charger_cut_out.hpp"

namespace yuchong::grid {

std::vector<std::uint32_t> dropped_nodes(std::span<ChargerState const> chargers) {
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t i = 0; i < chargers.size(); ++i) {
        if (!draws(chargers[i])) nodes.push_back(i);
    }
    return nodes;
}

}  // namespace yuchong::grid
