#include "sim/grid/three_phase_islands.hpp"

#include "sim/grid/three_phase_parts.hpp"

#include <numeric>

namespace yuchong::grid {

namespace {

// Sets of nodes that grow together.
class NodeSets {
public:
    explicit NodeSets(std::size_t nodes) : parent_(nodes) {
        std::iota(parent_.begin(), parent_.end(), NodeIndex{0});
    }
    NodeIndex find(NodeIndex node) {
        while (parent_[node] != node) node = parent_[node] = parent_[parent_[node]];
        return node;
    }
    void join(NodeIndex a, NodeIndex b) { parent_[find(a)] = find(b); }

private:
    std::vector<NodeIndex> parent_;
};

}  // namespace

std::vector<BusPhase> islanded(ThreePhaseFeeder const& feeder) {
    NodeTable const nodes(feeder);
    NodeSets sets(nodes.size());
    for (ThreePhaseLine const& line : feeder.lines) {
        for (std::size_t i = 0; i < line.from_phases.count; ++i) {
            sets.join(nodes.find(line.from, line.from_phases.phase[i]),
                      nodes.find(line.to, line.to_phases.phase[i]));
        }
    }
    for (ThreePhaseTransformer const& transformer : feeder.transformers) {
        for (NodalElement const& coil : elements_of(nodes, transformer)) {
            for (std::size_t i = 1; i < coil.count; ++i) sets.join(coil.node[0], coil.node[i]);
        }
    }
    PhaseList const& given = feeder.buses.at(feeder.source.bus.index()).phases;
    std::vector<BusPhase> alone;
    for (std::size_t i = 0; i < feeder.buses.size(); ++i) {
        for (Phase const phase : feeder.buses[i].phases) {
            NodeIndex const set = sets.find(nodes.find(BusId{i}, phase));
            bool reached = false;
            for (Phase const p : given) reached |= sets.find(nodes.find(feeder.source.bus, p)) == set;
            if (!reached) alone.push_back({BusId{i}, phase});
        }
    }
    return alone;
}

}  // namespace yuchong::grid
