#pragma once
// The slow twin of inverters inside the power flow: reactive powers are held, the whole network is solved
// as a sparse system (MeshedFlow), each inverter moves a part of the way to what its curve asks at the
// voltage found, and so on until none moves. Knows nothing of Newton's slopes and of sweeps. As long as
// curves fall with the voltage there is one solution near the nominal voltage, and small enough steps reach
// it.

#include "sim/grid/meshed_flow.hpp"
#include "sim/grid/volt_var.hpp"

#include <cmath>
#include <optional>
#include <span>
#include <vector>

namespace yuchong::oracle {

struct DampedVoltVar {
    std::vector<grid::Complex> voltage;
    std::vector<double> given_pu;  // by source
    int rounds = 0;
};

// `damping`: the part of the way, in (0, 1]. Nothing if the flow or the reactive powers do not settle.
inline std::optional<DampedVoltVar> solve_damped(grid::MeshedFlow& flow, grid::Complex head,
                                                 grid::FeederLoads const& loads, double damping,
                                                 double tolerance_pu) {
    constexpr int most_rounds = 5'000;
    grid::FlowTolerance const tight{.voltage_pu = 1e-12, .power_pu = 1e-9};
    DampedVoltVar result{std::vector<grid::Complex>(loads.p_pu.size(), head),
                         std::vector<double>(loads.volt_var.size(), 0.0)};
    std::vector<double> q(loads.q_pu.begin(), loads.q_pu.end());
    while (result.rounds++ < most_rounds) {
        std::copy(loads.q_pu.begin(), loads.q_pu.end(), q.begin());
        for (std::size_t k = 0; k < loads.volt_var.size(); ++k)
            q[loads.volt_var[k].node] -= result.given_pu[k];
        auto const outcome = flow.solve(head, {.p_pu = loads.p_pu, .q_pu = q}, tight, result.voltage);
        if (!outcome.converged) return std::nullopt;
        double furthest = 0.0;
        for (std::size_t k = 0; k < loads.volt_var.size(); ++k) {
            grid::VoltVarSource const& source = loads.volt_var[k];
            // The curve written out anew: straight between points, flat beyond them.
            auto const& curve = loads.volt_var_curve;
            double const v = grid::magnitude(result.voltage[source.node]);
            double asked =
                v < curve.front().voltage_pu ? curve.front().reactive_pu : curve.back().reactive_pu;
            for (std::size_t i = 0; i + 1 < curve.size(); ++i) {
                auto const &a = curve[i], &b = curve[i + 1];
                if (v < a.voltage_pu || v > b.voltage_pu) continue;
                double const share = (v - a.voltage_pu) / (b.voltage_pu - a.voltage_pu);
                asked = (1.0 - share) * a.reactive_pu + share * b.reactive_pu;
            }
            double const wanted =
                std::fmin(std::fmax(asked * source.rating_pu, -source.limit_pu), source.limit_pu);
            furthest = std::fmax(furthest, std::fabs(wanted - result.given_pu[k]));
            result.given_pu[k] += damping * (wanted - result.given_pu[k]);
        }
        if (furthest < tolerance_pu) return result;
    }
    return std::nullopt;
}

}  // namespace yuchong::oracle
