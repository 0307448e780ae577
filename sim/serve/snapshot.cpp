#include "sim/serve/snapshot.hpp"

#include <algorithm>
#include <numeric>

namespace yuchong::serve {

namespace {

constexpr double minutes_per_hour = 60.0;

double sum(std::vector<double> const& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

std::uint32_t sum(std::array<std::uint32_t, supply::plug_classes> const& counts) {
    return std::accumulate(counts.begin(), counts.end(), 0U);
}

void read_power(std::vector<double> const& minute_kwh, std::vector<double>& into_kw) {
    into_kw.resize(minute_kwh.size());
    std::ranges::transform(minute_kwh, into_kw.begin(), [](double kwh) { return minutes_per_hour * kwh; });
}

}  // namespace

SimTime metered_until(city::State const& state) { return state.recorder.state().last_minute; }

std::int64_t count_waiting(city::State const& state) {
    std::int64_t waiting = 0;
    for (supply::Ledger const& ledger : state.supply.ledger) waiting += ledger.waiting;
    return waiting;
}

Load read_load(city::City const& city, city::State const& state, std::int64_t waiting) {
    return {.home_kw = minutes_per_hour * sum(state.readings.zone_home_kwh),
            .station_kw = minutes_per_hour * sum(state.readings.station_kwh),
            .base_kw = city.base_load_at(metered_until(state)).value(),
            .waiting = static_cast<double>(waiting)};
}

void read_snapshot(city::City const& city, city::State const& state, Snapshot& into) {
    into.now = state.now;
    into.events = state.totals.events;
    into.sessions = state.totals.sessions_started;
    into.charging = state.charging.now;
    into.load = read_load(city, state, count_waiting(state));

    auto const& ledgers = state.supply.ledger;
    into.occupied.resize(ledgers.size());
    into.waiting.resize(ledgers.size());
    into.available.resize(ledgers.size());
    for (std::size_t s = 0; s < ledgers.size(); ++s) {
        into.occupied[s] = sum(ledgers[s].occupied);
        into.waiting[s] = ledgers[s].waiting;
        into.available[s] = sum(ledgers[s].available);
    }
    read_power(state.readings.station_kwh, into.station_kw);
    read_power(state.readings.zone_home_kwh, into.zone_home_kw);
}

}  // namespace yuchong::serve
