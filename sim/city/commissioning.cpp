#include "sim/city/commissioning.hpp"

#include "sim/city/board.hpp"
#include "sim/city/city.hpp"
#include "sim/city/outages.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/state.hpp"
#include "sim/supply/network_scope.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::city {

namespace {

enum class StationPurpose : std::uint16_t { closure = 1'003 };  // of draws in class `station`, by the city

SimTime from_midnight(City const& city, std::int32_t civil_day, double hour) {
    return city.calendar.midnight(civil_day) +
           milliseconds(std::llround(hour * static_cast<double>(hours(1).ms)));
}

SimTime instant_of(City const& city, CivilTime const& time) {
    return city.calendar.midnight(day_number(time)) + time_of_day(time);
}

bool concerns(City const& city, std::uint32_t station, supply::ClosedStations stations) {
    if (city.network().stations[station].access != supply::Access::everyone) return false;
    supply::PlugClass const best = supply::best_plug(city.network(), city.network().stations[station]);
    switch (stations) {
        case supply::ClosedStations::all: return true;
        case supply::ClosedStations::dc:
            return best == supply::PlugClass::super || best == supply::PlugClass::fast;
        case supply::ClosedStations::super: return best == supply::PlugClass::super;
    }
    return true;
}

bool closed_by_order(City const& city, std::uint32_t station, SimTime now) {
    for (supply::Closure const& closure : city.inputs.supply.closures) {
        std::int32_t const today = city.calendar.day(now);
        bool const begun = instant_of(city, closure.from) <= now && now < instant_of(city, closure.until);
        bool const in_hours = from_midnight(city, today, closure.closed_from_h) <= now &&
                              now < from_midnight(city, today, closure.closed_until_h);
        if (!begun || !in_hours || !concerns(city, station, closure.stations)) continue;
        Block const draw =
            city.random.draw({DrawClass::station, static_cast<std::uint16_t>(StationPurpose::closure),
                              city.network().stations[station].ordinal, 0, 0});
        if (draw.uniform(0) < closure.share) return true;
    }
    return false;
}

// The next instant at which some closure begins, ends, or changes its hours.
SimTime next_closing(City const& city, SimTime now) {
    SimTime next = never;
    auto const consider = [&](SimTime t) {
        if (t > now) next = std::min(next, t);
    };
    std::int32_t const today = city.calendar.day(now);
    for (supply::Closure const& closure : city.inputs.supply.closures) {
        consider(instant_of(city, closure.from));
        consider(instant_of(city, closure.until));
        if (now >= instant_of(city, closure.until)) continue;
        for (std::int32_t const day : {today, today + 1}) {
            consider(from_midnight(city, day, closure.closed_from_h));
            consider(from_midnight(city, day, closure.closed_until_h));
        }
    }
    return next;
}

void schedule_next(City const& city, State& state, SimTime now) {
    std::int32_t const today = city.calendar.day(now);
    std::int32_t next = std::numeric_limits<std::int32_t>::max();
    for (supply::Station const& station : city.network().stations)
        for (std::int32_t const day : {station.in_service_day, station.retired_day})
            if (day > today) next = std::min(next, day);
    SimTime const midnight = next > city.calendar.day(city.window.end) ? never : city.calendar.midnight(next);
    SimTime const at = std::min(midnight, next_closing(city, now));
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::commissioning),
                  at > city.window.end ? never : at, EventKind::commissioning);
}

void set_in_service(City const& city, State& state, std::uint32_t station, SimTime now) {
    supply::StationId const id{station};
    bool const open = state.supply.ledger[station].open != 0, wanted = in_service(city, station, now);
    if (open == wanted || waits_for_supply(state.outages, station)) return;
    if (wanted) {
        supply::open_station(city.supply, state.supply, id, now);
    } else {
        supply::close_station(city.supply, state.supply, id, now);
    }
    mark_stale(state.board, station);
}

}  // namespace

bool in_service(City const& city, std::uint32_t station, SimTime now) {
    return city.network().stations[station].in_service_on(city.calendar.day(now)) &&
           !closed_by_order(city, station, now);
}

void start_commissioning(City const& city, State& state) {
    if (!city.inputs.supply.closures.empty())
        for (std::uint32_t s = 0; s < city.network().stations.size(); ++s)
            set_in_service(city, state, s, SimTime{0});
    schedule_next(city, state, SimTime{0});
}

void commissioning_tick(City const& city, State& state, SimTime now) {
    for (std::uint32_t s = 0; s < city.network().stations.size(); ++s) set_in_service(city, state, s, now);
    schedule_next(city, state, now);
}

}  // namespace yuchong::city
