#pragma once
// Degrees to kilometres on a sphere, flat near a latitude: within a city of 500 km the error stays below 0.2
// %.

#include "sim/base/math.hpp"
#include "sim/space/geography.hpp"

#include <cmath>
#include <numbers>

namespace yuchong::space {

inline constexpr double earth_radius_km = 6371.0;  // mean radius, IUGG
inline constexpr double km_per_degree = earth_radius_km * std::numbers::pi / 180.0;

inline double cosine_of_latitude(GeoPoint p) { return math::cos(p.lat * std::numbers::pi / 180.0); }

// In kilometres, east and north of somewhere.
struct Offset {
    double east_km, north_km;
};

// A plane in kilometres, east and north of its origin.
class LocalPlane {
public:
    using Point = Offset;

    explicit LocalPlane(GeoPoint origin) : origin_(origin), cosine_(cosine_of_latitude(origin)) {}
    [[nodiscard]] Point point(GeoPoint p) const {
        return {(p.lon - origin_.lon) * km_per_degree * cosine_, (p.lat - origin_.lat) * km_per_degree};
    }
    [[nodiscard]] GeoPoint geo(Point p) const {
        return {origin_.lon + p.east_km / (km_per_degree * cosine_),
                origin_.lat + p.north_km / km_per_degree};
    }

private:
    GeoPoint origin_;
    double cosine_;
};

// From one point to another, by the mean of the cosines of their latitudes.
inline Offset offset_km(GeoPoint from, double cosine_from, GeoPoint to, double cosine_to) {
    return {(to.lon - from.lon) * (0.5 * (cosine_from + cosine_to)) * km_per_degree,
            (to.lat - from.lat) * km_per_degree};
}

// Squared straight distance of two points whose latitudes have these cosines. Symmetric to the bit.
inline double squared_km(GeoPoint a, double cosine_a, GeoPoint b, double cosine_b) {
    double const east = (a.lon - b.lon) * (0.5 * (cosine_a + cosine_b));
    double const north = a.lat - b.lat;
    return (east * east + north * north) * (km_per_degree * km_per_degree);
}

inline double straight_km(GeoPoint a, GeoPoint b) {
    return std::sqrt(squared_km(a, cosine_of_latitude(a), b, cosine_of_latitude(b)));
}

}  // namespace yuchong::space
