#include "sim/grid/network.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yuchong::grid {

TransformerId Network::transformer_of_home(space::ZoneId zone, double u) const {
    ZoneHomes const& homes = zone_homes[zone.index()];
    if (homes.count == 0) return {};
    auto const first = home_households.begin() + homes.first, end = first + homes.count;
    auto const at = std::upper_bound(first, end, u * static_cast<double>(*(end - 1)));
    auto const within = std::min<std::ptrdiff_t>(at - first, homes.count - 1);
    return home_transformers[homes.first + static_cast<std::size_t>(within)];
}

FeederId Network::feeder_of(TransformerId id) const {
    auto const after =
        std::ranges::upper_bound(feeders, transformers[id.index()].node, {}, &Feeder::first_node);
    return FeederId{static_cast<std::size_t>(after - feeders.begin()) - 1};
}

double Network::balance_kva(Feeder const& feeder) const {
    if (std::isfinite(feeder.rating_kva)) return feeder.rating_kva;
    Substation const& substation = substations[feeder.substation.index()];
    return 1000.0 * substation.transformers * substation.mva;
}

double Network::nominal_kv(std::uint32_t node) const {
    if (!nodes.nominal_kv.empty()) return nodes.nominal_kv[node];
    NodeKind const kind = nodes.kind[node];
    return kind == NodeKind::low_voltage || kind == NodeKind::station ? low_kv : medium_kv;
}

double Network::rated_amperes(std::uint32_t node) const {
    return nodes.rating_pu[node] * base_mva * 1000.0 / (std::numbers::sqrt3 * nominal_kv(node));
}

void number_homes(Network& network, std::span<HomesOfZone const> by_zone) {
    for (HomesOfZone const& zone : by_zone) {
        network.zone_homes.push_back({static_cast<std::uint32_t>(network.home_transformers.size()),
                                      static_cast<std::uint32_t>(zone.size())});
        double sum = 0.0;
        for (auto const& [transformer, households] : zone) {
            check(static_cast<bool>(transformer), "a public transformer was drawn but not built");
            sum += households;
            network.home_transformers.push_back(transformer);
            network.home_households.push_back(static_cast<float>(sum));
        }
    }
}

}  // namespace yuchong::grid
