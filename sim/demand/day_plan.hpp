#pragma once
// What a car is meant to do on one civil day: at most four trips. A pure function of the car, the day and the
// seed; nothing is stored. A plan is drawn again whenever it is needed, so it is only an outline, and a leg
// is worked out when the car comes to it.

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/demand/population.hpp"
#include "sim/demand/settings.hpp"
#include "sim/space/gravity.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::demand {

// road: between two orders; rest: a break, or the end of a duty.
enum class Place : std::uint8_t { home, work, other, road, rest, depot };

// The order of the chain shares in models/demand.yaml.
enum class Chain : std::uint8_t {
    home_work_home,
    home_work_other_home,
    home_other_work_home,
    home_other_home,
    home_two_others_home,
    home_three_others_home
};

struct DayPlan {
    std::int32_t day;
    std::uint8_t legs = 0;  // 0: the car is not used that day
    Chain chain{};
    double start_u = 0.0, return_u = 0.0;  // uniforms behind the departures by the clock
};

struct Leg {
    enum class Timing : std::uint8_t { by_clock, after_stay };
    Timing timing;
    Place place;  // what the destination is
    space::ZoneId to;
    Duration departs;  // by_clock: since midnight, or later if still on the way; after_stay: since arrival
    double noise;      // uniform: see DayPlanner::consumption
};

class DayPlanner {
public:
    // Pre: six chain shares a day type and at least one start component (checked by io).
    explicit DayPlanner(TripSettings const& settings);

    [[nodiscard]] DayPlan plan(Car const& car, std::int32_t day, RandomSource const& random) const;
    // Leg number i of the plan for a car that stands in `from`. Pre: i < plan.legs.
    [[nodiscard]] Leg leg(Car const& car, DayPlan const& plan, std::size_t i, space::ZoneId from,
                          space::Gravity const& other_trips, RandomSource const& random) const;

    // Factor of this trip's consumption: the driver's and the trip's own. Reckoned only for trips that are
    // made.
    [[nodiscard]] double consumption(Car const& car, Leg const& leg) const;

private:
    [[nodiscard]] Duration other_start(DayPlan const& plan) const;

    TripSettings settings_;
    std::vector<double> weekday_, weekend_, starts_;  // cumulative shares
};

}  // namespace yuchong::demand
