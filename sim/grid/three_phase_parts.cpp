#include "sim/grid/three_phase_parts.hpp"

#include "sim/base/check.hpp"

#include <cmath>
#include <numbers>

namespace yuchong::grid {

namespace {

constexpr double per_kilo = 1000.0;
constexpr double sqrt_3 = std::numbers::sqrt3;
// Of a coil's rating, from each end of a delta's coil to ground.
constexpr double float_tie_pu = 1e-9;

std::size_t index(Phase phase) { return static_cast<std::size_t>(phase); }

// Coils of a winding. A delta of three phases runs from each phase to the one before it, so that against a
// wye its voltages lead by 30 degrees.
std::vector<NodePair> coils_of(NodeTable const& nodes, Winding const& winding) {
    std::vector<NodePair> coils;
    auto const node = [&](std::size_t i) { return nodes.find(winding.bus, winding.phases.phase[i]); };
    std::size_t const n = winding.phases.count;
    if (winding.connection == Connection::wye) {
        for (std::size_t i = 0; i < n; ++i) coils.push_back({node(i), ground});
    } else if (n == 2) {
        coils.push_back({node(0), node(1)});
    } else {
        check(n == 3, "a delta winding needs two or three phases");
        for (std::size_t i = 0; i < n; ++i) coils.push_back({node(i), node((i + n - 1) % n)});
    }
    return coils;
}

double coil_v(Winding const& winding) {
    bool const phase_to_neutral = winding.connection == Connection::wye && winding.phases.count > 1;
    return winding.tap_pu * per_kilo * winding.rated_kv / (phase_to_neutral ? sqrt_3 : 1.0);
}

// Pairs that a load lies across, and the volts of each that are its rated voltage.
struct Branches {
    std::vector<NodePair> pairs;
    double rated_v;
};

Branches branches_of(NodeTable const& nodes, BusId bus, PhaseList const& phases, Connection connection,
                     double rated_kv) {
    Branches branches{{}, per_kilo * rated_kv};
    std::size_t const n = phases.count;
    auto const node = [&](std::size_t i) { return nodes.find(bus, phases.phase[i]); };
    if (connection == Connection::wye) {
        for (std::size_t i = 0; i < n; ++i) branches.pairs.push_back({node(i), ground});
        if (n > 1) branches.rated_v /= sqrt_3;
        return branches;
    }
    check(n >= 2, "a delta load needs two or three phases");
    if (n == 2) return {{{node(0), node(1)}}, branches.rated_v};
    for (std::size_t i = 0; i < n; ++i) branches.pairs.push_back({node(i), node((i + 1) % n)});
    return branches;
}

}  // namespace

NodeTable::NodeTable(ThreePhaseFeeder const& feeder) {
    for (ThreePhaseBus const& bus : feeder.buses) {
        std::array<NodeIndex, 3> nodes{ground, ground, ground};
        for (Phase const phase : bus.phases) {
            nodes[index(phase)] = static_cast<NodeIndex>(base_v_.size());
            base_v_.push_back(per_kilo * bus.base_kv / sqrt_3);
        }
        of_bus_.push_back(nodes);
    }
}

NodeIndex NodeTable::find(BusId bus, Phase phase) const {
    NodeIndex const node = of_bus_.at(bus.index())[index(phase)];
    check(node != ground, "an element is connected to a phase that its bus does not have");
    return node;
}

std::vector<OnePhaseLoad> one_phase_loads(NodeTable const& nodes, ThreePhaseLoad const& load) {
    Branches const branches = branches_of(nodes, load.bus, load.phases, load.connection, load.rated_kv);
    double const share = per_kilo / static_cast<double>(branches.pairs.size());
    std::vector<OnePhaseLoad> loads;
    for (NodePair const& pair : branches.pairs) {
        loads.push_back({pair, load.model, {share * load.p_kw, share * load.q_kvar}, branches.rated_v});
    }
    return loads;
}

std::vector<OnePhaseLoad> one_phase_loads(NodeTable const& nodes, Capacitor const& capacitor) {
    return one_phase_loads(
        nodes, ThreePhaseLoad{capacitor.name, capacitor.bus, capacitor.phases, capacitor.connection,
                              LoadModel::constant_impedance, 0.0, -capacitor.q_kvar, capacitor.rated_kv});
}

NodalElement element_of(NodeTable const& nodes, ThreePhaseLine const& line) {
    std::size_t const n = line.from_phases.count;
    check(n > 0 && line.to_phases.count == n, "a line has as many conductors at one end as at the other");
    auto const series = inverse(line.series_ohm, n);
    check(series.has_value(), "the impedance of a line is singular");
    NodalElement element;
    element.count = 2 * n;
    for (std::size_t i = 0; i < n; ++i) {
        element.node[i] = nodes.find(line.from, line.from_phases.phase[i]);
        element.node[n + i] = nodes.find(line.to, line.to_phases.phase[i]);
        for (std::size_t k = 0; k < n; ++k) {
            Complex const y = (*series)[i][k], own = y + 0.5 * line.shunt_s[i][k];
            element.siemens[i][k] = element.siemens[n + i][n + k] = own;
            element.siemens[i][n + k] = element.siemens[n + i][k] = -1.0 * y;
        }
    }
    return element;
}

std::vector<NodalElement> elements_of(NodeTable const& nodes, ThreePhaseTransformer const& transformer) {
    auto const& [first, second] = transformer.windings;
    auto const first_coils = coils_of(nodes, first), second_coils = coils_of(nodes, second);
    std::size_t const n = first_coils.size();
    check(n > 0 && second_coils.size() == n, "a transformer's windings have unequal numbers of coils");
    double const coil_va = per_kilo * transformer.rating_kva / static_cast<double>(n);
    Complex const y = quotient({coil_va, 0.0}, {first.r_pu + second.r_pu, transformer.x_pu});
    std::array<double, 2> const turn{1.0 / coil_v(first), 1.0 / coil_v(second)};  // volts to per unit
    std::vector<NodalElement> elements;
    for (std::size_t coil = 0; coil < n; ++coil) {
        // Ends of the coils with what a volt there counts for in the current through them.
        struct End {
            NodeIndex node;
            double per_volt;
            Connection connection;
        };
        std::array<End, 4> const ends{{{first_coils[coil].from, turn[0], first.connection},
                                       {first_coils[coil].to, -turn[0], first.connection},
                                       {second_coils[coil].from, -turn[1], second.connection},
                                       {second_coils[coil].to, turn[1], second.connection}}};
        NodalElement element;
        std::array<double, NodalElement::most_nodes> per_volt{};
        for (End const& end : ends) {
            if (end.node == ground) continue;
            std::size_t const i = element.count++;
            element.node[i] = end.node;
            per_volt[i] = end.per_volt;
            bool const floats = end.connection == Connection::delta;
            if (floats) element.siemens[i][i] = {0.0, float_tie_pu * coil_va * end.per_volt * end.per_volt};
        }
        for (std::size_t i = 0; i < element.count; ++i) {
            for (std::size_t k = 0; k < element.count; ++k) {
                element.siemens[i][k] += (per_volt[i] * per_volt[k]) * y;
            }
        }
        elements.push_back(element);
    }
    return elements;
}

Complex load_current(OnePhaseLoad const& load, Complex volt) {
    double const v_pu = magnitude(volt) / load.rated_v;
    Complex power = load.rated_va;
    switch (load.model) {
        case LoadModel::constant_power: break;
        case LoadModel::constant_impedance: power = (v_pu * v_pu) * power; break;
        case LoadModel::constant_current: power = v_pu * power; break;
        case LoadModel::exponential_p1_q2: power = {v_pu * power.re, v_pu * v_pu * power.im}; break;
    }
    return conjugate(quotient(power, volt));
}

Complex rated_admittance(OnePhaseLoad const& load) {
    return (1.0 / (load.rated_v * load.rated_v)) * conjugate(load.rated_va);
}

}  // namespace yuchong::grid
