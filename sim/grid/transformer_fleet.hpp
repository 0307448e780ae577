#pragma once
// The heat of many transformers of one kind, one column a quantity, all advanced in one call. Transformers
// do not touch each other: order and number of threads cannot matter.

#include "sim/grid/transformer_thermal.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace yuchong::grid {

struct FleetHeat {
    std::vector<double> top_oil_c, winding_k, oil_lag_k;
    std::vector<double> life_used_h;    // since the fleet began
    std::vector<double> warmest_hot_c;  // of the last step

    [[nodiscard]] std::size_t size() const { return top_oil_c.size(); }
    [[nodiscard]] TransformerHeat heat(std::size_t i) const {
        return {top_oil_c[i], winding_k[i], oil_lag_k[i]};
    }
};

template <class A>
void archive(A& a, FleetHeat& s) {
    a(s.top_oil_c, s.winding_k, s.oil_lag_k, s.life_used_h, s.warmest_hot_c);
}

// Every transformer at rest under its load. Pre: both spans as long, loads >= 0.
FleetHeat steady_fleet(ThermalSettings const& settings, std::span<double const> loading_pu,
                       std::span<double const> ambient_c);

// A step of all. Pre: both spans as long as the fleet, loads >= 0.
void advance(FleetHeat& fleet, HeatStep const& step, std::span<double const> loading_pu,
             std::span<double const> ambient_c);

}  // namespace yuchong::grid
