#include "sim/city/candidates.hpp"

#include <algorithm>
#include <utility>

namespace yuchong::city {

namespace {
constexpr int quiet_hour = 3;  // order by free-flow travel time
}

std::vector<Offer> offers_of(supply::Network const& network) {
    std::vector<Offer> offers(network.stations.size(), Offer{});
    for (supply::Plug const& plug : network.plugs) {
        double& best = offers[plug.station.index()][static_cast<std::size_t>(plug.plug_class)];
        best = std::max(best, plug.power_kw);
    }
    return offers;
}

CandidateLists::CandidateLists(space::Geography const& geography, space::Travel const& travel,
                               supply::Network const& network, std::uint32_t listed) {
    // Stations grouped by zone; zones are visited nearest first until they hold twice what is listed, then
    // the stations themselves are ordered.
    std::size_t const zones = geography.zones.size();
    std::vector<std::vector<std::uint32_t>> in_zone(zones);
    for (std::size_t s = 0; s < network.stations.size(); ++s) {
        in_zone[network.stations[s].zone.index()].push_back(static_cast<std::uint32_t>(s));
    }
    std::vector<std::pair<double, std::size_t>> nearest(zones);
    std::vector<std::pair<double, std::uint32_t>> near;
    first_.push_back(0);
    for (std::size_t z = 0; z < zones; ++z) {
        space::ZoneId const from{z};
        for (std::size_t other = 0; other < zones; ++other) {
            nearest[other] = {other == z ? 0.0 : travel.distance(from, space::ZoneId{other}).value(), other};
        }
        std::sort(nearest.begin(), nearest.end());
        near.clear();
        for (auto const& [distance, other] : nearest) {
            if (near.size() >= 2UL * listed) break;
            for (std::uint32_t const s : in_zone[other]) {
                auto const& station = network.stations[s];
                near.emplace_back(
                    travel.trip_to(from, station.position, station.zone, quiet_hour).time.minutes(), s);
            }
        }
        std::sort(near.begin(), near.end());
        for (std::size_t i = 0; i < std::min<std::size_t>(listed, near.size()); ++i)
            stations_.push_back(near[i].second);
        first_.push_back(static_cast<std::uint32_t>(stations_.size()));
    }
}

}  // namespace yuchong::city
