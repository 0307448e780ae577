#include "sim/city/clocks.hpp"

#include "sim/city/battery_ageing.hpp"
#include "sim/city/board.hpp"
#include "sim/city/commissioning.hpp"
#include "sim/city/demand_response.hpp"
#include "sim/city/grid_limits.hpp"
#include "sim/city/guidance_step.hpp"
#include "sim/city/home_charging.hpp"
#include "sim/city/home_plan.hpp"
#include "sim/city/known_departures.hpp"
#include "sim/city/outages.hpp"
#include "sim/city/plants.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/session_rows.hpp"
#include "sim/city/site_control.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/city/swaps.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/supply/metering.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>
#include <numeric>

namespace yuchong::city {

namespace {

// What running sessions have taken when the window opens: it is not counted in the window's energy.
void mark_window_begin(City const& city, State& state, SimTime now) {
    for (Agent const& agent : state.agents) {
        if (agent.visit == no_visit) continue;
        Visit& visit = state.visits[agent.visit];
        if (agent.activity == Activity::home_pile) {
            auto const reading = read_home_session(visit, now);
            look_at_battery(city, state, visit.agent, reading.soc, vehicle::BatteryUse::away, now);
            visit.energy_at_window_begin_kwh = reading.energy_kwh;
            state.tally.owed_at_begin(still_lacks(state, visit, reading, now));
        } else if (agent.activity == Activity::plugged) {
            auto const reading =
                supply::read_session(city.supply, state.supply, supply::PlugId{visit.plug}, now);
            look_at_battery(city, state, visit.agent, reading.soc, vehicle::BatteryUse::away, now);
            visit.energy_at_window_begin_kwh = reading.energy_kwh;
            state.tally.owed_at_begin(still_lacks(state, visit, reading, now));
        }
    }
    open_batteries(city, state, now);
    state.tally.open(plug_ledger(city, state, now));
    state.metered_kwh_at_begin = state.supply.metered_kwh;
    for (std::size_t s = 0; s < city.network().stations.size(); ++s) {
        state.totals.waiting_ms_at_begin +=
            supply::read_ledger(city.supply, state.supply, supply::StationId{s}, now).waiting_ms;
    }
}

// The station that has come closest to its connection limit, or gone beyond.
void note_tightest(City const& city, State& state) {
    Totals& totals = state.totals;
    auto const& limit_kw = city.supply.limit_kw;
    auto const station_kwh = connection_kwh(state);
    auto const beyond = [&](std::size_t s, double kw, double of_kw) {
        return 60.0 * station_kwh[s] * of_kw > kw * limit_kw[s];
    };
    // Nearly always none, so the first loop has no branches and nothing that changes.
    std::size_t count = 0;
    double const kw = totals.tightest_kw, of_kw = totals.tightest_limit_kw;
    for (std::size_t s = 0; s < limit_kw.size(); ++s) count += beyond(s, kw, of_kw) ? 1 : 0;
    for (std::size_t s = 0; count > 0 && s < limit_kw.size(); ++s) {
        if (!beyond(s, totals.tightest_kw, totals.tightest_limit_kw)) continue;
        totals.tightest_kw = 60.0 * station_kwh[s];
        totals.tightest_limit_kw = limit_kw[s];
    }
}

void read_waiting(State& state, SimTime now) {
    state.readings.waiting_ms = 0;
    for (supply::Ledger const& ledger : state.supply.ledger) {
        state.readings.waiting_ms += ledger.waiting_ms + (now - ledger.last).ms * ledger.waiting;
    }
}

void read_ledgers(City const& city, State& state, SimTime now) {
    Readings& readings = state.readings;
    for (std::size_t s = 0; s < city.network().stations.size(); ++s) {
        auto const ledger = supply::read_ledger(city.supply, state.supply, supply::StationId{s}, now);
        readings.station_occupied_ms[s] =
            ledger.occupied_ms[0] + ledger.occupied_ms[1] + ledger.occupied_ms[2];
        readings.station_waiting_ms[s] = ledger.waiting_ms;
    }
}

// Prices are those in which the minute began.
void record_control(City const& city, State& state, measure::FedBackEnergy const& fed_back, SimTime now) {
    SimTime const begin = now - minutes(1);
    int const month = city.calendar.month(begin), hour = city.calendar.hour(begin);
    auto const connection = connection_kwh(state);
    double const net_kwh = std::accumulate(connection.begin(), connection.end(), 0.0);
    double const import_kwh = state.plants ? state.readings.plants.import_kwh : net_kwh;
    state.control_recorder->minute({now, import_kwh, net_kwh, city.tariff.price(month, hour),
                                    city.tariff.carbon(month, hour), fed_back.at_plug_kwh,
                                    city.inputs.control.v2g.wear_yuan_per_kwh * fed_back.from_battery_kwh});
}

}  // namespace

measure::PlugLedger plug_ledger(City const& city, State const& state, SimTime now) {
    measure::PlugLedger sum{};
    for (std::size_t s = 0; s < city.network().stations.size(); ++s) {
        if (city.network().stations[s].access != supply::Access::everyone) continue;
        auto const ledger = supply::read_ledger(city.supply, state.supply, supply::StationId{s}, now);
        for (std::size_t c = 0; c < supply::plug_classes; ++c) {
            sum.occupied_ms[c] += ledger.occupied_ms[c];
            sum.available_ms[c] += ledger.available_ms[c];
        }
    }
    return sum;
}

void read_meters(City const& city, State& state, SimTime now) {
    Readings& readings = state.readings;
    std::fill(readings.station_kwh.begin(), readings.station_kwh.end(), 0.0);
    std::fill(readings.zone_home_kwh.begin(), readings.zone_home_kwh.end(), 0.0);
    supply::meter(city.supply, state.supply, now, readings.station_kwh);
    meter_homes(state, now, readings.zone_home_kwh);
    auto const home_kwh_by_plan = take_home_kwh_by_plan(state, now);
    measure::FedBackEnergy fed_back = take_fed_kwh(state, now);
    FedAtStations const fed = take_fed_at_stations(city, state, now);
    fed_back.by_packs_kwh = fed.by_packs_kwh;
    if (fed.by_cars_kwh > 0.0) {
        fed_back.at_plug_kwh += fed.by_cars_kwh;
        fed_back.at_stations_kwh = fed.by_cars_kwh;
        fed_back.from_battery_kwh += fed.by_cars_kwh / discharge_efficiency(city);
    }
    read_known_sessions(city, state, now);
    note_response_minute(city, state, now);
    if (state.plants) read_plants(city, state);
    if (state.demand_meter) state.demand_meter->minute(now, connection_kwh(state));
    if (state.grid) add_minute(*state.grid, connection_kwh(state), state.station_v2g.minute_kwh);
    if (state.control_recorder) record_control(city, state, fed_back, now);
    note_tightest(city, state);
    if (now == city.window.begin) mark_window_begin(city, state, now);
    // Ledgers are integrals: the recorder looks at them where a step begins or ends.
    Duration const into_window = now - city.window.begin;
    auto const& record = city.inputs.record;
    if (into_window.ms % record.city_step.ms == 0) read_waiting(state, now);
    if (into_window.ms % record.station_step.ms == 0) read_ledgers(city, state, now);
    count(state.charging, now, 0);
    SimTime const minute_begin = now - minutes(1);
    double const base_kw = city.base_load_at(now - seconds(30)).value();
    state.recorder.minute({now,
                           readings.station_kwh,
                           readings.zone_home_kwh,
                           readings.station_occupied_ms,
                           readings.station_waiting_ms,
                           state.charging.ms,
                           readings.waiting_ms,
                           state.district_sessions,
                           base_kw / 60.0,
                           {city.calendar.month(minute_begin), city.calendar.hour(minute_begin)},
                           home_kwh_by_plan,
                           fed_back,
                           state.plants ? std::optional(readings.plants.import_kwh) : std::nullopt,
                           state.station_v2g.minute_kwh});
    if (state.plants) record_plants(city, state, now);
    bool const steps = now >= city.window.begin && into_window.ms % record.station_step.ms == 0;
    if (state.swaps && steps) record_swaps(city, state, now);
}

void start_clocks(City const& city, State& state) {
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::minute),
                  SimTime{0} + minutes(1), EventKind::minute);
    if (city.inputs.information.age.ms > 0) {
        schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::board),
                      SimTime{0} + city.inputs.information.age, EventKind::publish);
    }
    if (resweeps(city)) {
        schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::homes),
                      SimTime{0} + city.inputs.control.homes.resweep, EventKind::home_resweep);
    }
    start_response(city, state);
    start_outages(city, state);
    start_commissioning(city, state);
    start_guidance(city, state);
    start_swaps(city, state);
    if (controls_sites(city)) {
        schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::control),
                      SimTime{0} + city.inputs.control.step, EventKind::control_step);
    }
    if (has_plants(city)) plant_tick(city, state, SimTime{0});
    if (city.grid) {
        schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::grid),
                      SimTime{0} + city.grid->distribution.step_length(), EventKind::grid_step);
        if (limits_stations(city.inputs))
            schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::grid_limits),
                          SimTime{0} + city.grid->distribution.step_length(), EventKind::grid_limits);
    }
}

void publish_tick(City const& city, State& state, SimTime now) {
    publish(city, state, now);
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::board),
                  now + city.inputs.information.age, EventKind::publish);
}

void minute_tick(City const& city, State& state, SimTime now) {
    read_meters(city, state, now);
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::minute), now + minutes(1),
                  EventKind::minute);
}

}  // namespace yuchong::city
