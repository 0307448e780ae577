#include "sim/city/control_places.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::city {

namespace {

bool lists(std::vector<std::string> const& names, std::string const& name) {
    return std::ranges::find(names, name) != names.end();
}

bool holds_in(control::ControlGroup const& group, space::Geography const& geography,
              space::Zone const& zone) {
    space::District const& district = geography.districts[zone.district.index()];
    bool const in_district = group.districts.empty() || lists(group.districts, district.name) ||
                             lists(group.districts, district.name_zh);
    return in_district && (group.zones.empty() || lists(group.zones, zone.id));
}

bool holds_at(control::ControlGroup const& group, space::Geography const& geography,
              supply::Station const& station) {
    return holds_in(group, geography, geography.zones[station.zone.index()]) &&
           (group.stations.empty() || lists(group.stations, station.id));
}

}  // namespace

std::vector<SitePolicy> site_policies(control::ControlSettings const& settings,
                                      space::Geography const& geography, supply::Network const& network,
                                      std::span<double const> plug_limit_kw) {
    constexpr double endless_kw = std::numeric_limits<double>::infinity();
    std::vector<SitePolicy> policies;
    for (supply::Station const& station : network.stations) {
        control::Strategy strategy = settings.strategy;
        double share = settings.limit_share, limit_kw = settings.limit_kw.value_or(endless_kw);
        for (control::ControlGroup const& group : settings.groups) {
            if (!holds_at(group, geography, station)) continue;
            strategy = group.strategy.value_or(strategy);
            share = group.limit_share.value_or(share);
            limit_kw = group.limit_kw.value_or(limit_kw);
        }
        double rating_kw = 0.0;
        for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p)
            rating_kw += plug_limit_kw[p];
        bool const free = strategy == control::Strategy::uncontrolled;
        policies.push_back({strategy, free ? endless_kw : std::min(share * rating_kw, limit_kw)});
    }
    return policies;
}

std::vector<control::HomeStrategy> home_strategies(control::ControlSettings const& settings,
                                                   space::Geography const& geography) {
    std::vector<control::HomeStrategy> strategies;
    for (space::Zone const& zone : geography.zones) {
        control::HomeStrategy strategy = settings.homes.strategy;
        for (control::ControlGroup const& group : settings.groups)
            if (group.homes && holds_in(group, geography, zone)) strategy = *group.homes;
        strategies.push_back(strategy);
    }
    return strategies;
}

}  // namespace yuchong::city
