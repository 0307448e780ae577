#include "sim/city/public_visit.hpp"

#include "sim/base/hash.hpp"
#include "sim/city/assignment_batch.hpp"
#include "sim/city/charging_rows.hpp"
#include "sim/city/demand_response.hpp"
#include "sim/city/depots.hpp"
#include "sim/city/guidance_step.hpp"
#include "sim/city/known_departures.hpp"
#include "sim/city/roaming.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/session_rows.hpp"
#include "sim/city/site_control.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/city/stations.hpp"
#include "sim/city/swaps.hpp"
#include "sim/city/walk.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/station.hpp"
#include "sim/vehicle/thermal.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::city {

namespace {

enum class StationPurpose : std::uint16_t { claims };  // of draws in class `station`; append only

std::uint32_t next_decision(City const& city, Agent& agent, SimTime now) {
    std::int32_t const day = city.calendar.day(now);
    if (agent.decision_day != day) agent.decision_day = day, agent.decisions = 0;
    return agent.decisions++;
}

// The account of the zone that a visit comes from; scratch before the recorded time, at depots, and for those
// written by hand, who come from nowhere.
ZoneDemand& account_of(City const& city, State& state, Visit const& visit, SimTime now) {
    bool const counts = now >= city.window.begin && visit.place == measure::Place::public_station &&
                        !city.scripted(visit.agent);
    return counts ? state.zone_demand[visit.from_zone] : state.unrecorded_demand;
}

void wait_is_over(City const& city, State& state, std::uint32_t index, WaitEnd end, SimTime now) {
    Visit const& visit = state.visits[state.agents[index].visit];
    end_wait(state, visit, now);
    account_of(city, state, visit, now).wait_ms += (now - visit.arrival).ms;
    note_wait(city, state, index, end, now);
}

// Minutes and energy of a drive between the stop and a station, booked at once.
Duration drive(City const& city, State& state, std::uint32_t index, space::Trip const& trip,
               SimTime departs) {
    Agent& agent = state.agents[index];
    demand::Car const& car = city.cars[index];
    double const before = agent.soc;
    bool const short_of_range =
        draw_from_pack(city, car, agent, trip_kwh(city, car, trip, car.consumption, departs));
    ZoneDemand& account = account_of(city, state, state.visits[agent.visit], departs);
    account.drive_min += trip.time.minutes();
    account.drive_km += trip.distance_km;
    if (departs < city.window.begin) return trip.time;
    measure::FleetCounts& counts = state.fleets[car.fleet];
    counts.driven_km += trip.distance_km;
    counts.driven_kwh += (before - agent.soc) * car.energy_kwh;
    counts.trips_short_of_range += short_of_range ? 1 : 0;
    return trip.time;
}

void open_visit(City const& city, State& state, std::uint32_t index, std::uint32_t decision, SimTime now) {
    Agent& agent = state.agents[index];
    demand::Car const& car = city.cars[index];
    if (agent.visit == no_visit) {
        agent.visit = take_visit(state, index);
        Visit& visit = state.visits[agent.visit];
        Block const wish = city.random.draw(
            demand::draw_for(car.ordinal, demand::Purpose::charge_wish, city.calendar.day(now), decision));
        visit.place = measure::Place::public_station;
        visit.from_zone = agent.stop.zone;
        ++account_of(city, state, visit, now).wishes;
        visit.target_soc = agent.parks ? city.inputs.demand.charging.home_target_soc
                           : on_duty(agent)
                               ? roaming_target_soc(city, car, agent, Queue::nobody_waits, now)
                               : city.targets.target_soc(city.model(car).chemistry, wish.uniform(0));
    }
}

// No station serves this wish. Who has looked in vain for a pile to park at may still go and charge
// elsewhere.
void give_up(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent& agent = state.agents[index];
    if (!agent.parks)
        ++account_of(city, state, state.visits[agent.visit], now).given_up;  // else it goes on looking
    give_back_visit(state, index);
    if (city.scripted(index)) {
        agent.activity = Activity::retired;
        return;
    }
    agent.stop.since = std::max(agent.stop.since, now);
    agent.decided = true;
    if (agent.parks) {
        agent.parks = false;
        agent.activity = Activity::parked;
        schedule_agent(city, state, index, now + seconds(1), EventKind::consider);
        return;
    }
    walk_on(city, state, index);
}

// How long a car stays at its plug after the charge, and until when at most.
struct Stay {
    Duration after;
    SimTime leave_by;
};

Stay stay_of(City const& city, demand::Car const& car, Agent const& agent, supply::PlugClass wanted,
             Block const& draw, SimTime now) {
    auto const& demand = city.inputs.demand;
    if (car.depot != demand::no_depot) return {Duration{0}, agent.leaves};  // the yard moves it on
    double const idle_share =
        on_duty(agent) ? city.fleet(car).roaming->settings().idle_share : demand.patience.idle_share;
    bool const idles = draw.uniform(1) < idle_share;
    Duration const idle =
        idles ? seconds(std::llround(60.0 * exponential(draw.uniform(2), demand.patience.idle_mean_min)))
              : Duration{0};
    if (wanted != supply::PlugClass::ac) return {idle, never};
    bool const night = agent.stop.place == demand::Place::home &&
                       demand::is_long_park({agent.stop.place, agent.stop.since, agent.leaves}, city.calendar,
                                            demand.charging);
    SimTime const leave_by =
        night ? demand::fetched_at(now, agent.leaves, draw.uniform(2), city.calendar, demand.charging)
              : agent.leaves;
    bool const stays = agent.parks || draw.uniform(3) < demand.patience.slow_stay_share;
    return {stays ? std::min(days(1), leave_by - now) : idle, leave_by};
}

double pack_temperature(City const& city, demand::Car const& car, Duration driven, SimTime now,
                        double& spent_kwh) {
    auto const& thermal = city.inputs.charging.thermal;
    Block const draw = city.random.draw(demand::draw_for(car.ordinal, demand::Purpose::visit));
    bool const warms = draw.uniform(0) < vehicle::precondition_share(thermal, city.model(car));
    auto const plug_in = vehicle::plug_in_temperature(
        thermal, car.energy_kwh, city.climates.ambient_c(now), driven.minutes(),
        warms ? vehicle::Preconditioning::heats_on_the_way : vehicle::Preconditioning::none);
    spent_kwh = plug_in.spent_kwh;
    return plug_in.pack_c;
}

// It stays until its departure, and waits for a plug no longer.
supply::SessionRequest request_of(City const& city, std::uint32_t index, ReplayedSession const& session,
                                  SimTime now) {
    SimTime const leaves = city.window.begin + session.departure;
    double const ambient_c = city.climates.ambient_c(now);
    return {.ticket = index,
            .model = city.inputs.replayed_model,
            .energy_kwh = session.battery_kwh,
            .curve_scale = session.max_kw,
            .soc = session.soc,
            .target_soc = session.target_soc,
            .pack_temp_c = ambient_c,
            .ambient_c = ambient_c,
            .wants = session.wants,
            .accepts_fast = true,
            .accepts_ac = true,
            .priority = 0,
            .plug = session.plug,
            .patience = std::max(leaves - now, Duration{0}),
            .stay_after = leaves - now,
            .leave_by = leaves};
}

supply::SessionRequest request_of(City const& city, State const& state, std::uint32_t index, SimTime now) {
    if (auto const* session = city.replayed(index)) return request_of(city, index, *session, now);
    Agent const& agent = state.agents[index];
    Visit const& visit = state.visits[agent.visit];
    demand::Car const& car = city.cars[index];
    auto const& patience = city.inputs.demand.patience;
    bool const depot = car.depot != demand::no_depot;
    auto const arrival = static_cast<std::uint32_t>(combine(static_cast<std::uint64_t>(visit.arrival.ms), 0));
    Block const draw = city.random.draw(
        demand::draw_for(car.ordinal, demand::Purpose::visit, city.calendar.day(now), arrival));
    Duration const waits =
        city.scripted(index) ? city.inputs.visits[index - city.fleet_cars].patience
        : depot
            ? patience_at_depot(agent, now)
            : seconds(std::llround(60.0 * weibull(draw.uniform(0), patience.shape, city.patience_scale_min)));
    bool const slow = visit.wanted == supply::PlugClass::ac;
    Stay const stay = city.scripted(index) ? Stay{Duration{0}, slow ? agent.leaves : never}
                                           : stay_of(city, car, agent, visit.wanted, draw, now);
    return {.ticket = index,
            .model = vehicle::ModelId{car.model},
            .energy_kwh = car.energy_kwh,
            .curve_scale = car.curve_scale,
            .soc = agent.soc,
            .target_soc = visit.target_soc,
            .pack_temp_c = visit.pack_temp_c,
            .ambient_c = city.climates.ambient_c(now),
            .wants = visit.wanted,
            .accepts_fast = visit.wanted == supply::PlugClass::super,
            .accepts_ac = slow || depot,
            .priority = 0,
            .patience = waits,
            .stay_after = stay.after,
            .leave_by = stay.leave_by};
}

void plugged_in(City const& city, State& state, std::uint32_t index, supply::PlugId plug, SimTime now) {
    Agent& agent = state.agents[index];
    Visit& visit = state.visits[agent.visit];
    visit.plug = plug.index();
    visit.plug_in = now;
    visit.charge_end = never;
    visit.soc_start = agent.soc;
    look_at_battery(city, state, index, agent.soc, vehicle::BatteryUse::away, now);
    visit.energy_at_window_begin_kwh = 0.0;
    supply::Session const& session = state.supply.session[plug.index()];
    visit.requested_kwh =
        std::max(0.0, supply::energy_between_kwh(session, session.soc_start, session.stop_soc));
    agent.activity = Activity::plugged;
    wait_is_over(city, state, index, WaitEnd::plugs_in, now);
    note_session_begin(city, state, index, now);
    schedule_agent(city, state, index, never, EventKind::renege);  // patience no longer matters
    count(state.charging, now, +1);
    session_started(city, state, city.network().stations[visit.station].zone);
    note_known_session(city, state, index, now);
    note_response_plug_in(state, visit.plug);
    begin_stay(city, state, index, now);
    if (controls_sites(city)) note_plugged_in(city, state, visit.plug, now);
}

// Where places can be booked, whoever has none comes after those who have.
supply::Arrival come_to(City const& city, State& state, std::uint32_t station, supply::SessionRequest request,
                        SimTime now) {
    supply::StationId const id{station};
    if (city.inputs.information.guidance.design != control::GuidanceDesign::reservation)
        return supply::arrive(city.supply, state.supply, id, request, now);
    UsedBooking const booking = use_booking(state, request.ticket, station);
    request.priority = booking.place == Place::none ? 1 : 0;
    if (booking.place == Place::held)
        return supply::arrive_at_held(city.supply, state.supply, id, booking.plug_class, request, now);
    return supply::arrive(city.supply, state.supply, id, request, now);
}

// The session is over and the car gone from the plug.
void leave_station(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent& agent = state.agents[index];
    if (city.scripted(index)) {
        give_back_visit(state, index);
        agent.activity = Activity::retired;
        return;
    }
    supply::Station const& station = city.network().stations[state.visits[agent.visit].station];
    agent.decided = true;
    if (on_duty(agent) || agent.stop.place == demand::Place::depot) {  // goes on from here
        give_back_visit(state, index);
        agent.stop.since = now;
        agent.stop.zone = static_cast<std::uint16_t>(station.zone.index());
        walk_on(city, state, index);
        return;
    }
    auto const link = city.travel.link(space::ZoneId{agent.stop.zone}, station.position, station.zone);
    auto const place = city.place_of(city.cars[index], agent.stop.zone);
    auto const back = city.travel.trip_back(link, place, city.calendar.hour(now));
    Duration const least = seconds(std::llround(60.0 * city.inputs.demand.trips.shortest_stay_min));
    if (agent.leaves == never || now + back.time + least <= agent.leaves) {
        agent.stop.since = now + drive(city, state, index, back, now);
    } else {
        agent.stop.since = now;
        agent.stop.zone = static_cast<std::uint16_t>(station.zone.index());
    }
    give_back_visit(state, index);
    walk_on(city, state, index);
}

// Who comes and finds others waiting is content with less.
void look_at_queue(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent const& agent = state.agents[index];
    if (!on_duty(agent)) return;
    Visit& visit = state.visits[agent.visit];
    bool const wait = state.supply.ledger[visit.station].waiting > 0;
    if (wait) visit.target_soc = roaming_target_soc(city, city.cars[index], agent, Queue::others_wait, now);
}

void session_failed(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent& agent = state.agents[index];
    Visit& visit = state.visits[agent.visit];
    agent.activity = Activity::heading;
    if (visit.starts++ == 0) {  // once more at the same station
        Duration const pause =
            seconds(std::llround(60.0 * city.inputs.demand.patience.retry_after_failure_min));
        schedule_agent(city, state, index, now + pause, EventKind::arrive);
    } else {
        schedule_agent(city, state, index, now + seconds(1), EventKind::try_elsewhere);
    }
}

}  // namespace

