#pragma once
// A feeder phase by phase, as data: buses with one to three phases, lines with the impedances between their
// conductors, loads and capacitors between phases or from a phase to neutral, transformers and regulators at
// fixed taps, and one bus whose voltages are given. Neutrals are grounded and have no node of their own.

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/grid/phase_matrix.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace yuchong::grid {

using BusId = Id<struct ThreePhaseBusTag>;

struct ThreePhaseBus {
    std::string name;
    PhaseList phases;
    double base_kv;  // [kV, > 0] between phases; voltages in per unit refer to it over sqrt(3)
};

struct ThreePhaseLine {
    std::string name;
    BusId from, to;
    PhaseList from_phases, to_phases;  // as many
    PhaseMatrix series_ohm;            // of the whole line, not singular
    PhaseMatrix shunt_s;               // [S] of the whole line, half at either end
};

// wye: phase to neutral. delta: from each phase to the next; two phases are one load between them.
enum class Connection : std::uint8_t { wye, delta };

// How power follows the voltage v in per unit of the load's rating: not at all; with v^2; with v at a fixed
// angle to it; or active power with v and reactive power with v^2.
enum class LoadModel : std::uint8_t {
    constant_power,
    constant_impedance,
    constant_current,
    exponential_p1_q2
};

// Shared evenly by its phases. Rated voltage: phase to neutral for one phase in wye, else between phases.
struct ThreePhaseLoad {
    std::string name;
    BusId bus;
    PhaseList phases;
    Connection connection;
    LoadModel model;
    double p_kw, q_kvar;  // at rated voltage, all phases together; negative feeds in
    double rated_kv;
};

struct Capacitor {
    std::string name;
    BusId bus;
    PhaseList phases;
    Connection connection;
    double q_kvar;  // [kvar, > 0] at rated voltage, all phases together
    double rated_kv;
};

struct Winding {
    BusId bus;
    PhaseList phases;
    Connection connection;  // delta of three phases: coil k from phase k to the one before it
    double rated_kv;        // as for loads
    double r_pu;            // [pu of the rating, >= 0]
    double tap_pu;          // [pu, > 0] turns over rated turns
};

// Two windings, coil by coil. A regulator is one of one phase.
struct ThreePhaseTransformer {
    std::string name;
    std::array<Winding, 2> windings;
    double rating_kva;  // [kVA, > 0] of all coils together
    double x_pu;        // [pu of the rating, > 0] between the windings
};

struct ThreePhaseSource {
    BusId bus;
    std::array<Complex, 3> volt;  // phase a, b, c to ground; only those of the bus count
};

struct ThreePhaseFeeder {
    std::vector<ThreePhaseBus> buses;
    std::vector<ThreePhaseLine> lines;
    std::vector<ThreePhaseLoad> loads;
    std::vector<Capacitor> capacitors;
    std::vector<ThreePhaseTransformer> transformers;
    ThreePhaseSource source;
};

// Balanced voltages of this magnitude between phases, phase a at angle 0, b behind it, c ahead.
std::array<Complex, 3> balanced_source(Volts between_phases);

}  // namespace yuchong::grid
