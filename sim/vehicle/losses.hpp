#pragma once
// What is lost between grid and plug. A converter that carries P loses standing + linear P + quadratic P^2; n
// active modules carry P/n each, so the n of them lose n standing + linear P + quadratic P^2 / n. Over a
// Stretch the integrals of P and P^2 are closed forms, so the loss is exact. Power kW, energy kWh, time
// hours.

#include "sim/vehicle/acceptance.hpp"
#include "sim/vehicle/settings.hpp"

namespace yuchong::vehicle {

// Pre: modules > 0.
inline double loss_kw(LossCurve const& curve, double power_kw, double modules) {
    return modules * curve.standing_kw + curve.linear * power_kw +
           curve.quadratic_per_kw / modules * power_kw * power_kw;
}

inline double loss_kwh(LossCurve const& curve, Stretch const& stretch, double hours, double modules) {
    return modules * curve.standing_kw * hours + curve.linear * stretch.energy_kwh(hours) +
           curve.quadratic_per_kw / modules * stretch.square_kw2h(hours);
}

// Share of the grid's power that reaches the plug.
inline double efficiency(LossCurve const& curve, double power_kw, double modules) {
    return power_kw / (power_kw + loss_kw(curve, power_kw, modules));
}

}  // namespace yuchong::vehicle