void set_off(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent& agent = state.agents[index];
    book_walk(city, state, index);
    if (city.cars[index].depot != demand::no_depot) {
        line_up_at_depot(city, state, index, now);
        return;
    }
    std::uint32_t const decision = next_decision(city, agent, now);
    open_visit(city, state, index, decision, now);
    bool const guided = guides(city);
    if (guided && waits_for_assignment(city, state, index)) {
        ask_for_assignment(state, index);
        return;
    }
    demand::Car const& car = city.cars[index];
    auto const knows = guided ? knowledge_of(city, state, index) : Knowledge::board;
    CandidateRows const rows =
        charging_rows(city, state, index, city.place_of(car, agent.stop.zone), knows, now);
    auto const choice =
        guided ? choose_guided(city, state, index, rows.span(), decision, now)
               : GuidedChoice{demand::choose(rows.span(), {car.ordinal, city.calendar.day(now), decision},
                                             city.fleet(car).choice, city.random),
                              Course::own};
    if (choice.row) {
        head_for(city, state, index, rows.span(), *choice.row, choice.course, now);
    } else {
        find_no_station(city, state, index, now);
    }
}

void find_no_station(City const& city, State& state, std::uint32_t index, SimTime now) {
    if (!state.agents[index].parks) ++state.totals.wishes_without_station;
    give_up(city, state, index, now);
}

