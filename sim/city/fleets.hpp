#pragma once
// The fleets of a city, by the number that a car carries: private cars, visitors by hand, replayed sessions,
// then the working fleets in the order of the inputs. What a fleet's vehicles are dealt from and plan by.

#include "sim/city/inputs.hpp"
#include "sim/city/scope.hpp"
#include "sim/demand/depot_duty.hpp"
#include "sim/demand/journey_duty.hpp"
#include "sim/demand/population.hpp"
#include "sim/demand/roaming_duty.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuchong::city {

inline constexpr std::uint8_t private_fleet = 0, scripted_fleet = 1, replayed_fleet = 2,
                              first_working_fleet = 3;

struct Fleet {
    std::string name;
    // By its duty; neither: a private day (or none).
    std::optional<demand::RoamingPlanner> roaming;
    std::optional<demand::DepotPlanner> depot;
    std::optional<demand::JourneyPlanner> journeys;
    // How its drivers weigh stations, and a charge at a break.
    demand::StationChoiceSettings choice;
    demand::ChargingChoiceSettings charging;
};

std::vector<Fleet> fleets_of(Inputs const& inputs, space::Geography const& part);

// All working vehicles, behind the private cars in `cars`. Pre: fleets are fleets_of(inputs, part.geography).
void deal_working_fleets(Inputs const& inputs, Part const& part, std::span<Fleet const> fleets,
                         demand::Times const& times, RandomSource const& random,
                         std::vector<demand::Car>& cars);

}  // namespace yuchong::city
