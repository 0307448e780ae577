#pragma once
// What nodes draw, in pu of the power base, consumption positive. A node's load is a ZIP load (constant
// impedance Z, current I, power P at 1 pu) plus constant-power chargers. Inside the solvers a node is three
// complex numbers that say what current it draws at voltage V:
//
//     I = V * (conj(power) / |V|^2 + conj(current) / |V| + admittance)
//
// so constant power, current and impedance, and the shunts of the feeder, differ only in where they stand.
// Inverters that give reactive power by the voltage (volt_var.hpp) are taken off the power: it depends on |V|
// then, and the slope of their curve stands beside the rest in the derivative.

#include "sim/grid/charger_cut_out.hpp"
#include "sim/grid/complex.hpp"
#include "sim/grid/radial_feeder.hpp"
#include "sim/grid/volt_var.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

// Parts of a load at 1 pu of voltage; the rest is constant power.
struct ZipShares {
    double impedance = 0.0;  // [-, 0..1] goes with |V|^2
    double current = 0.0;    // [-, 0..1] goes with |V|
};

// Entry i belongs to node i; columns that are empty are 0 everywhere.
struct FeederLoads {
    std::span<double const> p_pu, q_pu;   // at 1 pu of voltage; never empty
    std::span<ZipShares const> shares{};  // of p_pu and q_pu
    // Chargers on top of that: constant power, with a cut-out (charger_cut_out.hpp).
    std::span<double const> charger_p_pu{}, charger_q_pu{};
    // Inverters by ascending node, which drop out with the chargers of theirs, and their curve.
    std::span<VoltVarSource const> volt_var{};
    std::span<VoltVarPoint const> volt_var_curve{};
};

// Coefficients of the formula above for each node, in arrays that are reused from solve to solve.
class NodeCurrents {
public:
    explicit NodeCurrents(std::uint32_t most_nodes);

    // Chargers that have dropped out draw nothing; empty: all draw.
    void set(RadialFeeder const& feeder, FeederLoads const& loads, std::span<ChargerState const> chargers);
    // As `set`, but all loads are the impedances that draw them at 1 pu.
    void set_as_impedances(RadialFeeder const& feeder, FeederLoads const& loads,
                           std::span<ChargerState const> chargers);

    // Nothing but constant power? Then only p_pu() and q_pu() count.
    [[nodiscard]] bool only_power() const { return only_power_; }
    // Are there curves with corners?
    [[nodiscard]] bool is_bent() const { return !volt_var_.empty(); }
    [[nodiscard]] std::span<double const> p_pu() const { return p_; }
    [[nodiscard]] std::span<double const> q_pu() const { return q_; }

    // I / V of node i at a voltage of magnitude 1/s, w = s * s.
    [[nodiscard]] Complex admittance(std::uint32_t i, double w, double s) const {
        Rest const& rest = rest_[i];
        Complex const y{(p_[i] * w + rest.current_p * s) + rest.g, rest.b - (q_[i] * w + rest.current_q * s)};
        return has_volt_var(i) ? y + Complex{0.0, given(i, 1.0 / s).reactive_pu * w} : y;
    }
    // Its derivative by |V|^2.
    [[nodiscard]] Complex admittance_slope(std::uint32_t i, double w, double s) const {
        Rest const& rest = rest_[i];
        Complex const slope{-(p_[i] * w + 0.5 * (rest.current_p * s)) * w,
                            (q_[i] * w + 0.5 * (rest.current_q * s)) * w};
        if (!has_volt_var(i)) return slope;
        VoltVarValue const q = given(i, 1.0 / s);
        return slope + Complex{0.0, (0.5 * q.slope * s - q.reactive_pu * w) * w};
    }
    // The power drawn at voltage v, shunts included, less what inverters give.
    [[nodiscard]] Complex power(std::uint32_t i, Complex v) const;
    // That of all nodes. Pre: one voltage a node.
    [[nodiscard]] Complex total_power(std::span<Complex const> voltage) const;
    // What inverters give at all nodes together. [pu]
    [[nodiscard]] double total_given_pu(std::span<Complex const> voltage) const;

private:
    // What is not constant power.
    struct Rest {
        double current_p = 0.0, current_q = 0.0;  // constant current, as power at 1 pu
        double g = 0.0, b = 0.0;                  // constant impedance and shunts
    };

    void set_volt_var(FeederLoads const& loads, std::span<ChargerState const> chargers);
    [[nodiscard]] bool has_volt_var(std::uint32_t i) const {
        return !volt_var_.empty() && first_source_[i] < first_source_[i + 1];
    }
    // By the inverters of a node, at this magnitude of its voltage. [pu of power]
    [[nodiscard]] VoltVarValue given(std::uint32_t i, double voltage_pu) const;
    void clear_rest();
    void set_base(RadialFeeder const& feeder, FeederLoads const& loads);

    std::span<double const> p_, q_;
    std::vector<double> own_p_, own_q_;
    std::vector<Rest> rest_;
    std::span<VoltVarSource const> volt_var_;
    std::span<VoltVarPoint const> curve_;
    std::vector<std::uint32_t>
        first_source_;  // by node, in volt_var_; its own and the end: of most_nodes + 1
    bool only_power_ = true, rest_is_clear_ = true;
};

}  // namespace yuchong::grid
