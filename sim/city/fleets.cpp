#include "sim/city/fleets.hpp"

#include "sim/base/check.hpp"
#include "sim/demand/working_fleets.hpp"

#include <algorithm>

namespace yuchong::city {

namespace {

// The planner of a fleet that travels. Pre: it has a route (checked by io), all of it in scope.
demand::JourneyPlanner journeys_of(demand::JourneySettings const& settings, space::Geography const& part) {
    std::vector<std::uint16_t> zones;
    for (std::string const& id : settings.route) {
        auto const at = std::ranges::find(part.zones, id, &space::Zone::id);
        check(at != part.zones.end(), "a route leads through a zone that is not there");
        zones.push_back(static_cast<std::uint16_t>(at - part.zones.begin()));
    }
    return demand::JourneyPlanner(settings, std::move(zones));
}

Fleet working(demand::WorkingFleet const& given, demand::DemandSettings const& demand,
              space::Geography const& part) {
    Fleet fleet{given.name, {}, {}, {}, demand.choice, demand.charging};
    if (auto const* roaming = std::get_if<demand::RoamingSettings>(&given.duty)) {
        fleet.roaming.emplace(*roaming);
        fleet.choice.detour_per_min *= roaming->choice_factor;
        fleet.choice.wait_per_min *= roaming->choice_factor;
        fleet.choice.price_per_yuan *= roaming->choice_factor;
        fleet.charging.start_soc50 = roaming->break_soc50;
        fleet.charging.start_width = roaming->search_width;
        fleet.charging.long_stay_shift = 0.0;
    } else if (auto const* journeys = std::get_if<demand::JourneySettings>(&given.duty)) {
        if (journeys->stock.vehicles > 0) fleet.journeys.emplace(journeys_of(*journeys, part));
    } else {
        fleet.depot.emplace(std::get<demand::DepotSettings>(given.duty));
    }
    return fleet;
}

}  // namespace

std::vector<Fleet> fleets_of(Inputs const& inputs, space::Geography const& part) {
    std::vector<Fleet> fleets;
    for (char const* name : {"private", "scripted", "replayed"})
        fleets.push_back({name, {}, {}, {}, inputs.demand.choice, inputs.demand.charging});
    for (demand::WorkingFleet const& given : inputs.fleets)
        fleets.push_back(working(given, inputs.demand, part));
    return fleets;
}

void deal_working_fleets(Inputs const& inputs, Part const& part, std::span<Fleet const> fleets,
                         demand::Times const& times, RandomSource const& random,
                         std::vector<demand::Car>& cars) {
    check(inputs.fleets.size() <= demand::most_fleets, "too many fleets (ordinals tell 32 apart)");
    std::vector<std::uint16_t> station_zone;
    for (supply::Station const& station : part.network.stations)
        station_zone.push_back(static_cast<std::uint16_t>(station.zone.index()));
    for (std::uint32_t f = 0; f < inputs.fleets.size(); ++f) {
        demand::WorkingFleetDeal const deal{inputs.fleets[f],
                                            f,
                                            static_cast<std::uint8_t>(first_working_fleet + f),
                                            part.working_by_district[f],
                                            part.depots[f],
                                            times};
        std::size_t const first = cars.size();
        demand::deal_working_fleet(part.geography, inputs.catalogue, inputs.private_cars, deal, station_zone,
                                   random, cars);
        auto const& journeys = fleets[first_working_fleet + f].journeys;
        if (!journeys) continue;
        for (std::size_t c = first; c < cars.size(); ++c) {
            demand::JourneyEnds const ends = journeys->ends(cars[c].ordinal, random);
            cars[c].home = ends.home;
            cars[c].work = ends.far;
        }
    }
}

}  // namespace yuchong::city
