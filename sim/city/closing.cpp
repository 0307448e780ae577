#include "sim/city/closing.hpp"

#include "sim/city/battery_ageing.hpp"
#include "sim/city/clocks.hpp"
#include "sim/city/home_charging.hpp"
#include "sim/city/plants.hpp"
#include "sim/city/session_rows.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/city/swaps.hpp"
#include "sim/city/walk.hpp"
#include "sim/supply/feeding.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/supply/metering.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>

namespace yuchong::city {

namespace {

void write_down_running(City const& city, State& state, SimTime now) {
    for (std::uint32_t index = 0; index < state.agents.size(); ++index) {
        Agent const& agent = state.agents[index];
        switch (agent.activity) {
            case Activity::parked: book_walk_until(city, state, index, now); break;
            case Activity::heading:
            case Activity::retired: break;
            case Activity::waiting:
                end_wait(state, state.visits[agent.visit], now);
                visit_ended_unserved(city, state, index, supply::Outcome::running, now);
                break;
            case Activity::plugged: {
                supply::PlugId const plug{state.visits[agent.visit].plug};
                session_ended(city, state, index, supply::Outcome::running,
                              supply::read_session(city.supply, state.supply, plug, now), now);
                break;
            }
            case Activity::swapping:
                swap_ended(city, state, index, supply::Outcome::running,
                           {.soc = agent.soc, .energy_kwh = 0, .loss_kwh = 0, .power_kw = 0, .max_kw = 0},
                           now);
                break;
            case Activity::home_pile:
                session_ended(city, state, index, supply::Outcome::running,
                              read_home_session(state.visits[agent.visit], now), now);
                break;
        }
    }
}

// Vehicles as the stations see them, standing in line or at a plug with their own ticket, and the rest of the
// fleet.
std::int64_t vehicles_found(City const& city, State const& state) {
    std::int64_t found = 0;
    for (auto const& ledger : state.supply.ledger) found += ledger.waiting;
    for (supply::SwapState const& swap : state.supply.swaps)
        if (swap.ends != never && state.agents[swap.car.ticket].activity == Activity::swapping) ++found;
    for (std::uint32_t plug = 0; plug < city.network().plugs.size(); ++plug) {
        if (city.network().plugs[plug].plug_class == supply::PlugClass::swap) continue;  // a pack
        auto const phase = state.supply.phase[plug];
        if (phase == supply::Phase::vacant || phase == supply::Phase::out_of_order) continue;
        Agent const& agent = state.agents[state.supply.session[plug].request.ticket];
        if (agent.activity == Activity::plugged && state.visits[agent.visit].plug == plug) ++found;
    }
    for (Agent const& agent : state.agents) {
        bool const at_station = agent.activity == Activity::plugged || agent.activity == Activity::waiting ||
                                agent.activity == Activity::swapping;
        found += at_station ? 0 : 1;
    }
    return found;
}

std::vector<measure::AuditRow> audit(City const& city, State const& state, SimTime now) {
    std::size_t const stations = city.network().stations.size();
    std::vector<double> metered(stations), booked(stations);
    HomeEnergyBooks const home = booked_at_home(state, now);
    double metered_total = state.home.metered_kwh, booked_total = home.drawn_kwh;
    supply::FedAccounts fed{state.home.metered_fed_kwh, home.fed_kwh};
    bool const by_packs = packs_feed_back(city), follows_feeding = city.stations_feed_back || by_packs;
    std::int64_t waiting_ms = -state.totals.waiting_ms_at_begin;
    for (std::size_t s = 0; s < stations; ++s) {
        auto const accounts = supply::energy_accounts(city.supply, state.supply, supply::StationId{s}, now);
        metered[s] = accounts.metered_kwh;
        booked[s] = accounts.booked_kwh;
        metered_total += metered[s];
        booked_total += booked[s];
        if (follows_feeding) {
            auto const at_station =
                supply::fed_accounts(city.supply, state.supply, supply::StationId{s}, now);
            fed.metered_kwh += at_station.metered_kwh;
            fed.booked_kwh += at_station.booked_kwh;
        }
        waiting_ms += supply::read_ledger(city.supply, state.supply, supply::StationId{s}, now).waiting_ms;
    }
    double lowest = state.totals.lowest_soc, highest = state.totals.highest_soc;
    for (Agent const& agent : state.agents) {
        lowest = std::min(lowest, agent.soc);
        highest = std::max(highest, agent.soc);
    }
    std::vector<measure::AuditRow> rows{
        measure::audit_energy_total(metered_total, booked_total),
        measure::audit_energy_worst_station(metered, booked),
        measure::audit_vehicles(static_cast<std::int64_t>(city.cars.size()), vehicles_found(city, state)),
        measure::audit_grants(state.totals.tightest_kw, state.totals.tightest_limit_kw),
        measure::audit_soc(lowest, highest),
        measure::audit_little(waiting_ms, state.tally.state().clipped_wait_ms)};
    if (city.inputs.control.v2g.strategy != control::V2gStrategy::none || by_packs ||
        !city.outages.outages.empty())
        rows.push_back(measure::audit_energy_fed_back(fed.metered_kwh, fed.booked_kwh));
    if (has_plants(city)) audit_plants(city, state, now, rows);
    if (state.grid) {
        double const through_kwh =
            has_plants(city) ? state.home.metered_kwh + through_connections_kwh(city, state) : metered_total;
        rows.push_back(measure::audit_grid_energy(state.grid->meters.fed_kwh, through_kwh - fed.metered_kwh));
        rows.push_back(measure::audit_grid_balance(state.grid->recorder.totals().worst_balance));
    }
    return rows;
}

}  // namespace

std::vector<measure::AuditRow> close_city(City const& city, State& state) {
    SimTime const now = city.window.end;
    state.now = now;
    read_meters(city, state, now);
    if (state.grid) {
        grid_step(city, state, now);
        state.grid->recorder.close(state.grid->flow);
    }
    state.tally.close(plug_ledger(city, state, now));
    write_down_running(city, state, now);
    close_batteries(city, state, now);
    state.recorder.flush();
    if (state.plants) state.plants->flush();
    if (state.swaps) state.swaps->flush();
    if (state.control_recorder) state.control_recorder->flush();
    return audit(city, state, now);
}

}  // namespace yuchong::city
