#pragma once
// Temperatures and ageing of one oil-immersed transformer: the differential equations of IEC 60076-7:2018.
// With the load K (apparent power over rating) and the ambient temperature held, each of the three states
// nears its target exponentially, so a step of any length is exact:
//
//   top oil   target ambient + rise_o ((1 + R K^2) / (1 + R))^x   time constant k11 tau_o
//   winding   target k21 rise_h K^y                               time constant k22 tau_w
//   oil lag   target (k21 - 1) rise_h K^y                         time constant tau_o / k22
//   hot spot = top oil + winding - oil lag
//
// The oil lag is what makes the hot spot of large transformers overshoot; with k21 = 1 there is none.
// Ageing is relative to life at the design temperature: V = 2^((hot spot - 98 C) / 6 K) for normal paper,
// exp(15000 K / 383 K - 15000 K / (hot spot + 273 C)) for upgraded paper.
//
//   HeatStep const step(thermal, Paper::normal, minutes(15));
//   heat = step(heat, 1.2, 35.0).heat;

#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"
#include "sim/grid/transformer_settings.hpp"

#include <vector>

namespace yuchong::grid {

struct TransformerHeat {
    double top_oil_c;
    double winding_k;
    double oil_lag_k;
};

constexpr double hot_spot_c(TransformerHeat const& heat) {
    return heat.top_oil_c + heat.winding_k - heat.oil_lag_k;
}

// Where everything would end up. Pre: loading_pu >= 0.
TransformerHeat steady_heat(ThermalSettings const& settings, double loading_pu, Celsius ambient);

// Hours of life used in an hour.
double ageing_rate(Paper paper, Celsius hot_spot);

struct HeatAfterStep {
    TransformerHeat heat;
    double life_used_h;    // hours at design temperature that age as much as the step did
    double warmest_hot_c;  // highest hot spot at the end and at the points of the ageing integral
};

// A step of one length for transformers of one kind. What depends only on the length is calculated once.
// Ageing is integrated by Gauss's rule of four points on pieces that grow with distance from the step's
// start, the first twice as long where the winding moves little. Against the exact integral it is within 1e-5
// for loads that rise by up to half of the rating or move by less than a third of it, within 2e-3 of the
// step's own ageing for the steepest falls (1.3 to 0.5).
class HeatStep {
public:
    // Pre: length > 0.
    HeatStep(ThermalSettings const& settings, Paper paper, Duration length);

    // Load and ambient held over the step. Pre: loading_pu >= 0.
    [[nodiscard]] HeatAfterStep operator()(TransformerHeat const& from, double loading_pu,
                                           double ambient_c) const;

private:
    // What is left of a distance to the target after some time.
    struct Decay {
        double top_oil, winding, oil_lag;
    };
    struct AgeingPoint {
        Decay decay;
        double weight_h;
    };
    [[nodiscard]] Decay decay_after(double minutes) const;
    [[nodiscard]] std::vector<AgeingPoint> lay_ageing_points(double minutes, double first_piece) const;

    ThermalSettings settings_;
    Paper paper_;
    Decay decay_{};
    std::vector<AgeingPoint> points_, points_if_calm_;
};

}  // namespace yuchong::grid
