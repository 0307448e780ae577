#include "sim/city/demand_response.hpp"

#include "sim/city/response_settlement.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/site_control.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/control/demand_response.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace yuchong::city {

namespace {

constexpr std::int64_t quarters_a_day = 96;
constexpr double endless_kw = std::numeric_limits<double>::infinity();

enum class StationPurpose : std::uint16_t { response = 1'000 };  // of draws in class `station`, by the city

// A session that could be paused.
struct Candidate {
    double spare_h;  // beyond its restart
    double power_kw;
    SimTime restart;
    std::uint32_t plug;
};

// From one look at the load to the next. A look reads the minute before the last, so that it has seen what
// the look before has done.
Duration cadence(City const& city) {
    std::int64_t const minute_ms = minutes(1).ms;
    std::int64_t const whole = (city.inputs.control.step.ms + minute_ms - 1) / minute_ms;
    return minutes(std::max<std::int64_t>(2, whole));
}

SimTime restart_of(City const& city, State const& state, std::uint32_t plug, std::size_t event) {
    ResponseWindow const& window = city.response.events[event];
    std::uint32_t const car = state.supply.session[plug].request.ticket;
    Block const draw =
        city.random.draw(demand::draw_for(city.cars[car].ordinal, demand::Purpose::response_restart,
                                          city.calendar.day(window.from), static_cast<std::uint32_t>(event)));
    return control::restart_at(window.to, city.inputs.control.response.rebound, draw.uniform(0));
}

std::vector<Candidate> candidates(City const& city, State const& state, std::size_t event, SimTime now) {
    std::vector<Candidate> found;
    for (std::uint32_t plug = 0; plug < city.network().plugs.size(); ++plug) {
        if (city.response.takes_part[city.network().plugs[plug].station.index()] == 0) continue;
        if (!supply::claims_power(state.supply, plug) || is_paused(state.response, plug)) continue;
        if (state.supply.session[plug].request.leave_by == never || follows_plan(city, state, plug)) continue;
        auto const reading = supply::read_session(city.supply, state.supply, supply::PlugId{plug}, now);
        SimTime const restart = restart_of(city, state, plug, event);
        double const laxity = laxity_h(city, state, plug, now);
        if (reading.power_kw <= 0.0 || !control::can_pause(laxity, restart - now)) continue;
        found.push_back({laxity - (restart - now).hours(), reading.power_kw, restart, plug});
    }
    std::ranges::sort(found, [](Candidate const& a, Candidate const& b) {
        return a.spare_h > b.spare_h || (a.spare_h == b.spare_h && a.plug < b.plug);
    });
    return found;
}

void pause(City const& city, State& state, std::size_t event, Candidate const& candidate, SimTime now) {
    state.response.paused_until[candidate.plug] = candidate.restart;
    state.response.paused.push_back({candidate.plug, candidate.restart});
    ++state.response.pauses[event];
    give_set_point(city, state, candidate.plug, 0.0, now);
}

void resume(City const& city, State& state, std::uint32_t plug, SimTime now) {
    state.response.paused_until[plug] = never;
    if (!wants_power(state.supply.phase[plug])) return;
    if (controls_sites(city)) {
        ask_for_admission(city, state, plug, now);
    } else {
        give_set_point(city, state, plug, endless_kw, now);
    }
}

// And those whose plug another session has taken.
void forget_resumed(ResponseState& response) {
    std::erase_if(response.paused, [&](PausedPlug const& paused) {
        return response.paused_until[paused.plug] != paused.until;
    });
}

void resume_due(City const& city, State& state, SimTime now) {
    ResponseState& response = state.response;
    for (PausedPlug const& paused : response.paused) {
        if (paused.until <= now && response.paused_until[paused.plug] == paused.until)
            resume(city, state, paused.plug, now);
    }
    forget_resumed(response);
}

// Paused sessions and what they would draw, those that can wait least first.
std::vector<Candidate> paused_sessions(City const& city, State const& state, SimTime now) {
    std::vector<Candidate> found;
    for (PausedPlug const& paused : state.response.paused) {
        if (!supply::claims_power(state.supply, paused.plug)) continue;
        double const soc = soc_at_plug(city, state, paused.plug, now);
        found.push_back({laxity_h(city, state, paused.plug, now),
                         state.supply.acceptance[paused.plug].power_kw(soc), paused.until, paused.plug});
    }
    std::ranges::sort(found, [](Candidate const& a, Candidate const& b) {
        return a.spare_h < b.spare_h || (a.spare_h == b.spare_h && a.plug < b.plug);
    });
    return found;
}

// Pauses sessions while the load of the last minute is above what is allowed, lets some go on if it is below.
void hold_load(City const& city, State& state, std::size_t event, SimTime now) {
    double beyond_kw = 60.0 * state.response.minute_kwh - allowed_kw(city, state, event, now);
    if (beyond_kw > 0.0) {
        for (Candidate const& candidate : candidates(city, state, event, now)) {
            if (beyond_kw <= 0.0) break;
            beyond_kw -= candidate.power_kw;
            pause(city, state, event, candidate, now);
        }
        return;
    }
    for (Candidate const& paused : paused_sessions(city, state, now)) {
        if (beyond_kw + paused.power_kw > 0.0) break;
        beyond_kw += paused.power_kw;
        resume(city, state, paused.plug, now);
    }
    forget_resumed(state.response);
}

void schedule_next(City const& city, State& state, SimTime now) {
    SimTime next = never;
    for (ResponseWindow const& event : city.response.events) {
        if (event.from > now) next = std::min(next, event.from);
        if (event.from <= now && now + cadence(city) < event.to) next = std::min(next, now + cadence(city));
    }
    for (PausedPlug const& paused : state.response.paused) next = std::min(next, paused.until);
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::response), next,
                  EventKind::response_step);
}

}  // namespace

