#include "sim/space/district_shape.hpp"

#include "sim/base/math.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yuchong::space {

namespace {

constexpr std::size_t directions = 360;
constexpr double full_turn = 2.0 * std::numbers::pi;

}  // namespace

DistrictShape::DistrictShape(GeoPoint centroid, GeoPoint seat, double area_km2, double margin)
    : plane_(seat) {
    LocalPlane::Point const middle = plane_.point(centroid);
    seat_km_ = std::sqrt(middle.east_km * middle.east_km + middle.north_km * middle.north_km);
    axis_ = seat_km_ > 0.0 ? LocalPlane::Point{-middle.east_km / seat_km_, -middle.north_km / seat_km_}
                           : LocalPlane::Point{1.0, 0.0};
    long_km_ = std::max(std::sqrt(area_km2 / std::numbers::pi), margin * seat_km_);
    short_km_ = area_km2 / (std::numbers::pi * long_km_);

    double sum = 0.0;
    for (std::size_t i = 0; i < directions; ++i) {
        double const edge = edge_km((static_cast<double>(i) + 0.5) * full_turn / directions);
        sum += edge * edge;
        swept_.push_back(sum);
    }
    for (double& s : swept_) s /= sum;
}

// From the seat along a direction (against the axis) to the ellipse: the positive root of a quadratic.
double DistrictShape::edge_km(double angle) const {
    double const along = math::cos(angle), across = math::sin(angle);
    double const long2 = long_km_ * long_km_;
    double const a = along * along / long2 + across * across / (short_km_ * short_km_);
    double const b = seat_km_ * along / long2;
    double const c = seat_km_ * seat_km_ / long2 - 1.0;
    return (-b + std::sqrt(b * b - a * c)) / a;
}

GeoPoint DistrictShape::place(double reach, double turn) const {
    auto const above = std::min(std::upper_bound(swept_.begin(), swept_.end(), turn), swept_.end() - 1);
    auto const i = static_cast<double>(above - swept_.begin());
    double const before = above == swept_.begin() ? 0.0 : *(above - 1);
    double const angle = (i + (turn - before) / (*above - before)) * full_turn / directions;
    double const km = reach * edge_km(angle);
    double const along = km * math::cos(angle), across = km * math::sin(angle);
    return plane_.geo(
        {along * axis_.east_km - across * axis_.north_km, along * axis_.north_km + across * axis_.east_km});
}

double DistrictShape::level(GeoPoint p) const {
    LocalPlane::Point const q = plane_.point(p);
    double const along = seat_km_ + q.east_km * axis_.east_km + q.north_km * axis_.north_km;
    double const across = -q.east_km * axis_.north_km + q.north_km * axis_.east_km;
    return (along / long_km_) * (along / long_km_) + (across / short_km_) * (across / short_km_);
}

}  // namespace yuchong::space
