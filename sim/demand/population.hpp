#pragma once
// Who owns which car, lives where and works where: one frozen record a car, drawn once from the districts'
// shares. Every draw is keyed by the car's ordinal (district code and number within the district), so one car
// more, one district more or another scale changes nobody else.

#include "sim/base/random.hpp"
#include "sim/demand/registrations.hpp"
#include "sim/demand/settings.hpp"
#include "sim/space/geography.hpp"
#include "sim/space/gravity.hpp"
#include "sim/vehicle/catalogue.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace yuchong::demand {

// What a draw of class `vehicle` is for. Append only: a new meaning in the middle would change every run.
enum class Purpose : std::uint16_t {
    ownership,
    ownership_more,
    day_chain,
    day_leg,
    stop_decision = 6,
    charge_wish,
    station_noise,
    nest_noise,
    visit,
    home_plug,
    place,
    home_transformer,
    home_control,
    v2g_choice,
    response_restart,
    given_up,
    guidance,
    guidance_lot,
    duty_day,    // does it work, when does it begin and for how long
    duty_break,  // when breaks begin
    duty_leg,    // the next order, a cruise, a block
    duty_price,  // whether the price of the hour is right for a thought of charging
    swap_car
};

// The key of a draw for one car.
constexpr DrawKey draw_for(std::uint32_t ordinal, Purpose purpose, std::int32_t day = 0,
                           std::uint32_t k = 0) {
    return {DrawClass::vehicle, static_cast<std::uint16_t>(purpose), ordinal, static_cast<std::uint32_t>(day),
            k};
}

// A car's ordinal: its district in the upper ten bits; below, private cars count from 0 and each working
// fleet has a block of its own in the upper half.
inline constexpr std::uint32_t room_in_district = 1U << 22U;
inline constexpr std::uint32_t most_cars_in_district = room_in_district / 2;      // private ones
inline constexpr std::uint32_t most_working_in_district = room_in_district / 64;  // of one fleet
inline constexpr std::uint32_t most_fleets = 32;                                  // working ones
constexpr std::uint32_t ordinal_of(std::uint32_t adcode, std::uint32_t number) {
    return (adcode % 1000U) * room_in_district | number;
}
constexpr std::uint32_t working_ordinal_of(std::uint32_t adcode, std::uint32_t fleet, std::uint32_t number) {
    return ordinal_of(adcode, most_cars_in_district + fleet * most_working_in_district + number);
}

inline constexpr std::uint32_t no_depot = std::numeric_limits<std::uint32_t>::max();

struct alignas(64) Car {              // one cache line: cars are read in no order
    std::uint32_t ordinal;            // keys the draws
    std::uint16_t model;              // index into the catalogue
    std::uint16_t home, work;         // zones
    std::uint16_t pile_w;             // private pile after the car's own limit, whole watts; 0: none
    float energy_kwh;                 // usable
    float curve_scale;                // times the model's curve
    float consumption;                // factor of this driver
    float reserve_soc;                // forced to charge below
    float soc_start;                  // when the simulation opens
    std::int16_t vintage;             // model year
    bool timer;                       // private pile waits for the valley price
    bool parks_near_home;             // without a pile: left overnight at an AC pile near home now and then
    bool parks_near_work;             // the same at work
    std::uint8_t fleet;               // 0: private; index into the city's fleets
    std::uint32_t depot;              // station it charges at, or no_depot
    std::int32_t registered_day = 0;  // civil day of its first trip at the earliest
    std::int32_t given_up_day = never_retired;  // no trips from this day on
};

// When cars come and go. Without registrations all are there always, with vintages by the fleet's shares;
// with them, vintages are years of registration, models those sold by then, and cars given up before
// `first_day` are left out.
struct Times {
    Registrations const* registrations = nullptr;
    std::int32_t first_day = 0;
};

// `cars_by_district` cars a district, its first ones: a smaller number gives a subset.
std::vector<Car> draw_population(space::Geography const& geography, vehicle::Catalogue const& catalogue,
                                 space::Gravity const& work_trips, FleetSettings const& fleet,
                                 ChargingChoiceSettings const& charging,
                                 std::span<std::uint32_t const> cars_by_district, Times const& times,
                                 RandomSource const& random);

}  // namespace yuchong::demand
