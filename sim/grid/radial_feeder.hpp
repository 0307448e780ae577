#pragma once
// One radial feeder as the solvers want it: nodes numbered from the head outwards, the branch of a node is
// the one to its parent. Structure of arrays, all in per unit on one power base (1 MVA throughout the
// project) and the nominal voltage of each node, so 10 kV spans and 10/0.4 kV transformers look alike.
//
//         0 head, held at a given voltage
//         1  parent 0                 V[1] = V[0] - z[1] J[1]
//        2 3 parent 1, 1              J[1] = I[1] + J[2] + J[3]
//
// Every node is fed: what an open switch leaves dark is not part of the feeder (switched_network.hpp).

#include "sim/grid/complex.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

// What a feeder is built from; entry i belongs to node i. Entry 0 of the branch columns belongs to no branch
// and is ignored.
struct FeederColumns {
    std::span<std::uint32_t const> parent;   // parent[i] < i
    std::span<double const> r_pu, x_pu;      // [pu, r >= 0] series impedance, not both 0
    std::span<double const> g_pu{}, b_pu{};  // [pu] shunt admittance at the node; empty: none anywhere
    std::span<double const> rating_pu{};     // [pu of the base current, > 0] of the branch; empty: no limits
};

class RadialFeeder {
public:
    // Throws BrokenInvariant if the columns are of different length, a parent does not come first, an
    // impedance is 0 or negative, or a number is not finite.
    explicit RadialFeeder(FeederColumns const& columns);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(parent_.size()); }
    [[nodiscard]] std::span<std::uint32_t const> parent() const { return parent_; }
    [[nodiscard]] std::span<double const> r_pu() const { return r_pu_; }
    [[nodiscard]] std::span<double const> x_pu() const { return x_pu_; }
    [[nodiscard]] std::span<double const> g_pu() const { return g_pu_; }            // empty: no shunts
    [[nodiscard]] std::span<double const> b_pu() const { return b_pu_; }            // empty: no shunts
    [[nodiscard]] std::span<double const> rating_pu() const { return rating_pu_; }  // empty: no limits
    [[nodiscard]] bool has_shunts() const { return !g_pu_.empty(); }
    [[nodiscard]] Complex impedance(std::uint32_t node) const { return {r_pu_[node], x_pu_[node]}; }

private:
    std::vector<std::uint32_t> parent_;
    std::vector<double> r_pu_, x_pu_, g_pu_, b_pu_, rating_pu_;
};

// The branch nearest to its rating, or furthest beyond it.
struct Loading {
    std::uint32_t node = 0;   // at the outer end of the branch; 0: the feeder has no ratings
    double loading_pu = 0.0;  // [pu of the rating]
};
// `current` as the solvers give it.
Loading heaviest_loading(RadialFeeder const& feeder, std::span<Complex const> current);

}  // namespace yuchong::grid
