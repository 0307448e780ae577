#include "sim/supply/service_areas.hpp"

#include "sim/space/apportion.hpp"
#include "sim/supply/network_scope.hpp"
#include "sim/supply/station_builder.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace yuchong::supply {

namespace {

// By district: its candidates in the order in which they are taken.
std::vector<std::vector<std::uint32_t>> candidates(Network const& network, space::Geography const& geography,
                                                   RandomSource const& random) {
    std::vector<std::vector<std::pair<double, std::uint32_t>>> drawn(geography.districts.size());
    for (std::uint32_t s = 0; s < network.stations.size(); ++s) {
        Station const& station = network.stations[s];
        if (best_plug(network, station) != PlugClass::super) continue;
        if (!may_have_service_area(geography, station.zone)) continue;
        auto const purpose = static_cast<std::uint16_t>(DraftPurpose::service_area);
        double const u = random.draw({DrawClass::station, purpose, station.ordinal}).uniform(0);
        drawn[geography.zones[station.zone.index()].district.index()].emplace_back(u, s);
    }
    std::vector<std::vector<std::uint32_t>> stations(drawn.size());
    for (std::size_t d = 0; d < drawn.size(); ++d) {
        std::ranges::sort(drawn[d]);
        for (auto const& [u, s] : drawn[d]) stations[d].push_back(s);
    }
    return stations;
}

}  // namespace

bool may_have_service_area(space::Geography const& geography, space::ZoneId zone) {
    return geography.districts[geography.zones[zone.index()].district.index()].ring != space::Ring::core;
}

void mark_service_areas(Network& network, space::Geography const& geography, std::uint32_t count,
                        RandomSource const& random) {
    auto const stations = candidates(network, geography, random);
    std::vector<double> area_km2(stations.size(), 0.0);
    for (space::Zone const& zone : geography.zones) area_km2[zone.district.index()] += zone.area_km2;
    std::vector<space::PartBounds> bounds;
    for (auto const& of_district : stations)
        bounds.push_back({0, static_cast<std::uint32_t>(of_district.size())});
    auto const counts = space::apportion(count, area_km2, bounds);
    for (std::size_t d = 0; d < stations.size(); ++d)
        for (std::uint32_t k = 0; k < counts[d]; ++k) network.stations[stations[d][k]].service_area = true;
}

}  // namespace yuchong::supply
