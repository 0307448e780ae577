#pragma once
// Who owns which car, lives where and works where: one frozen record a car, drawn once from the districts'
// shares. Every draw is keyed by the car's ordinal (district code and number within the district), so one car
// more, one district more or another scale changes nobody else.

#include "sim/base/random.hpp"
#include "sim/demand/settings.hpp"
#include "sim/space/geography.hpp"
#include "sim/space/gravity.hpp"
#include "sim/vehicle/catalogue.hpp"

#include <cstdint>
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
    swap_car
};

// The key of a draw for one car.
constexpr DrawKey draw_for(std::uint32_t ordinal, Purpose purpose, std::int32_t day = 0,
                           std::uint32_t k = 0) {
    return {DrawClass::vehicle, static_cast<std::uint16_t>(purpose), ordinal, static_cast<std::uint32_t>(day),
            k};
}

// A car's ordinal has so much room for its number in the district.
inline constexpr std::uint32_t most_cars_in_district = 1U << 22U;

struct alignas(64) Car {       // one cache line: cars are read in no order
    std::uint32_t ordinal;     // keys the draws
    std::uint16_t model;       // index into the catalogue
    std::uint16_t home, work;  // zones
    std::uint16_t pile_w;      // private pile after the car's own limit, whole watts; 0: none
    float energy_kwh;          // usable
    float curve_scale;         // times the model's curve
    float consumption;         // factor of this driver
    float reserve_soc;         // forced to charge below
    float soc_start;           // when the simulation opens
    std::int16_t vintage;      // model year
    bool timer;                // private pile waits for the valley price
    bool parks_near_home;      // without a pile: left overnight at an AC pile near home now and then
    bool parks_near_work;      // the same at work
};

// `cars_by_district` cars a district, its first ones: a smaller number gives a subset.
std::vector<Car> draw_population(space::Geography const& geography, vehicle::Catalogue const& catalogue,
                                 space::Gravity const& work_trips, FleetSettings const& fleet,
                                 ChargingChoiceSettings const& charging,
                                 std::span<std::uint32_t const> cars_by_district, RandomSource const& random);

}  // namespace yuchong::demand
