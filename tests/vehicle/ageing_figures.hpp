#pragma once
// The published parameters of battery ageing, repeated for tests of the laws themselves.

#include "sim/vehicle/ageing_settings.hpp"

namespace yuchong::vehicle::figures {

inline AgeingSettings ageing() {
    return {.follow = false,
            .cells = CellMake::published,
            .lfp = {.calendar = {.loss = 1.2571e-5,
                                 .reference_c = 25,
                                 .activation_j_per_mol = 17126,
                                 .soc = {.cubic = 2.8575, .middle = 0.5, .constant = 0.60225},
                                 .exponent = 0.5},
                    .cycle = {.loss = 0.0971e-2,
                              .loss_per_c_rate = 0.0630e-2,
                              .depth = {.cubic = 4.0253, .middle = 0.6, .constant = 1.0923},
                              .exponent = 0.5},
                    .modern = {.calendar = 0.6, .cycle = 0.7}},
            .nmc = {.cell_v = LinearTable({{0, 3.33}, {0.5, 3.70}, {1, 4.16}}),
                    .calendar = {.loss_per_v = 7.543e6,
                                 .loss_at_0_v = -23.75e6,
                                 .activation_k = 6976,
                                 .exponent = 0.75},
                    .cycle = {.loss = 7.6e-4,
                              .loss_per_v2 = 7.348e-3,
                              .gentlest_v = 3.667,
                              .loss_per_depth = 4.081e-3,
                              .cell_ah = 2.15,
                              .exponent = 0.5},
                    .modern = {.calendar = 0.7, .cycle = 0.5}},
            .end_of_life_loss = 0.2,
            .pack_yuan_per_kwh = 600,
            .driving_c_rate = 0.2,
            .smallest_cycle_soc = 0.02};
}

}  // namespace yuchong::vehicle::figures
