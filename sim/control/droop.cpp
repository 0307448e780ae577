#include "sim/control/droop.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::control {

double frequency_droop(double frequency_hz, DroopSettings const& settings) {
    double const deviation_hz = frequency_hz - settings.nominal_hz;
    double const beyond_hz = std::abs(deviation_hz) - settings.deadband_hz;
    if (beyond_hz <= 0.0) return 0.0;
    double const share = std::min(1.0, beyond_hz / (settings.droop * settings.nominal_hz));
    return deviation_hz > 0.0 ? share : -share;
}

}  // namespace yuchong::control
