#pragma once
// The part of a city that a run looks at: some districts, and thinned by `scale`. What is cut out keeps its
// ids, its draws and its share of the whole, so a part behaves as it does inside the city, except that nobody
// crosses its border.

#include "sim/city/inputs.hpp"
#include "sim/demand/working_fleets.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::city {

struct Part {
    space::Geography geography;
    supply::Network network;
    std::vector<std::uint32_t> cars_by_district;  // of the part's districts; private ones
    // By working fleet: its vehicles by district of the part, and its depots behind all other stations.
    std::vector<std::vector<std::uint32_t>> working_by_district;
    std::vector<demand::DepotRow> depots;
    double base_load_share;  // of the whole city's base load
};

// The inputs' own geography, or one drawn from the facts.
space::Geography whole_geography(Inputs const& inputs, RandomSource const& random);

// Pre: whole is whole_geography's.
Part part_of(space::Geography const& whole, Inputs const& inputs, RandomSource const& random);

inline Part part_of_city(Inputs const& inputs, RandomSource const& random) {
    return part_of(whole_geography(inputs, random), inputs, random);
}

}  // namespace yuchong::city
