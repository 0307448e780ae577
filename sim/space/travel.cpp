#include "sim/space/travel.hpp"

#include "sim/base/math.hpp"
#include "sim/space/barriers.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yuchong::space {

namespace {

// Called for every trip of every car: truncation is one instruction on any processor, std::ceil a call on
// some.
Duration duration_from_minutes_up(double minutes) {
    double const ms = minutes * 60'000.0;
    auto const whole = static_cast<std::int64_t>(ms);
    return {whole + (static_cast<double>(whole) < ms ? 1 : 0)};
}

}  // namespace

double road_km(TravelSettings const& settings, double straight_km, bool barrier) {
    double const round =
        barrier ? std::min((settings.barrier_detour_factor - settings.detour_factor) * straight_km,
                           settings.barrier_extra_max_km)
                : 0.0;
    return settings.detour_factor * straight_km + round;
}

Travel::Travel(Geography const& geography, TravelSettings const& settings)
    : zones_(geography.zones.size()),
      distance_km_(zones_ * zones_),
      barrier_(zones_ * zones_),
      hours_{},
      settings_(settings) {
    for (Zone const& zone : geography.zones) {
        centre_.push_back(zone.centre);
        cosine_.push_back(cosine_of_latitude(zone.centre));
        half_radius2_km2_.push_back(std::sqrt(zone.area_km2 * zone.built_up_km2) / (2.0 * std::numbers::pi));
        elevation_m_.push_back(
            static_cast<float>(geography.districts[zone.district.index()].seat_elevation_m));
        climb_m_per_km_.push_back(
            static_cast<float>(settings.climb_m_per_km[static_cast<std::size_t>(zone.relief)]));
    }
    for (std::size_t h = 0; h < hours_.size(); ++h) {
        hours_[h] = {60.0 / settings.street_kmh[h], 60.0 / settings.arterial_kmh[h],
                     60.0 / settings.expressway_kmh[h]};
    }
    Barriers const barriers(geography.barriers);
    for (std::size_t i = 0; i < zones_; ++i) {
        for (std::size_t j = i; j < zones_; ++j) {
            bool const barrier = i != j && barriers.between(centre_[i], centre_[j]);
            double const squared = squared_km(centre_[i], cosine_[i], centre_[j], cosine_[j]) +
                                   half_radius2_km2_[i] + half_radius2_km2_[j];
            distance_km_[pair(ZoneId{i}, ZoneId{j})] = static_cast<float>(road_km(squared, barrier));
            barrier_[pair(ZoneId{i}, ZoneId{j})] = barrier ? 1 : 0;
        }
    }
}

double Travel::road_km(double straight_squared_km2, bool barrier) const {
    return space::road_km(settings_, std::sqrt(straight_squared_km2), barrier);
}

Trip Travel::over(Road const& road, int hour) const {
    Hour const& h = hours_[static_cast<std::size_t>(hour)];
    double const street = std::min(road.km, settings_.street_below_km);
    double const expressway = std::max(0.0, road.km - settings_.expressway_above_km);
    double const arterial = road.km - street - expressway;
    double const minutes = street * h.street_min_per_km + arterial * h.arterial_min_per_km +
                           expressway * h.expressway_min_per_km;
    double const stops = street * settings_.stops_per_km_street + arterial * settings_.stops_per_km_arterial +
                         expressway * settings_.stops_per_km_expressway;
    double const up_and_down = road.km * road.climb_m_per_km;
    bool const moves = road.km > 0.0;  // on the spot there is no road to measure: street values
    return {.distance_km = road.km,
            .climb_m = up_and_down + std::max(0.0, road.rise_m),
            .descent_m = up_and_down + std::max(0.0, -road.rise_m),
            .speed_kmh = moves ? 60.0 * road.km / minutes : 60.0 / h.street_min_per_km,
            .stops_per_km = moves ? stops / road.km : settings_.stops_per_km_street,
            .time = duration_from_minutes_up(std::max(minutes, settings_.shortest_minutes))};
}

Travel::Road Travel::road_between(ZoneId from, ZoneId to, double km) const {
    return {km, 0.5 * (static_cast<double>(climb_m_per_km_[from.index()]) + climb_m_per_km_[to.index()]),
            static_cast<double>(elevation_m_[to.index()]) - elevation_m_[from.index()]};
}

Trip Travel::trip(ZoneId from, ZoneId to, int hour) const {
    return over(road_between(from, to, distance_km_[pair(from, to)]), hour);
}

Link Travel::link(ZoneId from, GeoPoint to, ZoneId to_zone) const {
    Road const road = road_between(from, to_zone, 0.0);
    Offset const between =
        offset_km(centre_[from.index()], cosine_[from.index()], to, cosine_[to_zone.index()]);
    return {static_cast<float>(between.east_km), static_cast<float>(between.north_km),
            static_cast<float>(road.climb_m_per_km), static_cast<float>(road.rise_m),
            barrier_[pair(from, to_zone)] != 0};
}

Travel::Road Travel::road_of(Link const& link, Offset from) const {
    double const east = link.east_km - from.east_km;
    double const north = link.north_km - from.north_km;
    return {road_km(east * east + north * north, link.barrier), link.climb_m_per_km, link.rise_m};
}

Trip Travel::trip_out(Link const& link, Offset from, int hour) const {
    return over(road_of(link, from), hour);
}

Trip Travel::trip_back(Link const& link, Offset to, int hour) const {
    Road road = road_of(link, to);
    road.rise_m = -road.rise_m;
    return over(road, hour);
}

Offset Travel::place(ZoneId zone, double u, double v) const {
    double const from_centre_km = std::sqrt(2.0 * half_radius2_km2_[zone.index()] * u);
    double const angle = 2.0 * std::numbers::pi * v;
    return {from_centre_km * math::cos(angle), from_centre_km * math::sin(angle)};
}

Kilometres Travel::distance(ZoneId from, ZoneId to) const {
    return Kilometres{static_cast<double>(distance_km_[pair(from, to)])};
}

}  // namespace yuchong::space
