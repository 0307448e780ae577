#include "sim/city/walk.hpp"

#include "sim/city/itinerary.hpp"
#include "sim/city/roaming.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/vehicle/consumption.hpp"

#include <algorithm>

namespace yuchong::city {

namespace {

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

// The wish of a car that stands at a stop of a private day.
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

// What happens at, or on the way from, a stop that has not been settled yet: the event that the walk ends
// with.
struct WalkEnd {
    SimTime at;
    EventKind kind;
};
std::optional<WalkEnd> end_of_walk(City const& city, demand::Car const& car, Agent& agent,
                                   Itinerary& itinerary, NextLeg const& next) {
    SimTime const since = agent.stop.since;
    switch (agent.stop.place) {
        case demand::Place::depot: {
            bool const plugs = agent.soc <= city.fleet(car).depot->settings().plug_below_soc;
            return plugs ? std::optional(WalkEnd{since, EventKind::go}) : std::nullopt;
        }
        case demand::Place::road:
        case demand::Place::rest: {
            auto const turns = turn_to_station(city, car, agent, next);
            if (!turns || turns->at >= city.window.end) return std::nullopt;
            leave_cruise(city, car, agent, *turns);
            return WalkEnd{turns->at, EventKind::consider};
        }
        case demand::Place::home:
        case demand::Place::work:
        case demand::Place::other: break;
    }
    auto const kind = wish_at(city, car, agent, itinerary, next);
    return kind ? std::optional(WalkEnd{since, *kind}) : std::nullopt;
}

// The leg is driven: from the pack, and into what will be booked.
void drive(City const& city, demand::Car const& car, Agent& agent, NextLeg const& next) {
    Walked& walked = agent.walked;
    double const before = agent.soc;
    bool const short_of_range = draw_from_pack(city, car, agent, next.cruise.kwh + next.kwh);
    ++walked.trips;
    if (next.departs < city.window.begin) return;
    walked.km += static_cast<float>(next.cruise.km + next.trip.distance_km);
    walked.kwh += static_cast<float>((before - agent.soc) * car.energy_kwh);
    if (short_of_range) ++walked.short_of_range;
    if (next.serves_order) ++walked.orders;
    if (agent.stop.leg == 0) ++walked.days;
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
            if (auto const end = end_of_walk(city, car, agent, itinerary, next)) {
                schedule_agent(city, state, index, end->at, end->kind);
                return;
            }
        }
        if (next.departs >= city.window.end) return;
        drive(city, car, agent, next);
        arrive(agent.stop, next);
        agent.decided = false;
    }
}

void book_walk(City const& city, State& state, std::uint32_t index) {
    Walked& walked = state.agents[index].walked;
    measure::FleetCounts& counts = state.fleets[city.cars[index].fleet];
    counts.driven_km += static_cast<double>(walked.km);
    counts.driven_kwh += static_cast<double>(walked.kwh);
    counts.trips_short_of_range += walked.short_of_range;
    counts.vehicle_days += walked.days;
    counts.orders_served += walked.orders;
    counts.orders_refused += walked.refused;
    state.totals.trips_walked += walked.trips;
    walked = {};
}

void book_walk_until(City const& city, State& state, std::uint32_t index, SimTime now) {
    Stop stop = state.origins[index];
    demand::Car const& car = city.cars[index];
    measure::FleetCounts& counts = state.fleets[car.fleet];
    Itinerary itinerary(city, car);
    for (std::uint16_t trip = 0; trip < state.agents[index].walked.trips; ++trip) {
        NextLeg const next = itinerary.next(stop);
        if (next.departs + next.trip.time > now) break;
        if (next.departs >= city.window.begin) {
            counts.driven_km += next.cruise.km + next.trip.distance_km;
            counts.driven_kwh += next.cruise.kwh + next.kwh;
            counts.orders_served += next.serves_order ? 1 : 0;
            counts.vehicle_days += stop.leg == 0 ? 1 : 0;
        }
        ++state.totals.trips_walked;
        arrive(stop, next);
    }
    state.agents[index].walked = {};
}

}  // namespace yuchong::city
