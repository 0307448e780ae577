#pragma once
// From the sections of a scenario to what a city is built from. What does not fit together across sections
// goes to the report at the place where it was written: names that refer to nothing, stations in no zone, an
// empty fleet, visits outside the recorded time.

#include "sim/city/inputs.hpp"
#include "sim/io/loaded_sections.hpp"

namespace yuchong::io {

// Meaningful only if the report is empty afterwards.
city::Inputs assemble(LoadedSections const& loaded, Report& report);

}  // namespace yuchong::io
