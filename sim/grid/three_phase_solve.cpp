#include "sim/grid/three_phase_solve.hpp"

#include "sim/grid/three_phase_network.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace yuchong::grid {

namespace {

constexpr double per_kilo = 1000.0;

// Not finite if any voltage is not.
double furthest_move_pu(NodeTable const& nodes, std::vector<Complex> const& from,
                        std::vector<Complex> const& to) {
    double furthest = 0.0;
    for (std::size_t node = 0; node < from.size(); ++node) {
        double const move = magnitude(to[node] - from[node]) / nodes.base_v(static_cast<NodeIndex>(node));
        if (!std::isfinite(move)) return move;
        furthest = std::max(furthest, move);
    }
    return furthest;
}

}  // namespace

ThreePhaseResult solve_three_phase(ThreePhaseFeeder const& feeder, ThreePhaseTolerance const& tolerance) {
    ThreePhaseNetwork const network(feeder);
    NodeTable const& nodes = network.nodes();
    ThreePhaseResult result;
    std::vector<Complex> volt = network.start();
    while (!result.converged && result.iterations < tolerance.most_iterations) {
        std::vector<Complex> next = network.next(volt);
        double const move_pu = furthest_move_pu(nodes, volt, next);
        if (!std::isfinite(move_pu)) break;
        volt = std::move(next);
        ++result.iterations;
        result.converged = move_pu <= tolerance.voltage_pu;
    }
    if (!result.converged) return result;
    for (std::size_t i = 0; i < feeder.buses.size(); ++i) {
        std::array<Complex, 3>& of_bus = result.volt.emplace_back();
        for (Phase const phase : feeder.buses[i].phases) {
            of_bus[static_cast<std::size_t>(phase)] = volt[nodes.find(BusId{i}, phase)];
        }
    }
    result.source_kva = network.source_kva(volt);
    result.load_kva = network.load_kva(volt);
    result.capacitor_kva = network.capacitor_kva(volt);
    result.line_loss_kva = network.line_loss_kva(volt);
    result.transformer_loss_kva = network.transformer_loss_kva(volt);
    return result;
}

double voltage_pu(ThreePhaseFeeder const& feeder, ThreePhaseResult const& result, BusId bus, Phase phase) {
    double const base_v = per_kilo * feeder.buses.at(bus.index()).base_kv / std::numbers::sqrt3;
    return magnitude(result.volt.at(bus.index())[static_cast<std::size_t>(phase)]) / base_v;
}

}  // namespace yuchong::grid
