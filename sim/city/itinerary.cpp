#include "sim/city/itinerary.hpp"

#include "sim/city/walk.hpp"
#include "sim/vehicle/consumption.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::city {

namespace {

// Plans reach beyond the end of the run, so that its last evening is like any other.
constexpr Duration look_ahead = days(2);

// A day of roaming has so many legs at most; a vehicle that has come so far is done for the day.
constexpr std::uint8_t most_legs = 250;

Duration from_minutes(double minutes) { return seconds(std::llround(60.0 * minutes)); }

// The same road over another distance.
space::Trip stretched(space::Trip trip, double factor) {
    trip.distance_km *= factor;
    trip.climb_m *= factor;
    trip.descent_m *= factor;
    trip.time = duration_from_hours_up(trip.time.hours() * factor);
    return trip;
}

}  // namespace

void arrive(Stop& stop, NextLeg const& next) {
    stop.since = next.departs + next.trip.time;
    stop.zone = static_cast<std::uint16_t>(next.leg.to.index());
    stop.place = next.leg.place;
    ++stop.leg;
}

NextLeg Itinerary::next(Stop& stop) {
    while (true) {
        SimTime const midnight = city_.calendar.midnight(stop.day);
        if (midnight >= city_.window.end + look_ahead || stop.day >= car_.given_up_day) return {};
        auto const leg = fleet_.roaming    ? roaming_leg(stop, midnight)
                         : fleet_.depot    ? depot_leg(stop, midnight)
                         : fleet_.journeys ? journey_leg(stop, midnight)
                                           : private_leg(stop, midnight);
        if (leg) return *leg;
        ++stop.day;
        stop.leg = 0;
    }
}

std::optional<NextLeg> Itinerary::private_leg(Stop const& stop, SimTime midnight) {
    if (stop.day != plan_.day) plan_ = city_.planner.plan(car_, stop.day, city_.random);
    if (stop.leg >= plan_.legs) return std::nullopt;
    demand::Leg const leg =
        city_.planner.leg(car_, plan_, stop.leg, space::ZoneId{stop.zone}, city_.other_trips, city_.random);
    Duration const least = from_minutes(city_.inputs.demand.trips.shortest_stay_min);
    NextLeg next;
    next.leg = leg;
    next.departs = leg.timing == demand::Leg::Timing::by_clock
                       ? std::max(midnight + leg.departs, stop.since + least)
                       : stop.since + std::max(leg.departs, least);
    next.trip = city_.travel.trip(space::ZoneId{stop.zone}, leg.to, city_.calendar.hour(next.departs));
    next.kwh = trip_kwh(city_, car_, next.trip, city_.planner.consumption(car_, leg), next.departs);
    return next;
}

std::optional<NextLeg> Itinerary::roaming_leg(Stop const& stop, SimTime midnight) {
    if (stop.day != duty_.day) duty_ = fleet_.roaming->day(car_, stop.day, city_.random);
    auto const& settings = fleet_.roaming->settings();
    if (duty_.spans == 0)
        return settings.days_off == demand::DaysOff::private_use ? private_leg(stop, midnight) : std::nullopt;
    auto const span = stop.leg < most_legs ? duty_.at_or_after(stop.since - midnight) : std::nullopt;
    if (span) return idle_and_serve(stop, midnight, *span);
    if (stop.place == demand::Place::home || settings.after_duty == demand::AfterDuty::road)
        return std::nullopt;
    return drive_home(stop);
}

// Idle until an order comes, then its trip; or until the span ends, then a rest on the spot.
NextLeg Itinerary::idle_and_serve(Stop const& stop, SimTime midnight, demand::DutySpan span) const {
    demand::RoamingSettings const& settings = fleet_.roaming->settings();
    demand::CycleDraw const draw = fleet_.roaming->cycle(car_, stop.day, stop.leg, city_.random);
    Duration const from = std::max(stop.since - midnight, span.begin);
    auto const order = fleet_.roaming->next_order(from, span.end, draw.order_u);
    space::ZoneId const here{stop.zone};

    NextLeg next;
    next.on_duty = true;
    next.serves_order = order.has_value();
    next.departs = midnight + order.value_or(span.end);
    next.leg = {.timing = demand::Leg::Timing::by_clock,
                .place = order ? demand::Place::road : demand::Place::rest,
                .to = order ? city_.ride_trips->sample(here, draw.destination_u) : here,
                .departs = order.value_or(span.end),
                .noise = draw.noise};
    double const factor = city_.planner.consumption(car_, next.leg);
    next.cruise.from = midnight + from;
    next.cruise.search_u = draw.search_u;
    int const hour = city_.calendar.hour(next.cruise.from);
    space::Trip const around = city_.travel.trip(here, here, hour);
    next.cruise.km = settings.cruise_share * (next.departs - next.cruise.from).hours() * around.speed_kmh;
    next.cruise.kwh = trip_kwh(city_, car_, stretched(around, next.cruise.km / around.distance_km), factor,
                               next.cruise.from);
    if (!order) return next;
    space::Trip const ride = city_.travel.trip(here, next.leg.to, city_.calendar.hour(next.departs));
    // The way to the passenger is driven like the ride.
    next.trip = stretched(ride, 1.0 + settings.pickup_km / ride.distance_km);
    next.kwh = trip_kwh(city_, car_, next.trip, factor, next.departs);
    return next;
}