double laxity_h(City const& city, State const& state, std::uint32_t plug, SimTime now) {
    supply::Session const& session = state.supply.session[plug];
    double const soc = soc_at_plug(city, state, plug, now);
    double const need_h = soc < session.stop_soc
                              ? vehicle::hours_to_soc(state.supply.acceptance[plug], soc, session.stop_soc,
                                                      endless_kw, session.pack)
                              : 0.0;
    return (session.request.leave_by - now).hours() - need_h;
}

ResponsePlan make_response_plan(City const& city) {
    control::ResponseSettings const& settings = city.inputs.control.response;
    if (settings.events.empty()) return {};
    ResponsePlan plan;
    auto const instant = [&](CivilTime const& time) {
        return city.window.begin + time_between(city.inputs.time.start, time);
    };
    for (control::ResponseEvent const& event : settings.events)
        plan.events.push_back({instant(event.from) - event.notice, instant(event.from), instant(event.to)});
    for (supply::Station const& station : city.network().stations) {
        Block const draw = city.random.draw(
            {DrawClass::station, static_cast<std::uint16_t>(StationPurpose::response), station.ordinal});
        plan.takes_part.push_back(draw.uniform(0) < settings.site_share ? 1 : 0);
    }
    return plan;
}

ResponseState make_response(City const& city) {
    if (city.response.events.empty()) return {};
    ResponseState response;
    response.quarter_kwh.assign(quarter_of(city, city.window.end) + 1, 0.0);
    response.paused_until.assign(city.network().plugs.size(), never);
    response.load_before_kw.assign(city.response.events.size(), 0.0);
    response.pauses.assign(city.response.events.size(), 0);
    return response;
}

std::size_t quarter_of(City const& city, SimTime t) {
    std::int64_t const day = city.calendar.day(t) - city.calendar.day(SimTime{0});
    return static_cast<std::size_t>(day * quarters_a_day +
                                    city.calendar.since_midnight(t).ms / minutes(15).ms);
}

void start_response(City const& city, State& state) {
    if (!city.response.events.empty()) schedule_next(city, state, SimTime{-1});
}

void note_response_minute(City const& city, State& state, SimTime now) {
    if (city.response.events.empty()) return;
    ResponseState& response = state.response;
    response.minute_kwh = 0.0;
    for (std::size_t s = 0; s < state.readings.station_kwh.size(); ++s)
        if (city.response.takes_part[s] != 0) response.minute_kwh += state.readings.station_kwh[s];
    response.quarter_kwh[quarter_of(city, now - minutes(1))] += response.minute_kwh;
}

void note_response_plug_in(State& state, std::uint32_t plug) {
    if (!state.response.paused_until.empty()) state.response.paused_until[plug] = never;
}

void response_tick(City const& city, State& state, SimTime now) {
    resume_due(city, state, now);
    for (std::size_t e = 0; e < city.response.events.size(); ++e) {
        ResponseWindow const& event = city.response.events[e];
        if (now < event.from || now >= event.to || (now - event.from).ms % cadence(city).ms != 0) continue;
        if (now == event.from) state.response.load_before_kw[e] = 60.0 * state.response.minute_kwh;
        hold_load(city, state, e, now);
    }
    schedule_next(city, state, now);
}

}  // namespace yuchong::city