void head_for(City const& city, State& state, std::uint32_t index, std::span<demand::CandidateRow const> rows,
              std::size_t chosen, Course course, SimTime now) {
    Agent& agent = state.agents[index];
    Visit& visit = state.visits[agent.visit];
    demand::Car const& car = city.cars[index];
    Candidate const& candidate = city.candidates.of(agent.stop.zone)[rows[chosen].option];
    auto const trip =
        city.travel.trip_out(candidate.link, city.place_of(car, agent.stop.zone), city.calendar.hour(now));
    visit.station = candidate.station;
    visit.wanted = static_cast<supply::PlugClass>(rows[chosen].nest);
    visit.starts = 0;
    Duration const driven = drive(city, state, index, trip, now);
    double spent_kwh = 0.0;
    visit.pack_temp_c = static_cast<float>(pack_temperature(city, car, driven, now + driven, spent_kwh));
    draw_from_pack(city, car, agent, spent_kwh);
    agent.activity = Activity::heading;
    if (guides(city)) note_departure(city, state, index, rows, chosen, course, now, now + driven);
    schedule_agent(city, state, index, now + driven, EventKind::arrive);
}

void arrive(City const& city, State& state, std::uint32_t index, SimTime now) {
    Visit& visit = state.visits[state.agents[index].visit];
    visit.arrival = now;
    visit.plug_in = visit.charge_end = never;
    state.claims.push_back({visit.station, index});
    schedule_slot(city, state, SlotClass::station, visit.station, now, EventKind::claims);
}

