#pragma once
// Draws the towns and streets of a city whose outlines are not at hand: zones inside each district's ellipse,
// denser near its seat, with people, jobs, visits and demand points. Synthetic, and said so in every result.
//
// The number of zones of a district follows from all districts (largest remainder of population and area
// mixed); everything else of a zone is drawn with keys of (district code, number in the district), so a
// change to one district changes no other. Numbers run outwards from the seat: first the urban zones, then
// towns and rural ones. Shares that run over the city (base load) are the exception: they add up to 1.

#include "sim/base/random.hpp"
#include "sim/space/geography.hpp"
#include "sim/space/settings.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::space {

std::vector<std::uint32_t> zone_counts(std::span<DistrictFacts const> districts,
                                       GeographySettings const& settings);

// The kinds of each district's zones, in their order: what people can be weighed by before any of them
// settles.
std::vector<std::vector<ZoneKind>> draw_kinds(std::span<DistrictFacts const> districts,
                                              GeographySettings const& settings, RandomSource const& random);

// Throws BrokenInvariant if people or base load find no zone, because its kinds weigh nothing.
// Districts keep their order; zones are ordered by district, points by zone. Barriers are left empty.
Geography synthesize_geography(std::span<DistrictFacts const> districts, GeographySettings const& settings,
                               RandomSource const& random);

}  // namespace yuchong::space
