#pragma once
// Newton's method on a tree, for feeders on which sweeps are slow. Each node's current is linearised at the
// present voltage, J = a + B V with a real 2 x 2 matrix B; eliminating from the ends to the head costs one
// 2 x 2 inverse a node and no fill-in, and one pass outwards gives all new voltages. It is the Newton step of
// the whole feeder's current balance, not an approximation of it.

#include "sim/grid/complex.hpp"
#include "sim/grid/node_load.hpp"
#include "sim/grid/radial_feeder.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

class TreeNewton {
public:
    explicit TreeNewton(std::uint32_t most_nodes) : work_(most_nodes) {}

    struct Step {
        double moved_pu;  // largest |dV| or a little more
        // Are all pivots positive? They are on the branch of solutions that starts at no load; one turns
        // where the feeder collapses.
        bool stable;
    };
    // Moves all voltages but the head's. Nothing allocates.
    Step operator()(RadialFeeder const& feeder, NodeCurrents const& nodes, std::span<Complex> voltage);

private:
    struct Matrix {
        double rr = 0.0, ri = 0.0, ir = 0.0, ii = 0.0;
    };
    struct Work {
        Matrix slope;     // B of the branch to the parent, then M: V = M (V_parent - drop)
        Complex current;  // a
        Complex drop;     // z a
    };
    double eliminate(std::uint32_t node, Complex impedance, Work& parent);
    friend Matrix operator*(Matrix const& a, Matrix const& b);

    std::vector<Work> work_;
};

}  // namespace yuchong::grid
