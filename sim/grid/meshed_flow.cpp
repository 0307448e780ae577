#include "sim/grid/meshed_flow.hpp"

#include "sim/base/check.hpp"

#include <Eigen/SparseCore>
#include <Eigen/SparseLU>

#include <algorithm>
#include <array>
#include <cmath>

namespace yuchong::grid {

namespace {

using Index = Eigen::Index;

// The current a node draws and how it changes with the voltage: {dRe/dVr, dRe/dVi, dIm/dVr, dIm/dVi}.
struct Drawn {
    Complex current;
    std::array<double, 4> slope;
};

// A part that goes with the n-th power of |V|: conj(S) V |V|^(n - 2).
void add_part(Drawn& drawn, Complex s, Complex v, int n) {
    double const m = squared_magnitude(v);
    double const k = n == 2 ? 1.0 : (n == 1 ? 1.0 / std::sqrt(m) : 1.0 / m);  // |V|^(n - 2)
    double const dk = (n - 2) * k / m;                                        // its change by V, over V
    Complex const i = times_conjugate(v, s);
    drawn.current += k * i;
    drawn.slope[0] += k * s.re + dk * v.re * i.re;
    drawn.slope[1] += k * s.im + dk * v.im * i.re;
    drawn.slope[2] += -k * s.im + dk * v.re * i.im;
    drawn.slope[3] += k * s.re + dk * v.im * i.im;
}

Drawn drawn_at(std::size_t i, FeederLoads const& loads, Complex v) {
    Drawn drawn{};
    ZipShares const share = loads.shares.empty() ? ZipShares{} : loads.shares[i];
    Complex const s{loads.p_pu[i], loads.q_pu[i]};
    Complex constant = (1.0 - share.impedance - share.current) * s;
    if (!loads.charger_p_pu.empty()) constant += {loads.charger_p_pu[i], loads.charger_q_pu[i]};
    add_part(drawn, constant, v, 0);
    if (share.current != 0.0) add_part(drawn, share.current * s, v, 1);
    if (share.impedance != 0.0) add_part(drawn, share.impedance * s, v, 2);
    return drawn;
}

}  // namespace

// Unknowns 2 k and 2 k + 1 are the parts of the voltage of the k-th node that is not the slack.
struct MeshedFlow::Equations {
    explicit Equations(MeshedNetwork n) : network(std::move(n)), voltage(network.nodes) {
        check(network.slack < network.nodes, "the slack is a node that is not there");
        check(network.g_pu.size() == network.b_pu.size() &&
                  (network.g_pu.empty() || network.g_pu.size() == network.nodes),
              "shunts differ in number from the nodes");
        collect_admittances();
        lay_out_matrix();
    }

    void collect_admittances() {
        own.resize(network.nodes);
        for (std::size_t i = 0; i < network.g_pu.size(); ++i) own[i] = {network.g_pu[i], network.b_pu[i]};
        for (MeshedBranch const& b : network.branches) {
            check(b.from < network.nodes && b.to < network.nodes && b.from != b.to,
                  "a branch ends at a node that is not there, or where it starts");
            check(b.r_pu != 0.0 || b.x_pu != 0.0, "a branch has no impedance (join its ends to one node)");
            Complex const y = quotient({1.0, 0.0}, {b.r_pu, b.x_pu});
            series.push_back(y);
            for (std::uint32_t const end : {b.from, b.to}) own[end] += y + Complex{0.0, 0.5 * b.b_pu};
        }
    }

    [[nodiscard]] Index unknown(std::uint32_t node) const {
        return 2 * (static_cast<Index>(node) - (node > network.slack ? 1 : 0));
    }

    // Admittances stay; the 2 x 2 blocks on the diagonal are written anew each step.
    void lay_out_matrix() {
        std::vector<Eigen::Triplet<double>> entries;
        auto const add = [&](std::uint32_t row, std::uint32_t column, Complex y) {
            if (row == network.slack || column == network.slack) return;
            Index const r = unknown(row), c = unknown(column);
            entries.emplace_back(r, c, y.re);
            entries.emplace_back(r, c + 1, -y.im);
            entries.emplace_back(r + 1, c, y.im);
            entries.emplace_back(r + 1, c + 1, y.re);
        };
        for (std::uint32_t i = 0; i < network.nodes; ++i) add(i, i, own[i]);
        for (std::size_t k = 0; k < series.size(); ++k) {
            MeshedBranch const& b = network.branches[k];
            add(b.from, b.to, -1.0 * series[k]);
            add(b.to, b.from, -1.0 * series[k]);
        }
        Index const size = 2 * (static_cast<Index>(network.nodes) - 1);
        matrix.resize(size, size);
        matrix.setFromTriplets(entries.begin(), entries.end());
        matrix.makeCompressed();
        right.resize(size);
        if (size > 0) lu.analyzePattern(matrix);
    }

