#pragma once
// What the zones of a group hang on a 10 kV line: public transformers with homes and small shops behind them,
// and commercial and industrial customers metered at 10 kV. Drawn one after the other until they carry the
// zones' load; then all are scaled down a little so that they carry exactly that. In a group of small zones a
// transformer may serve the end of one and the beginning of the next.

#include "sim/grid/zone_groups.hpp"

#include <optional>
#include <vector>

namespace yuchong::grid {

struct LoadPoint {
    space::ZoneId zone;  // the one most of its load belongs to
    space::GeoPoint position;
    double reach, turn;  // in the disc of its zone: share of the radius, share of a full turn
    ClassKw load;
    std::optional<std::uint16_t> type;  // of a public transformer; none: a customer
    double households;
};

// So many of a zone's households are behind this point.
struct HomeShare {
    space::ZoneId zone;
    std::uint32_t point;
    double households;
};

struct LoadPoints {
    std::vector<LoadPoint> points;
    std::vector<HomeShare> homes;
};

LoadPoints draw_load_points(ZoneGroup const& group, LayoutSource const& source);

}  // namespace yuchong::grid
