#pragma once
// How far the voltages of a feeder can have moved since its last solve, without solving it: a feeder whose
// bound is small enough is skipped. Costs one multiplication a changed load.
//
// Derivation. Node i sees V_i = V_0 - sum_k Z_ik I_k, where Z_ik is the impedance of the way that i and k
// share, no more than Z_k, the impedance from the head to k (r, x >= 0). A load that changes from S to S + dS
// while its voltage moves from V to V + dV changes its current by at most |dS| / |V| + |S + dS| |dV| / (|V|
// |V + dV|). With D the largest |dV|, m the lowest voltage of the last solve and the sums
//
//     A = sum_k Z_k |dS_k|,     B = sum_k Z_k |S_k + dS_k|,
//
// every voltage moves by at most |dV_0| + A / m + B D / (m (m - D)), so D is no more than the smaller root of
// D = |dV_0| + A / m + B D / (m (m - D)): D starts at 0 and moves continuously with the loads. For small
// changes that is the linear estimate A / m, with a safety factor of 1 / (1 - B / m^2) on top for what the
// moving voltages do to the currents. Constant current and impedance draw no more than that below 1 pu, and m
// is taken as 1 at most, so that the bound holds for them as well up to 1 / m pu.

#include "sim/grid/complex.hpp"
#include "sim/grid/radial_feeder.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

// Drop of voltage, in pu of the nominal, that a power at the end of an impedance makes to first order: R P +
// X Q.
constexpr double linear_drop_pu(Complex power, Complex impedance) {
    return impedance.re * power.re + impedance.im * power.im;
}

// The smaller root D of the equation above, with `moved` = |dV_0| + A / m; infinity if there is none: then
// anything may have happened.
double largest_voltage_change(double moved, double load_drop, double lowest_voltage_pu);

// Inverters that answer to the voltage add a change of power that grows with the change of voltage, by at
// most L_k |dV| at node k: A becomes A + C D with C = sum_k Z_k L_k, and the smaller root that of D = |dV_0|
// + (A + C D) / m + B D / (m (m - D)). `feedback` = C.
double largest_voltage_change_with_feedback(double moved, double load_drop, double feedback,
                                            double lowest_voltage_pu);

// |Z| from the head to each node. Throws BrokenInvariant if a branch is capacitive: then there is no bound.
std::vector<double> path_impedances_pu(RadialFeeder const& feeder);

class VoltageBound {
public:
    explicit VoltageBound(RadialFeeder const& feeder);

    // The feeder has just been solved with these loads, to these voltages. Loads are the power at 1 pu of all
    // that a node draws, chargers and shunts included.
    void solved(std::span<double const> p_pu, std::span<double const> q_pu, std::span<Complex const> voltage);
    // The power of a node has changed by that much since. Changes add up and never cancel.
    void change(std::uint32_t node, Complex power_pu);
    // The head voltage has changed.
    void change_head(Complex voltage_pu) { head_change_pu_ += magnitude(voltage_pu); }
    // No voltage of the feeder has moved by more. [pu]
    [[nodiscard]] double largest_change_pu() const;

private:
    std::vector<double> path_impedance_pu_;  // |Z| from the head to each node
    double load_drop_ = 0.0;                 // sum of |Z| |S| at the last solve
    double change_drop_ = 0.0;               // sum of |Z| |dS| since
    double head_change_pu_ = 0.0;
    double lowest_voltage_pu_ = 1.0;
};

}  // namespace yuchong::grid