    // Current that leaves each node into branches and shunts.
    std::vector<Complex> outflow() const {
        std::vector<Complex> out(network.nodes);
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = own[i] * voltage[i];
        for (std::size_t k = 0; k < series.size(); ++k) {
            MeshedBranch const& b = network.branches[k];
            out[b.from] += -1.0 * (series[k] * voltage[b.to]);
            out[b.to] += -1.0 * (series[k] * voltage[b.from]);
        }
        return out;
    }

    // One Newton step; returns the largest |dV|, or infinity where the equations have no solution.
    double step(FeederLoads const& loads) {
        auto const out = outflow();
        for (std::uint32_t i = 0; i < network.nodes; ++i) {
            if (i == network.slack) continue;
            Drawn const drawn = drawn_at(i, loads, voltage[i]);
            Index const u = unknown(i);
            matrix.coeffRef(u, u) = own[i].re + drawn.slope[0];
            matrix.coeffRef(u, u + 1) = -own[i].im + drawn.slope[1];
            matrix.coeffRef(u + 1, u) = own[i].im + drawn.slope[2];
            matrix.coeffRef(u + 1, u + 1) = own[i].re + drawn.slope[3];
            right[u] = -(out[i].re + drawn.current.re);
            right[u + 1] = -(out[i].im + drawn.current.im);
        }
        lu.factorize(matrix);
        if (lu.info() != Eigen::Success) return std::numeric_limits<double>::infinity();
        Eigen::VectorXd const change = lu.solve(right);
        double moved = 0.0;
        for (std::uint32_t i = 0; i < network.nodes; ++i) {
            if (i == network.slack) continue;
            Complex const d{change[unknown(i)], change[unknown(i) + 1]};
            voltage[i] += d;
            moved = std::isfinite(d.re + d.im) ? std::max(moved, magnitude(d))
                                               : std::numeric_limits<double>::infinity();
        }
        return moved;
    }

    void balance(FeederLoads const& loads, FlowTolerance const& tolerance, FlowOutcome& outcome) const {
        auto const out = outflow();
        outcome.losses = {};
        outcome.imbalance_pu = 0.0;
        for (std::size_t k = 0; k < series.size(); ++k) {
            MeshedBranch const& b = network.branches[k];
            double const square = squared_magnitude(series[k] * (voltage[b.from] - voltage[b.to]));
            outcome.losses += {b.r_pu * square, b.x_pu * square};
        }
        for (std::uint32_t i = 0; i < network.nodes; ++i) {
            Complex const left_over = out[i] + drawn_at(i, loads, voltage[i]).current;
            if (i == network.slack) {
                outcome.head_power = times_conjugate(voltage[i], left_over);
            } else {
                outcome.imbalance_pu += magnitude(times_conjugate(voltage[i], left_over));
            }
        }
        outcome.converged = outcome.imbalance_pu < tolerance.power_pu;
    }

    MeshedNetwork network;
    std::vector<Complex> own, series;  // admittance at each node, of each branch
    std::vector<Complex> voltage;
    Eigen::SparseMatrix<double> matrix;
    Eigen::VectorXd right;
    Eigen::SparseLU<Eigen::SparseMatrix<double>> lu;
};

MeshedFlow::MeshedFlow(MeshedNetwork network) : equations_(std::make_unique<Equations>(std::move(network))) {}
MeshedFlow::~MeshedFlow() = default;
MeshedFlow::MeshedFlow(MeshedFlow&&) noexcept = default;
MeshedFlow& MeshedFlow::operator=(MeshedFlow&&) noexcept = default;

FlowOutcome MeshedFlow::solve(Complex slack_voltage, FeederLoads const& loads, FlowTolerance const& tolerance,
                              std::span<Complex> voltage) {
    Equations& e = *equations_;
    check(voltage.size() == e.network.nodes && loads.p_pu.size() == e.network.nodes &&
              loads.q_pu.size() == e.network.nodes,
          "voltages or loads differ in number from the nodes");
    check(loads.volt_var.empty(), "inverters are solved for on radial feeders only");
    std::copy(voltage.begin(), voltage.end(), e.voltage.begin());
    e.voltage[e.network.slack] = slack_voltage;
    FlowOutcome outcome;
    double moved = e.network.nodes > 1 ? std::numeric_limits<double>::infinity() : 0.0;
    while (!outcome.converged && outcome.newton_steps < tolerance.most_newton_steps) {
        if (e.network.nodes > 1) moved = e.step(loads);
        ++outcome.newton_steps;
        if (moved < tolerance.voltage_pu) e.balance(loads, tolerance, outcome);
    }
    if (outcome.converged) std::copy(e.voltage.begin(), e.voltage.end(), voltage.begin());
    return outcome;
}

Complex MeshedFlow::series_current(std::size_t b, std::span<Complex const> voltage) const {
    MeshedBranch const& branch = equations_->network.branches[b];
    return equations_->series[b] * (voltage[branch.from] - voltage[branch.to]);
}

}  // namespace yuchong::grid
