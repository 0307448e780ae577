#pragma once
// A scenario's own distribution network, checked and numbered for grid::build_own_network.

#include "sim/city/scope.hpp"
#include "sim/io/loaded_sections.hpp"

#include <optional>

namespace yuchong::io {

// What cannot be used goes to the report at its line: networks that are no tree below the slack bus, branches
// without impedance, shunts, names that refer to nothing, sizes that the catalogue does not have, and
// stations and lived-in zones that no row connects. `part` has the zones and stations; without it names of
// theirs are not looked at. Nothing if anything is wrong. Pre: the scenario names one.
std::optional<grid::OwnNetwork> own_network_of(LoadedSections const& loaded,
                                               std::optional<city::Part> const& part, Report& report);

}  // namespace yuchong::io
