#pragma once
// The tables of a city file: models/<city>/districts.csv and barriers.csv.

#include "sim/io/csv.hpp"
#include "sim/space/geography.hpp"
#include "sim/space/settings.hpp"

#include <vector>

namespace yuchong::io {

// Problems go to the report; what is returned is whole only if there were none.
std::vector<space::DistrictFacts> districts_of(CsvTable const& table, Report& report);
// Lines as runs of rows with one name, vertices numbered from 1.
std::vector<space::Barrier> barriers_of(CsvTable const& table, Report& report);

}  // namespace yuchong::io
