#pragma once
// Heat, ageing and limits of oil-immersed transformers as numbers, filled by io from
// models/transformers.yaml. No defaults: figures and sources stand in models/.

#include <cstdint>

namespace yuchong::grid {

// Parameters of IEC 60076-7 for one kind of cooling.
struct ThermalSettings {
    double top_oil_rise_k;    // [K, > 0] over ambient at rated load, steady
    double winding_rise_k;    // [K, > 0] of the hot spot over top oil at rated load, steady
    double oil_min;           // [min, > 0] time constant of the oil
    double winding_min;       // [min, > 0] time constant of the winding
    double loss_ratio;        // [-, > 0] R: load loss at rated current over no-load loss
    double oil_exponent;      // [-, 0.5..1.5] x
    double winding_exponent;  // [-, 1..2.5] y
    double k11, k21, k22;     // [-, > 0] constants of the model; k21 >= 1
};

// Kraft or thermally upgraded paper.
enum class Paper : std::uint8_t { normal, upgraded };

struct LoadLimits {
    double loading_pu;  // [pu of the rating, > 0]
    double hot_spot_c;  // [C]
    double top_oil_c;   // [C]
};

struct DistributionTransformerSettings {
    ThermalSettings thermal;
    LoadLimits normal, emergency;  // cyclic loading every day; loading for days or weeks after a fault
};

// Fans of a substation transformer follow the top oil.
struct FanSettings {
    double on_c;                  // [C] start when the top oil has risen to this
    double off_c;                 // [C, < on_c] stop when it has fallen to this
    double rating_share_without;  // [share, 0..1] of the rating that the transformer has without fans
};

struct SubstationTransformerSettings {
    ThermalSettings without_fans;  // loading in per unit of the rating without fans
    ThermalSettings with_fans;
    FanSettings fans;
    LoadLimits normal, emergency;
};

// Section `grid.transformers`.
struct TransformerSettings {
    Paper paper;
    double rectifier_loss_factor;  // [-, 1..2] load loss with the harmonics of chargers over that without
    DistributionTransformerSettings distribution;
    SubstationTransformerSettings substation;
};

}  // namespace yuchong::grid
