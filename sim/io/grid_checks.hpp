#pragma once
// Does the catalogue of the grid hold what grid.network builds with?

#include "sim/io/loaded_sections.hpp"

namespace yuchong::io {

// Unknown conductors, and sizes that the named series of transformers does not have.
void check_grid(LoadedSections const& loaded, Report& report);

}  // namespace yuchong::io
