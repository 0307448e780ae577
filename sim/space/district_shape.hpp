#pragma once
// The land of a district for want of its outline: an ellipse of its area, centred on the centroid, its longer
// axis towards the seat and long enough to hold it. Places are addressed from the seat: `reach` 0 at the
// seat, 1 at the edge; `turn` in [0, 1) sweeps equal areas, so that reach = sqrt(q) spreads q evenly over the
// land.

#include "sim/space/geodesy.hpp"
#include "sim/space/geography.hpp"

#include <vector>

namespace yuchong::space {

class DistrictShape {
public:
    // Pre: area_km2 > 0, margin > 1.
    DistrictShape(GeoPoint centroid, GeoPoint seat, double area_km2, double margin);

    [[nodiscard]] GeoPoint place(double reach, double turn) const;
    // 1 on the ellipse, less inside.
    [[nodiscard]] double level(GeoPoint p) const;

private:
    [[nodiscard]] double edge_km(double angle) const;

    LocalPlane plane_;           // origin at the seat
    LocalPlane::Point axis_;     // unit vector from centroid to seat
    double seat_km_;             // from the centroid
    double long_km_, short_km_;  // half axes
    std::vector<double> swept_;  // share of the area up to each direction, cumulative
};

}  // namespace yuchong::space
