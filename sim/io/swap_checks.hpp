#pragma once
// Swap stations against the vehicles that exist: whose packs they have, and whether these can be charged
// there.

#include "sim/city/inputs.hpp"
#include "sim/io/loaded_sections.hpp"
#include "sim/io/report.hpp"

namespace yuchong::io {

// Pre: sections `supply`, `vehicles`, `charging` and `fleets` are sound.
void check_swaps(LoadedSections const& loaded, Report& report);

// What a station by hand is, the rest of it taken from supply.swap_network. Pre: check_swaps found nothing.
[[nodiscard]] supply::SwapLayout swap_layout(SwapEntry const& entry, Sections const& sections);
// The model of this id; invalid if there is none.
[[nodiscard]] vehicle::ModelId model_of(Sections const& sections, std::string const& id);

}  // namespace yuchong::io