NextLeg Itinerary::drive_home(Stop const& stop) const {
    NextLeg next;
    next.on_duty = true;
    next.departs = next.cruise.from = stop.since;
    next.leg = {.timing = demand::Leg::Timing::after_stay,
                .place = demand::Place::home,
                .to = space::ZoneId{car_.home},
                .departs = {},
                .noise = fleet_.roaming->cycle(car_, stop.day, stop.leg, city_.random).noise};
    next.trip = city_.travel.trip(space::ZoneId{stop.zone}, next.leg.to, city_.calendar.hour(next.departs));
    next.kwh = trip_kwh(city_, car_, next.trip, city_.planner.consumption(car_, next.leg), next.departs);
    return next;
}

// Who comes out late still returns in time, and drives less; a block that is over before is left out.
std::optional<NextLeg> Itinerary::depot_leg(Stop& stop, SimTime midnight) {
    if (stop.day != service_.day) service_ = fleet_.depot->day(car_, stop.day, city_.random);
    auto const& settings = fleet_.depot->settings();
    SimTime const ready = stop.since + from_minutes(city_.inputs.demand.trips.shortest_stay_min);
    while (stop.leg < service_.blocks && midnight + service_.block[stop.leg].returns <= ready) ++stop.leg;
    if (stop.leg >= service_.blocks) return std::nullopt;
    demand::ServiceBlock const& block = service_.block[stop.leg];
    SimTime const returns = midnight + block.returns;
    NextLeg next;
    next.on_duty = true;
    next.departs = next.cruise.from = std::max(midnight + block.departs, ready);
    next.leg = {.timing = demand::Leg::Timing::by_clock,
                .place = demand::Place::depot,
                .to = space::ZoneId{stop.zone},
                .departs = block.departs,
                .noise = fleet_.depot->noise(car_, stop.day, stop.leg, city_.random)};
    double const share = (returns - next.departs).hours() / (block.returns - block.departs).hours();
    space::Trip const around = city_.travel.trip(next.leg.to, next.leg.to, city_.calendar.hour(next.departs));
    next.trip = stretched(around, block.km * share / around.distance_km);
    next.trip.time = returns - next.departs;
    next.trip.speed_kmh = settings.speed_kmh;
    next.trip.stops_per_km = settings.stops_per_km;
    SimTime const midway = next.departs + Duration{next.trip.time.ms / 2};
    next.kwh = trip_kwh(city_, car_, next.trip, city_.planner.consumption(car_, next.leg), midway);
    return next;
}

// Nobody waits at a stop on the way: who charges there does so in between. Who would have set off before the
// simulation opens stays at home that day.
std::optional<NextLeg> Itinerary::journey_leg(Stop const& stop, SimTime midnight) {
    if (stop.day != journey_.day) journey_ = fleet_.journeys->day(car_, stop.day, city_.random);
    if (stop.leg >= journey_.legs) return std::nullopt;
    if (stop.leg == 0 && midnight + journey_.departs < SimTime{0}) return std::nullopt;
    demand::JourneyLeg const leg = fleet_.journeys->leg(car_, stop.day, stop.leg, city_.random);
    NextLeg next;
    next.departs = next.cruise.from =
        stop.leg == 0 ? std::max(midnight + journey_.departs, stop.since) : stop.since + leg.stay;
    next.leg = {.timing = demand::Leg::Timing::after_stay,
                .place = leg.place,
                .to = leg.to,
                .departs = leg.stay,
                .noise = leg.noise};
    next.trip = city_.travel.trip(space::ZoneId{stop.zone}, leg.to, city_.calendar.hour(next.departs));
    next.kwh = trip_kwh(city_, car_, next.trip, city_.planner.consumption(car_, next.leg), next.departs);
    return next;
}

}  // namespace yuchong::city
