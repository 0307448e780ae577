#include "sim/city/session_rows.hpp"

#include "sim/city/home_charging.hpp"
#include "sim/city/known_departures.hpp"

#include <algorithm>

namespace yuchong::city {

namespace {

measure::SessionRow row_of(City const& city, State const& state, std::uint32_t index,
                           supply::Outcome outcome) {
    Visit const& visit = state.visits[state.agents[index].visit];
    measure::SessionRow row{};
    row.vehicle = index;
    row.station = visit.station;
    row.model = city.cars[index].model;
    row.fleet = city.cars[index].fleet;
    row.plug_class = visit.wanted;
    row.place = visit.place;
    row.outcome = outcome;
    row.arrival = visit.arrival;
    row.plug_in = visit.plug_in;
    row.charge_end = visit.charge_end;
    return row;
}

void hand_over(City const& city, State& state, measure::SessionRow row, SimTime now) {
    if (now <= city.window.begin) return;  // all of it lies in the warm-up
    if (row.arrival < city.window.begin) row.flags |= measure::SessionRow::began_before_window;
    if (row.outcome == supply::Outcome::running) row.flags |= measure::SessionRow::runs_past_window;
    state.recorder.session(row);
}

FedBack fed_back_by(State const& state, Visit const& visit, supply::SessionReading const& reading,
                    SimTime now) {
    bool const home = visit.place == measure::Place::home;
    return home ? fed_back(state, visit, now) : FedBack{reading.fed_kwh, reading.refill_kwh};
}

void count_session(City const& city, State& state, std::uint32_t index, SimTime now,
                   supply::SessionReading const& reading) {
    Visit const& visit = state.visits[state.agents[index].visit];
    auto const place = static_cast<std::size_t>(visit.place);
    measure::FleetCounts& counts = state.fleets[city.cars[index].fleet];
    counts.sessions[place] += city.window.contains(visit.plug_in) ? 1 : 0;
    if (now > city.window.begin)
        counts.charged_kwh[place] += reading.energy_kwh - visit.energy_at_window_begin_kwh;
}

}  // namespace

void end_wait(State& state, Visit const& visit, SimTime now) {
    if (visit.place == measure::Place::depot) {
        state.tally.depot_wait_ended(visit.arrival, now);
    } else {
        state.tally.wait_ended(visit.arrival, now);
    }
}

KilowattHours still_lacks(State const& state, Visit const& visit, supply::SessionReading const& reading,
                          SimTime now) {
    double const refill_kwh = fed_back_by(state, visit, reading, now).refill_kwh;
    return KilowattHours{visit.requested_kwh + refill_kwh - reading.energy_kwh};
}

void session_started(City const& city, State& state, space::ZoneId zone) {
    ++state.totals.sessions_started;
    ++state.district_sessions[city.geography().zones[zone.index()].district.index()];
}

void session_ended(City const& city, State& state, std::uint32_t index, supply::Outcome outcome,
                   supply::SessionReading const& reading, SimTime now) {
    Visit const& visit = state.visits[state.agents[index].visit];
    bool const home = visit.place == measure::Place::home;
    auto const use = visit.charge_end == never ? vehicle::BatteryUse::current : vehicle::BatteryUse::away;
    look_at_battery(city, state, index, reading.soc, use, now);
    state.totals.lowest_soc = std::min({state.totals.lowest_soc, visit.soc_start, reading.soc});
    state.totals.highest_soc = std::max({state.totals.highest_soc, visit.soc_start, reading.soc});
    supply::PlugClass const used = home ? supply::PlugClass::ac : city.network().plugs[visit.plug].plug_class;
    state.tally.session_ended(
        visit.place, used, visit.plug_in,
        KilowattHours{now <= city.window.begin ? 0.0
                                               : reading.energy_kwh - visit.energy_at_window_begin_kwh});
    FedBack const fed = fed_back_by(state, visit, reading, now);
    if (fed.kwh > 0.0) state.tally.session_fed_back(visit.plug_in);
    KilowattHours const lacks{visit.requested_kwh + fed.refill_kwh - reading.energy_kwh};
    if (outcome == supply::Outcome::running) state.tally.owed_at_end(lacks);
    if (outcome == supply::Outcome::served) {
        state.tally.need_ended(visit.plug_in, lacks);
        if (!home && state.control_recorder)
            state.control_recorder->need_ended(visit.station, visit.plug_in, lacks);
    }
    count_session(city, state, index, now, reading);
    if (!home) {
        if (visit.place == measure::Place::public_station) state.tally.visit_ended(visit.arrival, outcome);
        end_known_session(state, visit.plug, outcome, reading, now);
    }

    measure::SessionRow row = row_of(city, state, index, outcome);
    row.plug_class = used;
    row.unplug = outcome == supply::Outcome::running ? never : now;
    row.wait_ms = (visit.plug_in - visit.arrival).ms;
    row.energy_kwh = reading.energy_kwh;
    row.requested_kwh = visit.requested_kwh;
    row.v2g_kwh = fed.kwh;
    row.soc_start = visit.soc_start;
    row.soc_end = reading.soc;
    row.max_kw = reading.max_kw;
    hand_over(city, state, row, now);
}

void swap_ended(City const& city, State& state, std::uint32_t index, supply::Outcome outcome,
                supply::SessionReading const& reading, SimTime now) {
    Visit const& visit = state.visits[state.agents[index].visit];
    look_at_battery(city, state, index, reading.soc, vehicle::BatteryUse::current, now);
    state.totals.lowest_soc = std::min({state.totals.lowest_soc, visit.soc_start, reading.soc});
    state.totals.highest_soc = std::max({state.totals.highest_soc, visit.soc_start, reading.soc});
    state.tally.session_ended(visit.place, supply::PlugClass::swap, visit.plug_in,
                              KilowattHours{now <= city.window.begin ? 0.0 : reading.energy_kwh});
    state.tally.visit_ended(visit.arrival, outcome);
    count_session(city, state, index, now, reading);
    measure::SessionRow row = row_of(city, state, index, outcome);
    row.unplug = outcome == supply::Outcome::running ? never : now;
    row.wait_ms = (visit.plug_in - visit.arrival).ms;
    row.energy_kwh = row.requested_kwh = reading.energy_kwh;
    row.soc_start = visit.soc_start;
    row.soc_end = reading.soc;
    hand_over(city, state, row, now);
}

void visit_ended_unserved(City const& city, State& state, std::uint32_t index, supply::Outcome outcome,
                          SimTime now) {
    Agent const& agent = state.agents[index];
    Visit const& visit = state.visits[agent.visit];
    if (visit.place == measure::Place::public_station) state.tally.visit_ended(visit.arrival, outcome);
    measure::SessionRow row = row_of(city, state, index, outcome);
    row.unplug = never;
    row.wait_ms = (now - row.arrival).ms;
    row.soc_start = row.soc_end = agent.soc;
    hand_over(city, state, row, now);
}

}  // namespace yuchong::city
