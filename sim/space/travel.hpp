#pragma once
// Between zones: distance along roads, time by hour, metres of climb and descent. One frozen matrix.
//
// A zone is a disc somewhere between its built-up area and all of it (geometric mean). The distance of two
// zones is the root-mean-square distance of a place in one and a place in the other, sqrt(e^2 + (R_i^2 +
// R_j^2) / 2) with e between the centres, times a detour factor, larger where a river or a ridge of the city
// lies between. The same rule holds inside a zone (e = 0). Symmetric to the bit. To a point (a station)
// somebody goes from a place of their own in the disc, so that the drivers of one zone do not all find the
// same station the nearest. Clearly an estimate until a city file brings its own distances.

#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"
#include "sim/space/geodesy.hpp"
#include "sim/space/geography.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuchong::space {

// Section `travel`. Arrays run over the hours 0..23 of departure.
struct TravelSettings {
    double detour_factor;          // [-, 1..3] road distance over straight distance
    double barrier_detour_factor;  // [-, >= detour_factor] the same across a river or a ridge ...
    double barrier_extra_max_km;   // [km, >= 0] ... which adds at most this
    double shortest_minutes;       // [min, > 0] no move between zones is faster: the engine's lookahead
    // A trip's first street_below_km run on city streets, the next up to expressway_above_km on arterials,
    // the rest on expressways.
    std::array<double, 24> street_kmh, arterial_kmh, expressway_kmh;  // [km/h, 3..130] mean speeds
    double street_below_km, expressway_above_km;                      // [km] 0 <= street < expressway
    double stops_per_km_street, stops_per_km_arterial, stops_per_km_expressway;  // [1/km, >= 0]
    std::array<double, 3>
        climb_m_per_km;  // [m/km, >= 0] by Relief; descent is the same plus the difference of seats
};

// The road between two points, from the straight line between them and whether it crosses a river or a ridge.
double road_km(TravelSettings const& settings, double straight_km, bool barrier);

struct Trip {
    double distance_km;
    double climb_m, descent_m;
    double speed_kmh;
    double stops_per_km;
    Duration time;
};

// From the centre of a zone to a point, as far as it does not depend on the hour. Frozen beside whatever the
// point is: a trip over it is a few multiplications.
struct Link {
    float east_km, north_km;  // of the point from the centre
    float climb_m_per_km;     // mean of both zones
    float rise_m;             // from the zone's seat to the point's
    bool barrier;             // a river or a ridge lies between
};

class Travel {
public:
    Travel(Geography const& geography, TravelSettings const& settings);

    // The trip from one zone to another when leaving in this hour (0..23). Within a zone: a typical trip
    // inside it. `time` is at least the shortest move; `speed_kmh` is that on the road.
    [[nodiscard]] Trip trip(ZoneId from, ZoneId to, int hour) const;
    // To a point of a zone (a station), and the trips there from a place in the zone and back, by the same
    // rules.
    [[nodiscard]] Link link(ZoneId from, GeoPoint to, ZoneId to_zone) const;
    [[nodiscard]] Trip trip_out(Link const& link, Offset from, int hour) const;
    [[nodiscard]] Trip trip_back(Link const& link, Offset to, int hour) const;
    // A place of the zone's disc from two uniforms, every part of it as likely.
    [[nodiscard]] Offset place(ZoneId zone, double u, double v) const;
    [[nodiscard]] Kilometres distance(ZoneId from, ZoneId to) const;

private:
    struct Hour {
        double street_min_per_km, arterial_min_per_km, expressway_min_per_km;
    };

    // A road with its climb; the slope both ways is that of the land, `rise_m` the difference of the ends.
    struct Road {
        double km, climb_m_per_km, rise_m;
    };

    [[nodiscard]] Trip over(Road const& road, int hour) const;
    [[nodiscard]] Road road_between(ZoneId from, ZoneId to, double km) const;
    [[nodiscard]] Road road_of(Link const& link, Offset from) const;
    [[nodiscard]] double road_km(double straight_squared_km2, bool barrier) const;
    // One place for both directions: the way back finds it in the cache.
    [[nodiscard]] std::size_t pair(ZoneId a, ZoneId b) const {
        return std::size_t{std::min(a.index(), b.index())} * zones_ + std::max(a.index(), b.index());
    }

    std::size_t zones_;
    std::vector<float> distance_km_;     // zones x zones, upper triangle
    std::vector<std::uint8_t> barrier_;  // the same: 1 where a river or ridge lies between
    std::vector<float> elevation_m_;     // of the district's seat
    std::vector<float> climb_m_per_km_;
    std::vector<double> cosine_, half_radius2_km2_;
    std::vector<GeoPoint> centre_;
    std::array<Hour, 24> hours_;
    TravelSettings settings_;
};

}  // namespace yuchong::space
