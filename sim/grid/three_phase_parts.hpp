#pragma once
// What a three-phase feeder is made of electrically: nodes (a phase of a bus), one-phase loads between two of
// them or from one to ground, and elements with an admittance matrix over a few nodes. Used by the solver.

#include "sim/grid/three_phase.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace yuchong::grid {

// Index of a node; ground has none and is at 0 V.
using NodeIndex = std::uint32_t;
inline constexpr NodeIndex ground = std::numeric_limits<NodeIndex>::max();

// Nodes in the order of buses and of their phases.
class NodeTable {
public:
    explicit NodeTable(ThreePhaseFeeder const& feeder);

    // Throws BrokenInvariant if the bus has no such phase.
    [[nodiscard]] NodeIndex find(BusId bus, Phase phase) const;
    [[nodiscard]] std::size_t size() const { return base_v_.size(); }
    // Volts to ground that are 1 pu.
    [[nodiscard]] double base_v(NodeIndex node) const { return base_v_[node]; }

private:
    std::vector<std::array<NodeIndex, 3>> of_bus_;
    std::vector<double> base_v_;
};

// Two nodes, the second may be ground.
struct NodePair {
    NodeIndex from, to;
};

// A load of one phase at its rated voltage.
struct OnePhaseLoad {
    NodePair across;
    LoadModel model;
    Complex rated_va;
    double rated_v;
};

// An element's current into it at each of its nodes is its matrix times their voltages.
struct NodalElement {
    static constexpr std::size_t most_nodes = 6;
    std::array<NodeIndex, most_nodes> node{};
    std::size_t count = 0;
    ComplexMatrix<most_nodes> siemens{};
};

// As many as the load has phases, or one between two.
std::vector<OnePhaseLoad> one_phase_loads(NodeTable const& nodes, ThreePhaseLoad const& load);
std::vector<OnePhaseLoad> one_phase_loads(NodeTable const& nodes, Capacitor const& capacitor);

// Throws BrokenInvariant if the line's impedance is singular.
NodalElement element_of(NodeTable const& nodes, ThreePhaseLine const& line);
// One element a coil. Each end of a delta's coil is also held to ground, by a capacitance of a
// thousand-millionth of the rating, so that a delta without any other ground has a voltage to it.
std::vector<NodalElement> elements_of(NodeTable const& nodes, ThreePhaseTransformer const& transformer);

// Current [A] that the load draws from its first node at this voltage across it.
Complex load_current(OnePhaseLoad const& load, Complex volt);
// The admittance [S] that draws the same at rated voltage.
Complex rated_admittance(OnePhaseLoad const& load);

}  // namespace yuchong::grid
