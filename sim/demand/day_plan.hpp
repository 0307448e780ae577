#pragma once
// What a car is meant to do on one civil day: at most four trips with planned departures. A pure function of
// the car, the day and the seed; nothing is stored, a plan is drawn again whenever it is needed.

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/demand/population.hpp"
#include "sim/demand/settings.hpp"
#include "sim/space/gravity.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::demand {

enum class Place : std::uint8_t { home, work, other };

struct Leg {
    enum class Timing : std::uint8_t { by_clock, after_stay };
    Timing timing;
    Duration departs;  // by_clock: since midnight, or later if still on the way; after_stay: since arrival
    space::ZoneId to;
    Place place;   // what the destination is
    double noise;  // uniform: see DayPlanner::consumption
};

class DayPlan {
public:
    static constexpr std::size_t most_legs = 4;
    void push(Leg leg) { legs_[count_++] = leg; }
    [[nodiscard]] std::span<Leg const> legs() const { return {legs_.data(), count_}; }

private:
    std::array<Leg, most_legs> legs_{};
    std::uint32_t count_ = 0;
};

class DayPlanner {
public:
    // Pre: six chain shares a day type and at least one start component (checked by io).
    explicit DayPlanner(TripSettings const& settings);

    // Factor of this trip's consumption: the driver's and the trip's own. Reckoned only for trips that are
    // made.
    [[nodiscard]] double consumption(Car const& car, Leg const& leg) const;

    [[nodiscard]] DayPlan plan(Car const& car, std::int32_t day, space::Gravity const& other_trips,
                               RandomSource const& random) const;

private:
    TripSettings settings_;
    std::vector<double> weekday_, weekend_, starts_;  // cumulative shares
};

}  // namespace yuchong::demand
