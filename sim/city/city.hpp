#pragma once
// The frozen world: built once from the inputs, read by every handler, changed by none.

#include "sim/base/calendar.hpp"
#include "sim/base/random.hpp"
#include "sim/city/candidates.hpp"
#include "sim/city/climates.hpp"
#include "sim/city/demand_response.hpp"
#include "sim/city/fleets.hpp"
#include "sim/city/grid_under.hpp"
#include "sim/city/inputs.hpp"
#include "sim/city/outages.hpp"
#include "sim/city/scope.hpp"
#include "sim/control/tariff.hpp"
#include "sim/demand/charge_choice.hpp"
#include "sim/demand/day_plan.hpp"
#include "sim/demand/population.hpp"
#include "sim/grid/base_load.hpp"
#include "sim/measure/recorder.hpp"
#include "sim/measure/window.hpp"
#include "sim/space/gravity.hpp"
#include "sim/space/weather.hpp"
#include "sim/supply/supply.hpp"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace yuchong::city {

// Members stand in the order in which they are built from one another.
struct City {
    explicit City(Inputs given);
    City(City const&) = delete;  // tables refer into it
    City& operator=(City const&) = delete;

    Inputs inputs;
    RandomSource random;
    Calendar calendar;       // SimTime{0} opens the warm-up
    measure::Window window;  // the recorded part; its end is the end of the run
    Part part;               // the zones and stations in scope
    space::Travel travel;
    space::Gravity other_trips;
    std::optional<space::Gravity> ride_trips;  // there if some vehicle roams
    space::Weather weather;
    Climates climates;  // the weather as cars feel it, hour by hour
    control::Tariff tariff;
    std::array<std::array<double, 24>, 12>
        public_price;                           // yuan/kWh by month and hour, the usual fee included
    std::array<demand::HourWeights, 12> going;  // by month: when people go and charge
    grid::BaseLoad base_load;
    supply::Supply supply;
    CandidateLists candidates;                 // stations by zone in travel-time order
    std::vector<std::uint32_t> swap_standard;  // by model
    std::vector<Site> sites;                   // by station
    demand::DayPlanner planner;
    demand::TargetChoice targets;
    std::vector<Fleet> fleets;              // by Car::fleet
    std::vector<demand::Car> cars;          // scripted visitors and replayed sessions stand after the fleets
    std::uint32_t fleet_cars;               // how many are not scripted
    std::unique_ptr<GridUnder const> grid;  // none without a power flow
    measure::RecorderLayout layout;
    std::vector<double> base_kw_by_slot,
        zone_base_share;                           // for home_plan.hpp: empty unless plans answer to the load
    std::vector<control::Strategy> site_strategy;  // by station; empty: nobody is controlled
    std::vector<double> site_limit_kw;             // by station: power at the plugs; empty likewise
    std::vector<control::HomeStrategy> home_strategy;  // by car
    bool some_homes_fill_valleys = false;
    bool stations_feed_back = false;  // cars at bidirectional piles do
    ResponsePlan response;            // demand-response events and who takes part
    OutagePlan outages;          // feeders that lose their supply, and whose piles and stations are on them
    double lowest_public_price;  // yuan/kWh, bounds the wish to charge
    double patience_scale_min;   // of the Weibull distribution with the given mean

    [[nodiscard]] space::Geography const& geography() const { return part.geography; }
    [[nodiscard]] supply::Network const& network() const { return part.network; }
    [[nodiscard]] vehicle::Model const& model(demand::Car const& car) const {
        return inputs.catalogue.models[car.model];
    }
    [[nodiscard]] Fleet const& fleet(demand::Car const& car) const { return fleets[car.fleet]; }
    [[nodiscard]] bool scripted(std::uint32_t agent) const { return agent >= fleet_cars; }
    // The session of a file that this agent replays; null if it is none.
    [[nodiscard]] ReplayedSession const* replayed(std::uint32_t agent) const {
        std::size_t const first = fleet_cars + inputs.visits.size();
        return agent >= first ? &inputs.sessions[agent - first] : nullptr;
    }
    // Where this car stands when it is in this zone: one place for each car and zone.
    [[nodiscard]] space::Offset place_of(demand::Car const& car, std::uint16_t zone) const;
    // Load without electric vehicles of the part in scope.
    [[nodiscard]] Kilowatts base_load_at(SimTime t) const;
};

}  // namespace yuchong::city
