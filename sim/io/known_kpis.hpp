#pragma once
// Names of the key figures that some run may have: those of /kpi, with the grid's and the batteries' and all
// others.

#include <string>
#include <vector>

namespace yuchong::io {

[[nodiscard]] std::vector<std::string> known_kpis();

}  // namespace yuchong::io
