#include "sim/grid/voltage_bound.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::grid {

// Times (m - D): m D^2 - (m^2 + moved m - B) D + moved m^2 = 0.
double largest_voltage_change(double moved, double load_drop, double lowest_voltage_pu) {
    double const m = lowest_voltage_pu;
    double const half = 0.5 * (m * m + moved * m - load_drop);
    double const root = half * half - moved * m * m * m;
    if (!(half > 0.0 && root >= 0.0)) return std::numeric_limits<double>::infinity();
    return moved * m * m / (half + std::sqrt(root));
}

// Divided by 1 - C / m it is the equation without feedback.
double largest_voltage_change_with_feedback(double moved, double load_drop, double feedback,
                                            double lowest_voltage_pu) {
    double const rest = 1.0 - feedback / lowest_voltage_pu;
    if (!(rest > 0.0)) return std::numeric_limits<double>::infinity();
    return largest_voltage_change(moved / rest, load_drop / rest, lowest_voltage_pu);
}

std::vector<double> path_impedances_pu(RadialFeeder const& feeder) {
    std::vector<double> magnitudes(feeder.size());
    std::vector<Complex> path(feeder.size());
    for (std::uint32_t i = 1; i < feeder.size(); ++i) {
        Complex const z = feeder.impedance(i);
        check(z.im >= 0.0, "a capacitive branch has no bound (the way shared by two nodes may weigh more)");
        path[i] = path[feeder.parent()[i]] + z;
        magnitudes[i] = magnitude(path[i]);
    }
    return magnitudes;
}

VoltageBound::VoltageBound(RadialFeeder const& feeder) : path_impedance_pu_(path_impedances_pu(feeder)) {}

void VoltageBound::solved(std::span<double const> p_pu, std::span<double const> q_pu,
                          std::span<Complex const> voltage) {
    load_drop_ = change_drop_ = head_change_pu_ = 0.0;
    double lowest = 1.0;
    for (std::size_t i = 0; i < path_impedance_pu_.size(); ++i) {
        load_drop_ += path_impedance_pu_[i] * magnitude({p_pu[i], q_pu[i]});
        lowest = std::min(lowest, squared_magnitude(voltage[i]));
    }
    lowest_voltage_pu_ = std::sqrt(lowest);
}

void VoltageBound::change(std::uint32_t node, Complex power_pu) {
    change_drop_ += path_impedance_pu_[node] * magnitude(power_pu);
}

double VoltageBound::largest_change_pu() const {
    return largest_voltage_change(head_change_pu_ + change_drop_ / lowest_voltage_pu_,
                                  load_drop_ + change_drop_, lowest_voltage_pu_);
}

}  // namespace yuchong::grid
