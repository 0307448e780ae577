#include "sim/control/droop.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace yuchong::control {

double frequency_droop(double frequency_hz, DroopSettings const& settings) {
    double const deviation_hz = frequency_hz - settings.nominal_hz;
    double const beyond_hz = std::abs(deviation_hz) - settings.deadband_hz;
    if (beyond_hz <= 0.0) return 0.0;
    double const share = std::min(1.0, beyond_hz / (settings.droop * settings.nominal_hz));
    return deviation_hz > 0.0 ? share : -share;
}

double volt_var(double voltage_pu, VoltVarSettings const& settings) {
    auto const& points = settings.points;
    if (voltage_pu <= points.front().voltage_pu) return points.front().reactive_pu;
    for (std::size_t i = 1; i < points.size(); ++i) {
        VoltVarPoint const &left = points[i - 1], &right = points[i];
        if (voltage_pu > right.voltage_pu) continue;
        double const share = (voltage_pu - left.voltage_pu) / (right.voltage_pu - left.voltage_pu);
        return left.reactive_pu + share * (right.reactive_pu - left.reactive_pu);
    }
    return points.back().reactive_pu;
}

ApparentPower within_rating(ApparentPower wanted, double rating_kva, PowerPriority priority) {
    bool const active_first = priority == PowerPriority::active;
    double const first =
        std::clamp(active_first ? wanted.active_kw : wanted.reactive_kvar, -rating_kva, rating_kva);
    double const room = std::sqrt(rating_kva * rating_kva - first * first);
    double const second = std::clamp(active_first ? wanted.reactive_kvar : wanted.active_kw, -room, room);
    return active_first ? ApparentPower{first, second} : ApparentPower{second, first};
}

}  // namespace yuchong::control
