#pragma once
// Names of a scenario that only the network laid out under it can tell from misspelt ones.

#include "sim/city/inputs.hpp"
#include "sim/io/loaded_sections.hpp"
#include "sim/io/report.hpp"

namespace yuchong::io {

// record.transformers: each a transformer, a feeder or "all", and only where the power flow is solved.
// control.groups: feeders that there are. grid.outages: each a feeder, whose stations have neither storage
// nor panels. Lays the network out when something is named. Pre: the inputs are whole.
void check_network_names(LoadedSections const& loaded, city::Inputs const& inputs, Report& report);

}  // namespace yuchong::io
