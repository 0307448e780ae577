#pragma once
// The groups of a result file that are written when the run is over.

#include "sim/io/hdf5_file.hpp"
#include "sim/io/result_file.hpp"

#include <span>
#include <string>
#include <vector>

namespace yuchong::io {

void write_batteries(Hdf5Group& root, measure::BatteryTable const& table,
                     std::vector<std::string> const& models, int deflate);
void write_kpis(Hdf5Group& root, measure::Summary const& summary, Calendar const& calendar,
                measure::Window const& window, int deflate);
// One row an event; nothing without any.
void write_response(Hdf5Group& root, std::span<measure::ResponseRow const> rows, Calendar const& calendar,
                    measure::Window const& window, int deflate);
// /outages; nothing without any.
void write_outages(Hdf5Group& root, std::span<measure::OutageRow const> rows, Calendar const& calendar,
                   measure::Window const& window, int deflate);
// /fleets, one row a fleet.
void write_fleets(Hdf5Group& root, std::span<measure::FleetRow const> fleets, int deflate);
void write_audit(Hdf5Group& root, std::span<measure::AuditRow const> audit, int deflate);
void write_run(Hdf5Group& root, measure::Summary const& summary, RunCircumstance const& circumstance,
               int deflate);

}  // namespace yuchong::io
