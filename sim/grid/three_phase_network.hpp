#pragma once
// A three-phase feeder taken apart for its solver: parts, the admittance matrix over the nodes whose voltage
// is asked for, and its factors. A complex unknown is a pair of real ones, for real arithmetic gives the same
// bits with every compiler.

#include "sim/grid/three_phase_parts.hpp"

#include <Eigen/SparseCore>
#include <Eigen/SparseLU>

#include <cstdint>
#include <limits>
#include <vector>

namespace yuchong::grid {

class ThreePhaseNetwork {
public:
    // Throws BrokenInvariant if an element does not fit its bus or the matrix is singular.
    explicit ThreePhaseNetwork(ThreePhaseFeeder const& feeder);

    [[nodiscard]] NodeTable const& nodes() const { return nodes_; }

    // Volts of all nodes with every load drawing what it does at rated voltage.
    [[nodiscard]] std::vector<Complex> start() const { return solve(from_source_); }
    // Volts of all nodes with every load drawing what it does at `volt`.
    [[nodiscard]] std::vector<Complex> next(std::vector<Complex> const& volt) const;

    // Powers at these voltages, in kVA.
    [[nodiscard]] Complex load_kva(std::vector<Complex> const& volt) const;
    [[nodiscard]] Complex capacitor_kva(std::vector<Complex> const& volt) const;
    [[nodiscard]] Complex line_loss_kva(std::vector<Complex> const& volt) const;
    [[nodiscard]] Complex transformer_loss_kva(std::vector<Complex> const& volt) const;
    // What everything connected to the source's nodes draws from them.
    [[nodiscard]] Complex source_kva(std::vector<Complex> const& volt) const;

private:
    using Matrix = Eigen::SparseMatrix<double>;
    using Entry = Eigen::Triplet<double, int>;
    static constexpr std::uint32_t given = std::numeric_limits<std::uint32_t>::max();

    void number_unknowns(ThreePhaseFeeder const& feeder);
    void factor();
    // Rows of the element's nodes; columns of given voltages go to from_source_.
    void add(std::vector<Entry>& entries, NodalElement const& element);
    void inject(Eigen::VectorXd& currents, NodeIndex node, Complex ampere) const;
    [[nodiscard]] std::vector<Complex> solve(Eigen::VectorXd const& injected) const;
    [[nodiscard]] bool is_given(NodeIndex node) const { return node != ground && unknown_[node] == given; }
    [[nodiscard]] static Eigen::Index row_of(std::uint32_t unknown) {
        return 2 * static_cast<Eigen::Index>(unknown);
    }

    NodeTable nodes_;
    std::vector<NodalElement> lines_, transformers_;
    std::vector<OnePhaseLoad> loads_, capacitors_;
    std::vector<std::uint32_t> unknown_;  // of each node: number of its unknown, or given
    std::uint32_t unknowns_ = 0;
    std::vector<Complex> fixed_;   // [V] of the source's nodes, 0 elsewhere
    Eigen::VectorXd from_source_;  // [A] that the source's voltages drive into the other nodes
    Eigen::SparseLU<Matrix> factors_;
};

}  // namespace yuchong::grid
