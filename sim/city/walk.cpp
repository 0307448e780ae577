#include "sim/city/walk.hpp"

#include "sim/city/scheduling.hpp"
#include "sim/vehicle/consumption.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::city {

namespace {

// Plans reach beyond the end of the run, so that its last evening is like any other.
constexpr Duration look_ahead = days(2);

struct NextLeg {
    SimTime departs = never;  // never: no trip before the end and long after
    demand::Leg leg{};
    space::Trip trip{};
    double kwh = 0.0;
};

// The legs of one car from a stop on.
class Itinerary {
public:
    Itinerary(City const& city, demand::Car const& car) : city_(city), car_(car) {}

    // The leg that leaves `stop`; advances the stop's day past days without trips.
    NextLeg next(Stop& stop) {
        while (true) {
            SimTime const midnight = city_.calendar.midnight(stop.day);
            if (midnight >= city_.window.end + look_ahead || stop.day >= car_.given_up_day) return {};
            if (stop.day != plan_.day) plan_ = city_.planner.plan(car_, stop.day, city_.random);
            if (stop.leg < plan_.legs) return depart(stop, midnight);
            ++stop.day;
            stop.leg = 0;
        }
    }

private:
    NextLeg depart(Stop const& stop, SimTime midnight) const {
        demand::Leg const leg = city_.planner.leg(car_, plan_, stop.leg, space::ZoneId{stop.zone},
                                                  city_.other_trips, city_.random);
        Duration const least = seconds(std::llround(60.0 * city_.inputs.demand.trips.shortest_stay_min));
        SimTime const departs = leg.timing == demand::Leg::Timing::by_clock
                                    ? std::max(midnight + leg.departs, stop.since + least)
                                    : stop.since + std::max(leg.departs, least);
        auto const trip = city_.travel.trip(space::ZoneId{stop.zone}, leg.to, city_.calendar.hour(departs));
        return {departs, leg, trip,
                trip_kwh(city_, car_, trip, city_.planner.consumption(car_, leg), departs)};
    }

    City const& city_;
    demand::Car const& car_;
    demand::DayPlan plan_{.day = std::numeric_limits<std::int32_t>::min()};
};

void arrive(Stop& stop, NextLeg const& next) {
    stop.since = next.departs + next.trip.time;
    stop.zone = static_cast<std::uint16_t>(next.leg.to.index());
    stop.place = next.leg.place;
    ++stop.leg;
}

// What the battery must give before the next place where this car can surely charge: its own pile, or,
// without one, the end of the next trip.
double kwh_to_next_charge(Itinerary& itinerary, demand::Car const& car, Stop stop, NextLeg const& next) {
    double kwh = next.kwh;
    if (car.pile_w == 0) return kwh;
    demand::Place place = next.leg.place;
    std::int32_t const day = stop.day;
    NextLeg leg = next;
    while (place != demand::Place::home) {
        arrive(stop, leg);
        leg = itinerary.next(stop);
        if (leg.departs == never || stop.day != day) break;
        kwh += leg.kwh;
        place = leg.leg.place;
    }
    return kwh;
}

// Whether the driver is used to leaving the car at a public pile near this place.
bool knows_pile(demand::Car const& car, demand::Place place) {
    return place == demand::Place::home ? car.parks_near_home
                                        : place == demand::Place::work && car.parks_near_work;
}

// What happens at a stop that has not been settled yet: the kind of event that the walk ends with.
std::optional<EventKind> wish_at(City const& city, demand::Car const& car, Agent& agent, Itinerary& itinerary,
                                 NextLeg const& next) {
    auto const& settings = city.inputs.demand.charging;
    Block const draw = city.random.draw(
        demand::draw_for(car.ordinal, demand::Purpose::stop_decision, agent.stop.day, agent.stop.leg));
    if (agent.stop.place == demand::Place::home && car.pile_w > 0) {
        if (draw.uniform(0) >= demand::home_plug_probability(agent.soc, settings)) return std::nullopt;
        return EventKind::home_plug;
    }
    agent.forced = agent.parks = false;
    if (agent.soc > 1.0 - settings.shortest_top_up) return std::nullopt;

    auto const powertrain = city.model(car).powertrain;
    agent.forced =
        powertrain == vehicle::Powertrain::bev && next.departs != never &&
        agent.soc - kwh_to_next_charge(itinerary, car, agent.stop, next) / car.energy_kwh < car.reserve_soc;
    agent.parks =
        knows_pile(car, agent.stop.place) &&
        demand::is_long_park({agent.stop.place, agent.stop.since, next.departs}, city.calendar, settings) &&
        draw.uniform(3) < demand::park_probability(agent.soc, settings);
    if (agent.parks) return EventKind::go;
    if (agent.forced) return EventKind::consider;
    Duration const stay = next.departs == never ? days(1) : next.departs - agent.stop.since;
    double const at_most = demand::start_probability({agent.soc, stay, powertrain},
                                                     YuanPerKwh{city.lowest_public_price}, settings);
    if (draw.uniform(0) < at_most) return EventKind::consider;
    return std::nullopt;
}

}  // namespace

