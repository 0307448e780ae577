#pragma once
// One backward/forward sweep over a radial feeder (D. Shirmohammadi et al., "A compensation-based power flow
// method for weakly meshed distribution and transmission networks", IEEE Trans. Power Systems 3(2), 1988):
// from the ends to the head each node's current at the present voltages is added to its branch, from the head
// to the ends voltages drop by z J. The fixed point is the power flow; the error falls by about the ratio of
// load to short-circuit power a sweep.

#include "sim/grid/complex.hpp"
#include "sim/grid/node_load.hpp"
#include "sim/grid/radial_feeder.hpp"

#include <span>

namespace yuchong::grid {

// Branch currents at these voltages: current[i] flows from parent to node, current[0] into the head with all
// it feeds. No voltage may be 0.
void sweep_currents(RadialFeeder const& feeder, NodeCurrents const& nodes, std::span<Complex const> voltage,
                    std::span<Complex> current);

// Voltages from branch currents, voltage[0] given. Returns how far they moved at most: the largest |dV| or
// a little more (at most sqrt 2 times as much).
double sweep_voltages(RadialFeeder const& feeder, std::span<Complex const> current,
                      std::span<Complex> voltage);

}  // namespace yuchong::grid
