#pragma once
// Working fleets beside the private cars: who has how many vehicles, and by which law they spend their days.
// Sections `fleets.<name>`, from models/fleets.yaml; nothing here has a default.
//
// The seam: a fleet's duty says what an agent's day is (sim/city/itinerary.hpp switches on it). A new kind of
// duty is one more settings struct here, a planner beside roaming_duty.hpp and depot_duty.hpp, and its case
// there.

#include "sim/demand/settings.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace yuchong::demand {

// The vehicles of a fleet and where they are based.
struct FleetStock {
    double vehicles;                         // [vehicles, 0..1e8] at the scenario's date, whole city
    std::vector<std::string> models;         // ids of the catalogue, battery-electric with a DC inlet ...
    std::vector<double> model_weights;       // [-, >= 0] ... and their shares
    std::vector<std::uint16_t> model_index;  // of `models`, filled by io
    double core_share;                       // [share] based in the districts of the core
    double soc_start_low, soc_start_high;    // [share] uniform SoC when the simulation opens
    double works_ever;                       // [share] vehicles that work at all
    double works_weekday, works_weekend;     // [share] of these on such a day
};

enum class DaysOff : std::uint8_t { parked, private_use };
enum class AfterDuty : std::uint8_t { home, road };  // where a vehicle is between two duties

// Vehicles that roam for orders: ride-hailing, taxis, robotaxis, shared cars. models.md 3.2, 3.3.
struct RoamingSettings {
    FleetStock stock;
    DaysOff days_off;
    AfterDuty after_duty;
    double home_pile_factor;  // [-, 0..3] times the zone's share of cars with a pile
    std::vector<double> start_mean_h, start_sd_h, start_weights;  // [h of day], [h], [-]: a mixture
    double shortest_duty_h, longest_duty_h;                       // [h, 0..24] uniform, breaks included
    // Each break begins between two hours after midnight (24 and more: the next morning) if the vehicle is on
    // duty then; in the order of the day.
    std::vector<double> break_from_h, break_until_h, break_min;
    double orders_per_idle_hour;            // [1/h] mean over a day, while it waits for one
    std::array<double, 24> orders_by_hour;  // [-] relative to that mean, made to average 1
    double pickup_km;                       // [km] empty to the passenger
    double cruise_share;                    // [share] of idle time on the move
    double reserve_soc;                     // [SoC] an order that would end below is refused
    double search_per_km;                   // [1/km] hazard of going to charge at search_soc50, cruising
    double search_soc50, search_width;      // [SoC]
    double break_soc50;                     // [SoC] at which half go and charge when a break begins
    double exit_rate_per_h, exit_rate_queue_per_h;  // [1/h] stop charging at this C-rate; when others wait
    double usual_kw;                                // [kW] what an hour of duty takes from the battery
    double spare_soc;                               // [SoC] beyond what the rest of the duty takes
    double choice_factor;  // [-] times the weights of wait, detour and price in the choice
    double idle_share;     // [share] stay on after the charge has ended
};

// Vehicles that leave a depot of their own and come back to it: buses, vans, sanitation.
struct DepotSettings {
    FleetStock stock;
    double begin_h, end_h;                 // [h of day] first departure, last return of the fleet
    double stagger_h;                      // [h] each vehicle starts later, and ends sooner, by up to this
    double midday_from_h, midday_until_h;  // [h of day] the stay at midday begins between
    double midday_min;                     // [min] and lasts; 0: none
    double mean_km, sd_km;                 // [km] of a day
    double speed_kmh;                      // [km/h] while it moves
    double stops_per_km;                   // [1/km]
    double plug_below_soc;                 // [SoC] nobody plugs in above
    double target_soc;                     // [SoC]
    std::uint32_t vehicles_per_depot;      // [count] at most
    double dc_terminals_per_vehicle, ac_piles_per_vehicle;  // [-]
    std::uint32_t host_modules, host_terminals;             // [count] of a DC cabinet
};

// Civil days, both ends among them.
struct HolidaySpan {
    std::int32_t from, to;
};

// Vehicles that travel along a road with service areas, out and back: through traffic, shuttles of trucks.
// models.md 3.2; sim/demand/journey_duty.hpp.
struct JourneySettings {
    FleetStock stock;                // works_weekday, works_weekend: vehicles that travel on such a day
    std::vector<std::string> route;  // zones in their order along the road; two or more if there are vehicles
    double whole_share;              // [share] go from end to end; the others between two drawn places of it
    std::vector<double> start_mean_h, start_sd_h, start_weights;  // [h of day], [h], [-]: a mixture
    std::uint32_t rounds;                                         // [count, 1..10] out and back in a day
    double stay_low_h, stay_high_h;  // [h] uniform, before the way back and before the next round
    double reserve_soc;              // [SoC] nobody sets off for the next stop who would get there with less
    double holiday_factor;           // [-, >= 0] times works_weekday or works_weekend on holidays
    std::vector<HolidaySpan> holidays;
};

struct WorkingFleet {
    std::string name;
    std::variant<RoamingSettings, DepotSettings, JourneySettings> duty;

    [[nodiscard]] FleetStock const& stock() const {
        return std::visit([](auto const& d) -> FleetStock const& { return d.stock; }, duty);
    }
};

}  // namespace yuchong::demand
