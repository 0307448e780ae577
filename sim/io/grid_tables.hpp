#pragma once
// The catalogue of the grid: models/grid/conductors.csv and transformers.csv.

#include "sim/grid/catalogue.hpp"
#include "sim/io/csv.hpp"

#include <string>
#include <vector>

namespace yuchong::io {

// Problems go to the report; what is returned is whole only if there were none.
std::vector<grid::Conductor> conductors_of(CsvTable const& table, Report& report);
std::vector<grid::TransformerType> transformers_of(CsvTable const& table, Report& report);

// Both tables of <models>/grid.
grid::Catalogue read_catalogue(std::string const& models, Report& report);

}  // namespace yuchong::io
