#pragma once
// Reactive power by voltage: inverters give some where the voltage is low and take some where it is high,
// along a curve (IEEE 1547-2018, 5.3.3) that falls with the voltage, and within what their rating leaves
// beside the active power they carry.
//
//     given (Q / rating)                                inside a power flow the voltage asks for the power
//       +q1 ----.                                       and the power moves the voltage: node_load.hpp holds
//                \                                      both in one equation, and its slope in Newton's
//          0 ------`-----.-------- voltage              method.
//                         \.
//       -q4                `-----
//
// Straight between the points, flat beyond them.

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

struct VoltVarPoint {
    double voltage_pu;
    double reactive_pu;  // [-1..1] of the rating; > 0 is given, < 0 taken
};
// At least one point; voltages increase, reactive powers do not.
using VoltVarCurve = std::vector<VoltVarPoint>;

// What stays if an inverter cannot carry both.
enum class PowerPriority : std::uint8_t { active, reactive };

// Section `control.volt_var`.
struct VoltVarSettings {
    bool on;
    double site_share;         // [share, 0..1] of the stations with DC terminals
    double rating_kva_per_kw;  // [kVA/kW, 1..2] apparent power of a converter by its DC rating
    PowerPriority priority;
    VoltVarCurve curve;
};

// Reactive power over the rating at a voltage, and what a pu of voltage makes of it.
struct VoltVarValue {
    double reactive_pu, slope;
};
VoltVarValue volt_var(double voltage_pu, std::span<VoltVarPoint const> curve);

// The steepest fall of the curve between two voltages, as a positive number.
double steepest(std::span<VoltVarPoint const> curve, double from_pu, double to_pu);

// P^2 + Q^2 <= S^2: what has priority stays (up to S), the other is cut.
struct ApparentPower {
    double active_kw, reactive_kvar;
};
ApparentPower within_rating(ApparentPower wanted, double rating_kva, PowerPriority priority);

// Those of the stations of a network. Empty: nobody gives reactive power by the voltage.
struct StationInverters {
    VoltVarCurve curve;
    std::vector<double> rating_kva;  // [kVA, >= 0] by station; 0: has none
};

// The inverters of one station, at the node they are at.
struct VoltVarSource {
    std::uint32_t node;
    double rating_pu;  // [pu of power, >= 0]
    double limit_pu;   // [pu of power, >= 0] of its reactive power, given or taken
};

// What a source gives at this voltage of its node, and what a pu of voltage makes of it. [pu of power]
VoltVarValue given_by(VoltVarSource const& source, VoltVarValue const& asked);

}  // namespace yuchong::grid
