#pragma once
// Does a river or a ridge lie between two points? Straight lines on the map, tested exactly.

#include "sim/space/geography.hpp"

#include <span>
#include <vector>

namespace yuchong::space {

class Barriers {
public:
    explicit Barriers(std::span<Barrier const> barriers);
    // Does the straight line from a to b cross any of them?
    [[nodiscard]] bool between(GeoPoint a, GeoPoint b) const;

private:
    struct Line {
        GeoPoint low, high;  // corners of the box around it
        std::vector<GeoPoint> vertices;
        [[nodiscard]] bool crosses(GeoPoint a, GeoPoint b) const;
    };
    std::vector<Line> lines_;
};

}  // namespace yuchong::space
