#pragma once
// A substation transformer whose fans follow the top oil, with hysteresis. Where the top oil crosses a
// threshold within a step follows in closed form (its path is one exponential), so the fans switch at the
// moment they would, however long the step is.

#include "sim/grid/transformer_thermal.hpp"

namespace yuchong::grid {

enum class Fans : std::uint8_t { off, on };

struct FanCooledHeat {
    TransformerHeat heat;
    Fans fans;
};

// Where a load held for long ends up. Between the thresholds either is a steady state: the fans stay off if
// the oil settles below on_c without them.
FanCooledHeat steady_heat(SubstationTransformerSettings const& settings, double loading_pu, Celsius ambient);

struct FanCooledStep {
    FanCooledHeat state;
    double life_used_h;
    double warmest_hot_c;
    int switchings;
};

// Load (per unit of the rating with fans) and ambient held for the time. Pre: length > 0, loading_pu >= 0.
FanCooledStep advance(SubstationTransformerSettings const& settings, Paper paper, FanCooledHeat const& from,
                      double loading_pu, Celsius ambient, Duration length);

}  // namespace yuchong::grid
