#include "sim/grid/volt_var.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace yuchong::grid {

namespace {

double slope_of(VoltVarPoint const& left, VoltVarPoint const& right) {
    return (right.reactive_pu - left.reactive_pu) / (right.voltage_pu - left.voltage_pu);
}

}  // namespace

VoltVarValue volt_var(double voltage_pu, std::span<VoltVarPoint const> curve) {
    if (voltage_pu <= curve.front().voltage_pu) return {curve.front().reactive_pu, 0.0};
    for (std::size_t i = 1; i < curve.size(); ++i) {
        if (voltage_pu > curve[i].voltage_pu) continue;
        VoltVarPoint const& left = curve[i - 1];
        double const slope = slope_of(left, curve[i]);
        return {left.reactive_pu + slope * (voltage_pu - left.voltage_pu), slope};
    }
    return {curve.back().reactive_pu, 0.0};
}

double steepest(std::span<VoltVarPoint const> curve, double from_pu, double to_pu) {
    double fall = 0.0;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        if (curve[i].voltage_pu < from_pu || curve[i - 1].voltage_pu > to_pu) continue;
        fall = std::max(fall, -slope_of(curve[i - 1], curve[i]));
    }
    return fall;
}

ApparentPower within_rating(ApparentPower wanted, double rating_kva, PowerPriority priority) {
    bool const active_first = priority == PowerPriority::active;
    double const first =
        std::clamp(active_first ? wanted.active_kw : wanted.reactive_kvar, -rating_kva, rating_kva);
    double const room = std::sqrt(rating_kva * rating_kva - first * first);
    double const second = std::clamp(active_first ? wanted.reactive_kvar : wanted.active_kw, -room, room);
    return active_first ? ApparentPower{first, second} : ApparentPower{second, first};
}

VoltVarValue given_by(VoltVarSource const& source, VoltVarValue const& asked) {
    double const wanted = source.rating_pu * asked.reactive_pu;
    if (std::fabs(wanted) > source.limit_pu) return {std::copysign(source.limit_pu, wanted), 0.0};
    return {wanted, source.rating_pu * asked.slope};
}

}  // namespace yuchong::grid
