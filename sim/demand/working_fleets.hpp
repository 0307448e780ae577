#pragma once
// The vehicles of working fleets: how many in which district, and each one's record. They are dealt after the
// private cars, with ordinals of their own, so private draws are what they are without them, and one fleet's
// size is nothing to another.

#include "sim/demand/fleet_settings.hpp"
#include "sim/demand/population.hpp"
#include "sim/space/geography.hpp"
#include "sim/vehicle/catalogue.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::demand {

// The fleet's vehicles by district of the whole city: core_share of them in the core by population, the rest
// by population elsewhere; all by population where there is no such division.
std::vector<std::uint32_t> vehicles_by_district(space::Geography const& whole, FleetStock const& stock);

// Depots of one fleet: a district's vehicles fill one after the other.
struct DepotRow {
    std::uint32_t first_station;  // of the first district with a vehicle; the others follow in order
    std::uint32_t vehicles_per_depot;
};
// How many a district's vehicles need.
constexpr std::uint32_t depots_for(std::uint32_t vehicles, std::uint32_t per_depot) {
    return (vehicles + per_depot - 1) / per_depot;
}

struct WorkingFleetDeal {
    WorkingFleet const& fleet;
    std::uint32_t number;                        // among the working fleets, from 0; keys the draws
    std::uint8_t index;                          // Car::fleet
    std::span<std::uint32_t const> by_district;  // of the geography's districts
    DepotRow depots;                             // if its duty has some
};

// Appends the fleet's vehicles to `cars`. Spreads and model years are those of private cars. `depot_zone[s]`
// is the zone of station s.
void deal_working_fleet(space::Geography const& geography, vehicle::Catalogue const& catalogue,
                        FleetSettings const& private_cars, WorkingFleetDeal const& deal,
                        std::span<std::uint16_t const> station_zone, RandomSource const& random,
                        std::vector<Car>& cars);

}  // namespace yuchong::demand
