#include "sim/grid/transformer_names.hpp"

#include "sim/grid/feeder_transformers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace yuchong::grid {

namespace {

struct Range {
    std::uint32_t first, end;  // of Network::transformers
};

}  // namespace

std::vector<std::string> transformer_names(Network const& network) {
    std::vector<std::uint32_t> const first = first_transformers(network);
    std::vector<std::string> names;
    names.reserve(network.transformers.size());
    for (std::size_t f = 0; f < network.feeders.size(); ++f) {
        Feeder const& feeder = network.feeders[f];
        for (std::uint32_t t = first[f]; t < first[f + 1]; ++t)
            names.push_back(
                fmt::format("{}/{}", feeder.id, network.transformers[t].node - feeder.first_node));
    }
    return names;
}

NamedTransformers named_transformers(Network const& network, std::span<std::string const> names) {
    NamedTransformers found;
    if (names.empty()) return found;
    auto const count = static_cast<std::uint32_t>(network.transformers.size());
    std::map<std::string, Range, std::less<>> known{{"all", {0, count}}};
    std::vector<std::uint32_t> const first = first_transformers(network);
    for (std::size_t f = 0; f < network.feeders.size(); ++f)
        known.emplace(network.feeders[f].id, Range{first[f], first[f + 1]});
    std::vector<std::string> const own = transformer_names(network);
    for (std::uint32_t t = 0; t < count; ++t) known.emplace(own[t], Range{t, t + 1});

    std::vector<bool> wanted(count, false);
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto const it = known.find(names[i]);
        if (it == known.end()) {
            found.unknown.push_back(i);
            continue;
        }
        for (std::uint32_t t = it->second.first; t < it->second.end; ++t) wanted[t] = true;
    }
    for (std::uint32_t t = 0; t < count; ++t)
        if (wanted[t]) found.transformers.push_back(t);
    return found;
}

}  // namespace yuchong::grid
