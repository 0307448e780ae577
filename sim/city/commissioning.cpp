#include "sim/city/commissioning.hpp"

#include "sim/city/board.hpp"
#include "sim/city/city.hpp"
#include "sim/city/outages.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/state.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::city {

namespace {

SimTime midnight_of(City const& city, std::int32_t civil_day) {
    std::int32_t const first = city.calendar.day(SimTime{0});
    return SimTime{0} - city.calendar.since_midnight(SimTime{0}) + days(civil_day - first);
}

void schedule_next(City const& city, State& state, SimTime now) {
    std::int32_t const today = city.calendar.day(now);
    std::int32_t next = std::numeric_limits<std::int32_t>::max();
    for (supply::Station const& station : city.network().stations)
        for (std::int32_t const day : {station.in_service_day, station.retired_day})
            if (day > today) next = std::min(next, day);
    SimTime const at = next > city.calendar.day(city.window.end) ? never : midnight_of(city, next);
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::commissioning), at,
                  EventKind::commissioning);
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
    return city.network().stations[station].in_service_on(city.calendar.day(now));
}

void start_commissioning(City const& city, State& state) { schedule_next(city, state, SimTime{0}); }

void commissioning_tick(City const& city, State& state, SimTime now) {
    for (std::uint32_t s = 0; s < city.network().stations.size(); ++s) set_in_service(city, state, s, now);
    schedule_next(city, state, now);
}

}  // namespace yuchong::city
