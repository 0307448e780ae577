#pragma once
// What the search for hosting capacity (hosting.hpp) takes existing charging to draw. Section `grid.hosting`,
// filled by io from models/grid.yaml.

namespace yuchong::grid {

struct HostingSettings {
    double home_coincidence;  // [share, 0..1] of the power of all home piles that is drawn at once
};

}  // namespace yuchong::grid
