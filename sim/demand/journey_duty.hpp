#pragma once
// The duty of a vehicle that travels along a road with service areas: out to the far end of its way, stop by
// stop, a stay there, and back; once a day, or in rounds like a shuttle. A pure function of vehicle, day and
// seed.
//
//   route   zones in their order along the road: towns, service areas. Each pair of neighbours is one leg, so
//           that at every stop its driver sees whether the battery lasts to the next
//   ends    the whole route, or two of its places; drawn once a vehicle
//   day     whether it travels (more of them on holidays), and when it sets off
//
// A vehicle that charges on the way goes on from there. One that is late sets off on its next round, or its
// next day, when it is back.

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/demand/day_plan.hpp"
#include "sim/demand/fleet_settings.hpp"
#include "sim/demand/population.hpp"
#include "sim/space/geography.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::demand {

struct JourneyDay {
    std::int32_t day;
    std::uint8_t legs = 0;  // 0: it stays where it is
    Duration departs{};     // since midnight
};

struct JourneyLeg {
    space::ZoneId to;
    Place place;
    Duration stay;  // before it
    double noise;   // uniform: DayPlanner::consumption
};

// Where a vehicle sets off, and where it turns back.
struct JourneyEnds {
    std::uint16_t home, far;  // zones
};

class JourneyPlanner {
public:
    // Pre: `zones` are those of settings.route, at least two and all different.
    JourneyPlanner(JourneySettings settings, std::vector<std::uint16_t> zones);

    [[nodiscard]] JourneySettings const& settings() const { return settings_; }
    [[nodiscard]] JourneyEnds ends(std::uint32_t ordinal, RandomSource const& random) const;
    // Pre: the car's home and work are ends of its own.
    [[nodiscard]] JourneyDay day(Car const& car, std::int32_t day, RandomSource const& random) const;
    // Pre: i < the day's legs.
    [[nodiscard]] JourneyLeg leg(Car const& car, std::int32_t day, std::uint8_t i,
                                 RandomSource const& random) const;

private:
    [[nodiscard]] int place_of(std::uint16_t zone) const;  // on the route

    JourneySettings settings_;
    std::vector<std::uint16_t> zones_;
    std::vector<double> starts_;  // cumulative
};

}  // namespace yuchong::demand
