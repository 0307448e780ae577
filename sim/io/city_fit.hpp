#pragma once
// Do the settings make a city together? Values that are each in range may leave people without a zone, super
// terminals without a station, or a run without a car. Found by drawing zones and stations as the run would,
// and reported at the value that was written last among those that clash.

#include "sim/city/inputs.hpp"
#include "sim/io/reader.hpp"
#include "sim/io/report.hpp"

namespace yuchong::io {

// Pre: the inputs come from sections without a problem.
void check_city(city::Inputs const& inputs, Origins const& origins, Report& report);

}  // namespace yuchong::io