double trip_kwh(City const& city, demand::Car const& car, space::Trip const& trip, double factor,
                SimTime departs) {
    return factor * vehicle::trip_kwh(
                        city.inputs.consumption, city.model(car).road,
                        {trip.distance_km, trip.speed_kmh, trip.climb_m, trip.descent_m, trip.stops_per_km},
                        city.climates.climate(departs));
}

bool draw_from_pack(City const& city, demand::Car const& car, Agent& agent, double kwh) {
    bool const bev = city.model(car).powertrain == vehicle::Powertrain::bev;
    double const floor = bev ? 0.0 : std::min(agent.soc, city.inputs.demand.charging.range_extender_hold_soc);
    double const wanted = agent.soc - kwh / car.energy_kwh;
    agent.soc = std::clamp(wanted, floor, 1.0);
    return bev && wanted < floor;
}

void walk_on(City const& city, State& state, std::uint32_t index) {
    Agent& agent = state.agents[index];
    demand::Car const& car = city.cars[index];
    Itinerary itinerary(city, car);
    state.origins[index] = agent.stop;
    agent.walked = {};
    agent.activity = Activity::parked;
    while (true) {
        NextLeg const next = itinerary.next(agent.stop);
        agent.leaves = next.departs;
        if (!agent.decided) {
            agent.decided = true;
            if (auto const kind = wish_at(city, car, agent, itinerary, next)) {
                schedule_agent(city, state, index, agent.stop.since, *kind);
                return;
            }
        }
        if (next.departs >= city.window.end) return;
        double const before = agent.soc;
        if (draw_from_pack(city, car, agent, next.kwh)) ++agent.walked.short_of_range;
        agent.walked.km += static_cast<float>(next.trip.distance_km);
        agent.walked.kwh += static_cast<float>((before - agent.soc) * car.energy_kwh);
        ++agent.walked.trips;
        arrive(agent.stop, next);
        agent.decided = false;
    }
}

void book_walk(State& state, std::uint32_t index) {
    Walked& walked = state.agents[index].walked;
    state.totals.driven_km += static_cast<double>(walked.km);
    state.totals.driven_kwh += static_cast<double>(walked.kwh);
    state.totals.trips_walked += walked.trips;
    state.totals.trips_short_of_range += walked.short_of_range;
    walked = {};
}

void book_walk_until(City const& city, State& state, std::uint32_t index, SimTime now) {
    Stop stop = state.origins[index];
    demand::Car const& car = city.cars[index];
    Itinerary itinerary(city, car);
    for (std::uint16_t trip = 0; trip < state.agents[index].walked.trips; ++trip) {
        NextLeg const next = itinerary.next(stop);
        if (next.departs + next.trip.time > now) break;
        state.totals.driven_km += next.trip.distance_km;
        state.totals.driven_kwh += next.kwh;
        ++state.totals.trips_walked;
        arrive(stop, next);
    }
    state.agents[index].walked = {};
}

}  // namespace yuchong::city