void settle_claims(City const& city, State& state, std::uint32_t station, SimTime now) {
    auto const lot = [&](Claim const& claim) {
        auto const k = static_cast<std::uint32_t>(
            combine(static_cast<std::uint64_t>(now.ms), city.cars[claim.agent].ordinal));
        return city.random
            .draw({DrawClass::station, static_cast<std::uint16_t>(StationPurpose::claims),
                   city.network().stations[station].ordinal,
                   static_cast<std::uint32_t>(city.calendar.day(now)), k})
            .word(0);
    };
    std::vector<Claim>& settled = state.settling;
    settled.clear();
    std::size_t others = 0;
    for (Claim const& claim : state.claims) {
        if (claim.station == station) {
            settled.push_back(claim);
        } else {
            state.claims[others++] = claim;
        }
    }
    state.claims.resize(others);
    if (settled.size() > 1) {
        std::sort(settled.begin(), settled.end(), [&](Claim const& a, Claim const& b) {
            return std::pair(lot(a), a.agent) < std::pair(lot(b), b.agent);
        });
    }
    for (Claim const& claim : settled) {
        Agent& agent = state.agents[claim.agent];
        look_at_queue(city, state, claim.agent, now);
        auto const request = request_of(city, state, claim.agent, now);
        auto const arrival = come_to(city, state, station, request, now);
        apply(city, state, station, arrival.changes, now);
        switch (arrival.kind) {
            case supply::Arrival::Kind::plugged_in: break;  // told by notice
            case supply::Arrival::Kind::queued:
                agent.activity = Activity::waiting;
                schedule_agent(city, state, claim.agent, now + request.patience, EventKind::renege);
                break;
            case supply::Arrival::Kind::balked:
                note_balk(city, state, claim.agent, now);
                visit_ended_unserved(city, state, claim.agent, supply::Outcome::balked, now);
                try_elsewhere(city, state, claim.agent, now);
                break;
        }
    }
}

