#pragma once
// Who reaches whom: pairs of candidates and points that are near enough to matter, found over a grid of
// square cells. As the crow flies, or along roads by the rule of a detour factor that is larger across a
// river or a ridge (space/travel.hpp).

#include "sim/rollout/siting.hpp"
#include "sim/space/barriers.hpp"
#include "sim/space/geography.hpp"
#include "sim/space/travel.hpp"

#include <span>
#include <vector>

namespace yuchong::rollout {

class Distances {
public:
    static Distances straight() { return Distances(nullptr, nullptr); }
    // Both must outlive it.
    static Distances on_roads(space::Barriers const& barriers, space::TravelSettings const& settings) {
        return Distances(&barriers, &settings);
    }
    [[nodiscard]] double km(space::GeoPoint a, space::GeoPoint b) const;
    // No distance is less than this much of the straight one.
    [[nodiscard]] double least_factor() const;

private:
    Distances(space::Barriers const* barriers, space::TravelSettings const* settings)
        : barriers_(barriers), settings_(settings) {}
    space::Barriers const* barriers_;
    space::TravelSettings const* settings_;
};

// By point: to the nearest of `stations`, `far_km` if none is as near.
std::vector<double> nearest_km(std::span<space::GeoPoint const> points,
                               std::span<space::GeoPoint const> stations, Distances const& distances,
                               double far_km);

// The points that each candidate is within `most_km[point]` of, ascending.
Reach reach_of(std::span<space::GeoPoint const> candidates, std::span<space::GeoPoint const> points,
               std::span<double const> most_km, Distances const& distances);

}  // namespace yuchong::rollout
