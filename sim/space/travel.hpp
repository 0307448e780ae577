#pragma once
// Between zones: distance along roads, time by hour, metres of climb and descent. One frozen matrix.
//
// A zone is a disc somewhere between its built-up area and all of it (geometric mean). The distance of two
// zones is the root-mean-square distance of a place in one and a place in the other, sqrt(e^2 + (R_i^2 +
// R_j^2) / 2) with e between the centres, times a detour factor, larger where a river or a ridge of the city
// lies between. The same rule holds inside a zone (e = 0) and to a point (R_j = 0). Symmetric to the bit.
// Clearly an estimate until a city file brings its own distances.

#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"
#include "sim/space/geography.hpp"

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

struct Trip {
    double distance_km;
    double climb_m, descent_m;
    double speed_kmh;
    double stops_per_km;
    Duration time;
};

class Travel {
public:
    Travel(Geography const& geography, TravelSettings const& settings);

    // The trip from one zone to another when leaving in this hour (0..23). Within a zone: a typical trip
    // inside it. `time` is at least the shortest move; `speed_kmh` is that on the road.
    [[nodiscard]] Trip trip(ZoneId from, ZoneId to, int hour) const;
    // The trip from somewhere in a zone to a point of a zone (a station), by the same rules.
    [[nodiscard]] Trip trip_to(ZoneId from, GeoPoint to, ZoneId to_zone, int hour) const;
    [[nodiscard]] Kilometres distance(ZoneId from, ZoneId to) const;

private:
    struct Hour {
        double street_min_per_km, arterial_min_per_km, expressway_min_per_km;
    };

    [[nodiscard]] Trip over(double distance_km, ZoneId from, ZoneId to, int hour) const;
    [[nodiscard]] double road_km(double straight_squared_km2, bool barrier) const;
    [[nodiscard]] std::size_t pair(ZoneId from, ZoneId to) const {
        return from.index() * zones_ + to.index();
    }

    std::size_t zones_;
    std::vector<float> distance_km_;     // zones x zones
    std::vector<std::uint8_t> barrier_;  // zones x zones: 1 where a river or ridge lies between
    std::vector<float> elevation_m_;     // of the district's seat
    std::vector<float> climb_m_per_km_;
    std::vector<double> cosine_, half_radius2_km2_;
    std::vector<GeoPoint> centre_;
    std::array<Hour, 24> hours_;
    TravelSettings settings_;
};

}  // namespace yuchong::space