void renege(City const& city, State& state, std::uint32_t index, SimTime now) {
    Visit const& visit = state.visits[state.agents[index].visit];
    std::uint32_t const station = visit.station;
    apply(city, state, station,
          supply::renege(city.supply, state.supply, supply::StationId{station}, index, now), now);
    wait_is_over(city, state, index, WaitEnd::gives_up, now);
    visit_ended_unserved(city, state, index, supply::Outcome::reneged, now);
    try_elsewhere(city, state, index, now);
}

void try_elsewhere(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent& agent = state.agents[index];
    Visit& visit = state.visits[agent.visit];
    visit.tried[visit.attempt] = visit.station;
    ++visit.attempt;
    agent.stop.zone = static_cast<std::uint16_t>(city.network().stations[visit.station].zone.index());
    if (visit.attempt >= city.inputs.demand.choice.attempts || city.scripted(index)) {
        give_up(city, state, index, now);
    } else {
        set_off(city, state, index, now);
    }
}

void take_notice(City const& city, State& state, supply::Notice const& notice, SimTime now) {
    Agent& agent = state.agents[notice.ticket];
    Visit& visit = state.visits[agent.visit];
    switch (notice.kind) {
        case supply::Notice::Kind::plugged_in:
            plugged_in(city, state, notice.ticket, notice.plug, now);
            break;
        case supply::Notice::Kind::charge_ended:
            end_stay(city, state, notice.ticket, now);
            visit.charge_end = now;
            count(state.charging, now, -1);
            look_at_battery(city, state, notice.ticket, notice.reading.soc, vehicle::BatteryUse::current,
                            now);
            read_known_session(state, visit.plug, notice.reading, now);
            break;
        case supply::Notice::Kind::swap_began:
            wait_is_over(city, state, notice.ticket, WaitEnd::plugs_in, now);
            swap_began(city, state, notice, now);
            break;
        case supply::Notice::Kind::swapped:
            swapped(city, state, notice, now);
            leave_station(city, state, notice.ticket, now);
            break;
        case supply::Notice::Kind::unplugged:
        case supply::Notice::Kind::failed: {
            end_stay(city, state, notice.ticket, now);
            bool const served = notice.kind == supply::Notice::Kind::unplugged;
            if (visit.charge_end == never) count(state.charging, now, -1);
            agent.soc = notice.reading.soc;
            session_ended(city, state, notice.ticket,
                          served ? supply::Outcome::served : supply::Outcome::failed, notice.reading, now);
            if (served) {
                note_session_served(city, state, notice.ticket, now);
                leave_station(city, state, notice.ticket, now);
            } else {
                session_failed(city, state, notice.ticket, now);
            }
            break;
        }
    }
}

}  // namespace yuchong::city
