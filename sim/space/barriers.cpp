#include "sim/space/barriers.hpp"

#include <algorithm>

namespace yuchong::space {

namespace {

// > 0 where p lies left of the line from a to b. Degrees will do: which side does not depend on the scale.
double side(GeoPoint a, GeoPoint b, GeoPoint p) {
    return (b.lon - a.lon) * (p.lat - a.lat) - (b.lat - a.lat) * (p.lon - a.lon);
}

}  // namespace

Barriers::Barriers(std::span<Barrier const> barriers) {
    for (Barrier const& barrier : barriers) {
        if (barrier.line.empty()) continue;
        Line line{barrier.line.front(), barrier.line.front(), barrier.line};
        for (GeoPoint const& v : barrier.line) {
            line.low = {std::min(line.low.lon, v.lon), std::min(line.low.lat, v.lat)};
            line.high = {std::max(line.high.lon, v.lon), std::max(line.high.lat, v.lat)};
        }
        lines_.push_back(std::move(line));
    }
}

bool Barriers::Line::crosses(GeoPoint a, GeoPoint b) const {
    if (std::max(a.lon, b.lon) < low.lon || std::min(a.lon, b.lon) > high.lon) return false;
    if (std::max(a.lat, b.lat) < low.lat || std::min(a.lat, b.lat) > high.lat) return false;
    bool left = side(a, b, vertices.front()) > 0.0;
    for (std::size_t v = 1; v < vertices.size(); ++v) {
        bool const now = side(a, b, vertices[v]) > 0.0;
        if (now != left &&
            (side(vertices[v - 1], vertices[v], a) > 0.0) != (side(vertices[v - 1], vertices[v], b) > 0.0)) {
            return true;
        }
        left = now;
    }
    return false;
}

bool Barriers::between(GeoPoint a, GeoPoint b) const {
    return std::any_of(lines_.begin(), lines_.end(), [&](Line const& line) { return line.crosses(a, b); });
}

}  // namespace yuchong::space
