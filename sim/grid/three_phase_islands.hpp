#pragma once
// Phases of buses that no line and no transformer connects to the source.

#include "sim/grid/three_phase.hpp"

#include <vector>

namespace yuchong::grid {

struct BusPhase {
    BusId bus;
    Phase phase;
};

// In the order of buses and their phases. Throws BrokenInvariant if an element does not fit its bus.
std::vector<BusPhase> islanded(ThreePhaseFeeder const& feeder);

}  // namespace yuchong::grid
