#include "sim/city/known_departures.hpp"

#include "sim/city/site_control.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>

namespace yuchong::city {

namespace {

bool departures_known(City const& city, std::uint32_t station) {
    if (city.fleet_cars == 0 && city.inputs.visits.empty()) return true;
    supply::Station const& built = city.network().stations[station];
    auto const first = city.network().plugs.begin() + built.first_plug;
    return std::all_of(first, first + built.plug_count,
                       [](supply::Plug const& plug) { return plug.plug_class == supply::PlugClass::ac; });
}

// Prices change at full hours of the clock: no slot may hold two of them.
bool slots_fit_the_clock(City const& city) {
    return city.calendar.since_midnight(city.window.begin).ms % city.inputs.control.bounds.slot.ms == 0;
}

}  // namespace

bool records_bounds(City const& city) {
    return (controls_sites(city) || !city.inputs.sessions.empty()) && !city.stations_feed_back;
}

void note_known_session(City const& city, State& state, std::uint32_t agent, SimTime now) {
    if (!state.bounds) return;
    Visit const& visit = state.visits[state.agents[agent].visit];
    if (!departures_known(city, visit.station)) return;
    supply::Session const& session = state.supply.session[visit.plug];
    state.bounds->plug_in(visit.plug,
                          {.station = visit.station,
                           .plug_in = now,
                           .leave_by = session.request.leave_by,
                           .requested_kwh = visit.requested_kwh,
                           .max_kw = state.supply.acceptance[visit.plug].largest_from_kw(session.soc),
                           .taken_kwh = 0.0});
}

void read_known_sessions(City const& city, State& state, SimTime now) {
    if (!state.bounds || !state.bounds->slot_ends(now)) return;
    for (std::uint32_t const plug : state.bounds->open()) {
        if (state.supply.phase[plug] != supply::Phase::charging) continue;
        auto const reading = supply::read_session(city.supply, state.supply, supply::PlugId{plug}, now);
        state.bounds->read(plug, now, reading.energy_kwh);
    }
}

void read_known_session(State& state, std::uint32_t plug, supply::SessionReading const& reading,
                        SimTime now) {
    if (state.bounds) state.bounds->read(plug, now, reading.energy_kwh);
}

void end_known_session(State& state, std::uint32_t plug, supply::Outcome outcome,
                       supply::SessionReading const& reading, SimTime now) {
    if (state.bounds) state.bounds->unplug(plug, now, reading, outcome);
}

std::optional<measure::BoundSummary> bounds_of(City const& city, State const& state) {
    if (!state.bounds || !slots_fit_the_clock(city)) return std::nullopt;
    auto const& settings = city.inputs.control.bounds;
    std::vector<double> yuan_per_kwh(measure::bound_slots(settings, city.window));
    for (std::size_t k = 0; k < yuan_per_kwh.size(); ++k) {
        SimTime const begin = city.window.begin + static_cast<std::int64_t>(k) * settings.slot;
        yuan_per_kwh[k] = city.tariff.price(city.calendar.month(begin), city.calendar.hour(begin)).value();
    }
    return measure::bounds(state.bounds->state(), settings, city.window, {city.site_limit_kw, yuan_per_kwh});
}

std::string bounds_absent(City const& city, State const& state) {
    if (city.stations_feed_back && (controls_sites(city) || !city.inputs.sessions.empty()))
        return "cars feed back at stations, and the bounds know of charging only";
    if (!state.bounds) return "";
    std::int64_t const seen = state.bounds->state().seen;
    auto const most = static_cast<std::int64_t>(city.inputs.control.bounds.most_sessions);
    if (!slots_fit_the_clock(city))
        return "time.start lies inside a slot of control.bounds, so a slot could have two prices";
    if (seen == 0) return "no session plugged in where every departure is known";
    if (seen > most)
        return std::to_string(seen) +
               " sessions of known departure, more than control.bounds.most_sessions (" +
               std::to_string(most) + ")";
    return "";
}

}  // namespace yuchong::city
