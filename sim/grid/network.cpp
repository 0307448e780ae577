#include "sim/grid/network.hpp"

#include <algorithm>
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

double rated_amperes(double rating_pu, NodeKind kind) {
    bool const low = kind == NodeKind::low_voltage || kind == NodeKind::station;
    return rating_pu * base_mva * 1000.0 / (std::numbers::sqrt3 * (low ? low_kv : medium_kv));
}

}  // namespace yuchong::grid
