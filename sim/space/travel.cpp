#include "sim/space/travel.hpp"

#include "sim/space/barriers.hpp"
#include "sim/space/geodesy.hpp"

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
            auto const km = static_cast<float>(road_km(squared, barrier));
            distance_km_[i * zones_ + j] = distance_km_[j * zones_ + i] = km;
            barrier_[i * zones_ + j] = barrier_[j * zones_ + i] = barrier ? 1 : 0;
        }
    }
}

double Travel::road_km(double straight_squared_km2, bool barrier) const {
    double const straight = std::sqrt(straight_squared_km2);
    double const round =
        barrier ? std::min((settings_.barrier_detour_factor - settings_.detour_factor) * straight,
                           settings_.barrier_extra_max_km)
                : 0.0;
    return settings_.detour_factor * straight + round;
}

Trip Travel::over(double distance_km, ZoneId from, ZoneId to, int hour) const {
    Hour const& h = hours_[static_cast<std::size_t>(hour)];
    double const street = std::min(distance_km, settings_.street_below_km);
    double const expressway = std::max(0.0, distance_km - settings_.expressway_above_km);
    double const arterial = distance_km - street - expressway;
    double const minutes = street * h.street_min_per_km + arterial * h.arterial_min_per_km +
                           expressway * h.expressway_min_per_km;
    double const stops = street * settings_.stops_per_km_street + arterial * settings_.stops_per_km_arterial +
                         expressway * settings_.stops_per_km_expressway;
    double const up_and_down =
        distance_km * 0.5 *
        (static_cast<double>(climb_m_per_km_[from.index()]) + climb_m_per_km_[to.index()]);
    double const rise = static_cast<double>(elevation_m_[to.index()]) - elevation_m_[from.index()];
    bool const moves = distance_km > 0.0;  // on the spot there is no road to measure: street values
    return {.distance_km = distance_km,
            .climb_m = up_and_down + std::max(0.0, rise),
            .descent_m = up_and_down + std::max(0.0, -rise),
            .speed_kmh = moves ? 60.0 * distance_km / minutes : 60.0 / h.street_min_per_km,
            .stops_per_km = moves ? stops / distance_km : settings_.stops_per_km_street,
            .time = duration_from_minutes_up(std::max(minutes, settings_.shortest_minutes))};
}

Trip Travel::trip(ZoneId from, ZoneId to, int hour) const {
    return over(distance_km_[pair(from, to)], from, to, hour);
}

Trip Travel::trip_to(ZoneId from, GeoPoint to, ZoneId to_zone, int hour) const {
    double const squared =
        squared_km(centre_[from.index()], cosine_[from.index()], to, cosine_[to_zone.index()]) +
        half_radius2_km2_[from.index()];
    return over(road_km(squared, barrier_[pair(from, to_zone)] != 0), from, to_zone, hour);
}

Kilometres Travel::distance(ZoneId from, ZoneId to) const {
    return Kilometres{static_cast<double>(distance_km_[pair(from, to)])};
}

}  // namespace yuchong::space
