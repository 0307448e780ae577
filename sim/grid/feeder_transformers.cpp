#include "sim/grid/feeder_transformers.hpp"

namespace yuchong::grid {

std::vector<std::uint32_t> first_transformers(Network const& network) {
    std::vector<std::uint32_t> first{0};
    first.reserve(network.feeders.size() + 1);
    std::uint32_t t = 0;
    for (Feeder const& feeder : network.feeders) {
        while (t < network.transformers.size() &&
               network.transformers[t].node < feeder.first_node + feeder.node_count)
            ++t;
        first.push_back(t);
    }
    return first;
}

}  // namespace yuchong::grid
