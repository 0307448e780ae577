#pragma once
// What private cars and the vehicles of working fleets have in common when they are dealt out.

#include "sim/base/random.hpp"
#include "sim/demand/population.hpp"
#include "sim/demand/settings.hpp"
#include "sim/space/geography.hpp"
#include "sim/vehicle/catalogue.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::demand {

// Where a district's cars live: cumulative weights of its zones.
std::vector<double> homes_of(space::Geography const& geography, space::District const& district);

// Registered as number `number` of `among`, given up after a life of its own. Pre: its ordinal is set.
void set_days(Car& car, Registrations const& registrations, std::uint32_t number, std::uint32_t among,
              RandomSource const& random);

// Model year, battery, curve and consumption of a car of this year, spread by words 1 to 3 of the block. Pre:
// its model is set.
void spread(Car& car, vehicle::Catalogue const& catalogue, FleetSettings const& spreads, std::int32_t year,
            Block const& block);

// A pile of its owner's, at the rating that u falls on, after the car's own limit.
[[nodiscard]] std::uint16_t pile_w_of(vehicle::Model const& model, FleetSettings const& fleet,
                                      std::span<double const> cumulative_piles, double u);

}  // namespace yuchong::demand
