#include "sim/city/control_places.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace yuchong::city {

namespace {

bool lists(std::vector<std::string> const& names, std::string const& name) {
    return std::ranges::find(names, name) != names.end();
}

// One group against the part of the city. Names of zones and feeders are looked up once: cars are many.
class GroupArea {
public:
    GroupArea(control::ControlGroup const& group, space::Geography const& geography, GridUnder const* grid)
        : group_(group), grid_(grid) {
        for (space::Zone const& zone : geography.zones) {
            space::District const& district = geography.districts[zone.district.index()];
            bool const in_district = group.districts.empty() || lists(group.districts, district.name) ||
                                     lists(group.districts, district.name_zh);
            zone_.push_back(in_district && (group.zones.empty() || lists(group.zones, zone.id)));
        }
        if (group.feeders.empty() || grid == nullptr) return;
        for (grid::Feeder const& feeder : grid->network.feeders)
            feeder_.push_back(lists(group.feeders, feeder.id));
    }

    [[nodiscard]] bool holds_at(supply::Station const& station, std::size_t number) const {
        return zone_[station.zone.index()] &&
               (group_.stations.empty() || lists(group_.stations, station.id)) &&
               (group_.feeders.empty() ||
                (grid_ != nullptr && on_feeder(grid_->network.station_transformer[number])));
    }

    [[nodiscard]] bool holds_at_home(demand::Car const& car, std::size_t number) const {
        if (!zone_[car.home] || !group_.stations.empty()) return false;
        if (group_.feeders.empty()) return true;
        bool const connected = grid_ != nullptr && grid_->home_transformer[number] != no_transformer;
        return connected && on_feeder(grid::TransformerId{grid_->home_transformer[number]});
    }

private:
    [[nodiscard]] bool on_feeder(grid::TransformerId transformer) const {
        return feeder_[grid_->network.feeder_of(transformer).index()];
    }

    control::ControlGroup const& group_;
    GridUnder const* grid_;
    std::vector<bool> zone_, feeder_;
};

}  // namespace

std::vector<SitePolicy> site_policies(control::ControlSettings const& settings, Part const& part,
                                      std::span<double const> plug_limit_kw, GridUnder const* grid) {
    constexpr double endless_kw = std::numeric_limits<double>::infinity();
    std::vector<GroupArea> areas;
    for (control::ControlGroup const& group : settings.groups)
        areas.emplace_back(group, part.geography, grid);
    std::vector<SitePolicy> policies;
    for (std::size_t s = 0; s < part.network.stations.size(); ++s) {
        supply::Station const& station = part.network.stations[s];
        control::Strategy strategy = settings.strategy;
        double share = settings.limit_share, limit_kw = settings.limit_kw.value_or(endless_kw);
        for (std::size_t g = 0; g < areas.size(); ++g) {
            if (!areas[g].holds_at(station, s)) continue;
            control::ControlGroup const& group = settings.groups[g];
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
                                                   space::Geography const& geography,
                                                   std::span<demand::Car const> cars, GridUnder const* grid) {
    std::vector<control::HomeStrategy> strategies(cars.size(), settings.homes.strategy);
    for (control::ControlGroup const& group : settings.groups) {
        if (!group.homes) continue;
        GroupArea const area(group, geography, grid);
        for (std::size_t i = 0; i < cars.size(); ++i)
            if (area.holds_at_home(cars[i], i)) strategies[i] = *group.homes;
    }
    return strategies;
}

GroupPlaces places_of(control::ControlGroup const& group, Part const& part, std::span<demand::Car const> cars,
                      GridUnder const* grid) {
    GroupArea const area(group, part.geography, grid);
    GroupPlaces places;
    for (std::size_t s = 0; s < part.network.stations.size(); ++s)
        places.stations += area.holds_at(part.network.stations[s], s) ? 1 : 0;
    for (std::size_t i = 0; i < cars.size(); ++i)
        places.home_piles += cars[i].pile_w != 0 && area.holds_at_home(cars[i], i) ? 1 : 0;
    return places;
}

}  // namespace yuchong::city
