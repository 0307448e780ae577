#pragma once
// The legs of one vehicle from a stop on: where its fleet's duty decides what a day is. Everything behind
// this seam (walking, booking, visits) knows legs and stops only, and a leg is a pure function of the
// vehicle, the stop and the seed.
//
//   private_leg   at most four trips a day (demand::DayPlanner)
//   roaming_leg   idle, cruising for some of it, then an order's trip; a break; the way home
//   journey_leg   from one stop along a road to the next
//   depot_leg     out of the depot for a block, and back to it

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"

#include <limits>

namespace yuchong::city {

// Empty kilometres of an idle vehicle, from `from` on until the leg's trip departs. Even over that time.
struct Cruise {
    SimTime from;
    double km = 0.0, kwh = 0.0;
    double search_u = 0.0;  // uniform behind the search for a station on it
};

struct NextLeg {
    SimTime departs = never;  // of the trip; never: none before the end and long after
    demand::Leg leg{};
    space::Trip trip{};
    double kwh = 0.0;  // of the trip
    Cruise cruise{};
    bool serves_order = false;
    bool on_duty = false;  // no private trip
};

class Itinerary {
public:
    Itinerary(City const& city, demand::Car const& car) : city_(city), car_(car), fleet_(city.fleet(car)) {}

    // The leg that leaves `stop`; advances the stop's day past days without one.
    NextLeg next(Stop& stop);

private:
    // Each: the next leg of the stop's day, or nothing if that day is over.
    [[nodiscard]] std::optional<NextLeg> private_leg(Stop const& stop, SimTime midnight);
    [[nodiscard]] std::optional<NextLeg> roaming_leg(Stop const& stop, SimTime midnight);
    [[nodiscard]] std::optional<NextLeg> depot_leg(Stop& stop, SimTime midnight);
    [[nodiscard]] std::optional<NextLeg> journey_leg(Stop const& stop, SimTime midnight);

    [[nodiscard]] NextLeg idle_and_serve(Stop const& stop, SimTime midnight, demand::DutySpan span) const;
    [[nodiscard]] NextLeg drive_home(Stop const& stop) const;

    City const& city_;
    demand::Car const& car_;
    Fleet const& fleet_;
    static constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();
    demand::DayPlan plan_{.day = no_day};
    demand::DutyDay duty_{.day = no_day};
    demand::ServiceDay service_{.day = no_day};
    demand::JourneyDay journey_{.day = no_day};
};

// The stop at the end of a leg.
void arrive(Stop& stop, NextLeg const& next);

}  // namespace yuchong::city
