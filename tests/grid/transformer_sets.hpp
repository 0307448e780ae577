#pragma once
// The parameter sets of models/transformers.yaml, repeated for tests of the law itself.

#include "sim/grid/transformer_settings.hpp"

namespace yuchong::grid {

inline constexpr ThermalSettings distribution_set{.top_oil_rise_k = 55,
                                                  .winding_rise_k = 23,
                                                  .oil_min = 180,
                                                  .winding_min = 4,
                                                  .loss_ratio = 5,
                                                  .oil_exponent = 0.8,
                                                  .winding_exponent = 1.6,
                                                  .k11 = 1,
                                                  .k21 = 1,
                                                  .k22 = 2};

inline constexpr ThermalSettings power_set(double oil_min, double winding_min) {
    return {.top_oil_rise_k = 52,
            .winding_rise_k = 26,
            .oil_min = oil_min,
            .winding_min = winding_min,
            .loss_ratio = 6,
            .oil_exponent = 0.8,
            .winding_exponent = 1.3,
            .k11 = 0.5,
            .k21 = 2,
            .k22 = 2};
}

inline constexpr LoadLimits normal_limits{.loading_pu = 1.5, .hot_spot_c = 120, .top_oil_c = 105};

inline constexpr SubstationTransformerSettings substation_set{
    .without_fans = power_set(210, 10),
    .with_fans = power_set(150, 7),
    .fans = {.on_c = 65, .off_c = 55, .rating_share_without = 0.7},
    .normal = normal_limits,
    .emergency = {.loading_pu = 1.5, .hot_spot_c = 140, .top_oil_c = 115}};

}  // namespace yuchong::grid
