#include "sim/grid/transformer_thermal.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace yuchong::grid {

namespace {

// IEC 60076-7:2018, relative ageing rates.
constexpr double normal_design_c = 98.0;
constexpr double normal_doubling_k = 6.0;
constexpr double upgraded_design_k = 383.0;
constexpr double upgraded_activation_k = 15'000.0;
constexpr double zero_celsius_k = 273.0;

// A winding that moves by less leaves an ageing rate so smooth that pieces may be longer, with the same
// error.
constexpr double calm_k = 8.0;

constexpr double minutes_per_hour = 60.0;

// Points and weights of Gauss's rule on [-1, 1].
struct GaussPoint {
    double at, weight;
};
constexpr std::array<GaussPoint, 4> gauss{{{-0.861136311594052575, 0.347854845137453857},
                                           {-0.339981043584856265, 0.652145154862546143},
                                           {0.339981043584856265, 0.652145154862546143},
                                           {0.861136311594052575, 0.347854845137453857}}};

double top_oil_minutes(ThermalSettings const& s) { return s.k11 * s.oil_min; }
double winding_minutes(ThermalSettings const& s) { return s.k22 * s.winding_min; }
double oil_lag_minutes(ThermalSettings const& s) { return s.oil_min / s.k22; }

// base^exponent to about 1e-15, at half the cost of math::pow. Pre: base >= 0, exponent > 0.
double power(double base, double exponent) { return math::exp(exponent * math::log(base)); }

double near(double target, double from, double left) { return target + (from - target) * left; }

}  // namespace

TransformerHeat steady_heat(ThermalSettings const& settings, double loading_pu, Celsius ambient) {
    double const loss = (1.0 + settings.loss_ratio * loading_pu * loading_pu) / (1.0 + settings.loss_ratio);
    double const winding = settings.winding_rise_k * power(loading_pu, settings.winding_exponent);
    return {ambient.value() + settings.top_oil_rise_k * power(loss, settings.oil_exponent),
            settings.k21 * winding, (settings.k21 - 1.0) * winding};
}

double ageing_rate(Paper paper, Celsius hot_spot) {
    if (paper == Paper::normal) {
        return math::exp((hot_spot.value() - normal_design_c) * (std::numbers::ln2 / normal_doubling_k));
    }
    return math::exp(upgraded_activation_k / upgraded_design_k -
                     upgraded_activation_k / (hot_spot.value() + zero_celsius_k));
}

HeatStep::HeatStep(ThermalSettings const& settings, Paper paper, Duration length)
    : settings_(settings), paper_(paper) {
    check(length.ms > 0, "a step of a transformer's heat has no length");
    check(top_oil_minutes(settings) > 0.0 && winding_minutes(settings) > 0.0 && settings.k21 >= 1.0,
          "a transformer's heat needs time constants above 0 and k21 of 1 or more");
    decay_ = decay_after(length.minutes());
    double const fastest = std::min(winding_minutes(settings), top_oil_minutes(settings));
    points_ = lay_ageing_points(length.minutes(), fastest);
    points_if_calm_ = lay_ageing_points(length.minutes(), 2.0 * fastest);
}

HeatStep::Decay HeatStep::decay_after(double minutes) const {
    return {math::exp(-minutes / top_oil_minutes(settings_)),
            math::exp(-minutes / winding_minutes(settings_)),
            math::exp(-minutes / oil_lag_minutes(settings_))};
}

// Pieces of one, two, four ... times the first, the last cut at the end.
std::vector<HeatStep::AgeingPoint> HeatStep::lay_ageing_points(double minutes, double first_piece) const {
    std::vector<AgeingPoint> points;
    double piece = first_piece;
    for (double from = 0.0; from < minutes; piece *= 2.0) {
        double const to = std::min(from + piece, minutes);
        double const middle = 0.5 * (from + to), half = 0.5 * (to - from);
        for (GaussPoint const& point : gauss) {
            points.push_back({decay_after(middle + half * point.at), half * point.weight / minutes_per_hour});
        }
        from = to;
    }
    return points;
}

HeatAfterStep HeatStep::operator()(TransformerHeat const& from, double loading_pu, double ambient_c) const {
    TransformerHeat const target = steady_heat(settings_, loading_pu, Celsius{ambient_c});
    auto const after = [&](Decay const& left) -> TransformerHeat {
        return {near(target.top_oil_c, from.top_oil_c, left.top_oil),
                near(target.winding_k, from.winding_k, left.winding),
                near(target.oil_lag_k, from.oil_lag_k, left.oil_lag)};
    };
    HeatAfterStep end{after(decay_), 0.0, 0.0};
    end.warmest_hot_c = hot_spot_c(end.heat);
    bool const calm = std::abs(target.winding_k - from.winding_k) < calm_k;
    for (AgeingPoint const& point : calm ? points_if_calm_ : points_) {
        double const hot_c = hot_spot_c(after(point.decay));
        end.warmest_hot_c = std::max(end.warmest_hot_c, hot_c);
        end.life_used_h += point.weight_h * ageing_rate(paper_, Celsius{hot_c});
    }
    return end;
}

}  // namespace yuchong::grid
