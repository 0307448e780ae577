#pragma once
// A three-phase feeder as a folder of tables. Phases are letters (abc, cb, a); a matrix is written row by
// row, rows separated by semicolons and numbers by spaces, in the order of the line's from_phases.
//
//   buses.csv         bus, phases, base_kv (between phases)
//   lines.csv         line, from_bus, from_phases, to_bus, to_phases, r_ohm, x_ohm, shunt_us (microsiemens):
//                     matrices of the whole line
//   loads.csv         load, bus, phases, connection (wye, delta), model (constant_power, constant_impedance,
//                     constant_current, exponential_p1_q2), p_kw, q_kvar, rated_kv (phase to neutral for one
//                     phase in wye, else between phases)
//   slack.csv         bus, phase, volt (to ground), degrees: one row a phase of one bus
//   capacitors.csv    capacitor, bus, phases, connection, q_kvar, rated_kv; may be missing
//   transformers.csv  transformer, rating_kva, x_percent, then bus, phases, connection, kv, r_percent and tap
//                     of either winding, as from_bus ... to_tap; may be missing

#include "sim/grid/three_phase.hpp"
#include "sim/io/report.hpp"

#include <string>

namespace yuchong::io {

// Problems go to the report, a bus without connection to the source among them; what is returned can be
// solved only if there were none.
grid::ThreePhaseFeeder read_three_phase_case(std::string const& folder, Report& report);

}  // namespace yuchong::io
