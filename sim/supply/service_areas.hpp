#pragma once
// Which of the drawn super stations stand in service areas of expressways. No list of them is published: as
// many as there are service areas are drawn outside the core districts, for districts in proportion to their
// area, and marked. Nothing else of a station changes, and another count moves only marks.

#include "sim/base/random.hpp"
#include "sim/space/geography.hpp"
#include "sim/supply/network.hpp"

#include <cstdint>

namespace yuchong::supply {

// May a super station in this zone be one?
[[nodiscard]] bool may_have_service_area(space::Geography const& geography, space::ZoneId zone);

// Pre: not more than there are super stations in such zones (checked).
void mark_service_areas(Network& network, space::Geography const& geography, std::uint32_t count,
                        RandomSource const& random);

}  // namespace yuchong::supply
