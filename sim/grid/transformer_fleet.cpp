#include "sim/grid/transformer_fleet.hpp"

#include "sim/base/check.hpp"

namespace yuchong::grid {

FleetHeat steady_fleet(ThermalSettings const& settings, std::span<double const> loading_pu,
                       std::span<double const> ambient_c) {
    check(loading_pu.size() == ambient_c.size(),
          "transformers have loads and temperatures of unequal number");
    FleetHeat fleet;
    for (std::size_t i = 0; i < loading_pu.size(); ++i) {
        TransformerHeat const heat = steady_heat(settings, loading_pu[i], Celsius{ambient_c[i]});
        fleet.top_oil_c.push_back(heat.top_oil_c);
        fleet.winding_k.push_back(heat.winding_k);
        fleet.oil_lag_k.push_back(heat.oil_lag_k);
        fleet.warmest_hot_c.push_back(hot_spot_c(heat));
    }
    fleet.life_used_h.resize(fleet.size());
    return fleet;
}

void advance(FleetHeat& fleet, HeatStep const& step, std::span<double const> loading_pu,
             std::span<double const> ambient_c) {
    check(loading_pu.size() == fleet.size() && ambient_c.size() == fleet.size(),
          "every transformer of a fleet needs a load and a temperature");
    for (std::size_t i = 0; i < fleet.size(); ++i) {
        HeatAfterStep const end = step(fleet.heat(i), loading_pu[i], ambient_c[i]);
        fleet.top_oil_c[i] = end.heat.top_oil_c;
        fleet.winding_k[i] = end.heat.winding_k;
        fleet.oil_lag_k[i] = end.heat.oil_lag_k;
        fleet.life_used_h[i] += end.life_used_h;
        fleet.warmest_hot_c[i] = end.warmest_hot_c;
    }
}

}  // namespace yuchong::grid
