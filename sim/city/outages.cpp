#include "sim/city/outages.hpp"

#include "sim/base/check.hpp"
#include "sim/city/board.hpp"
#include "sim/city/city.hpp"
#include "sim/city/commissioning.hpp"
#include "sim/city/home_charging.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/state.hpp"
#include "sim/city/stations.hpp"
#include "sim/city/v2g_stay.hpp"
#include "sim/grid/feeder_transformers.hpp"
#include "sim/grid/per_unit.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace yuchong::city {

namespace {

constexpr double slot_h = plan_slot.hours();

// A car at its pile while the feeder is out.
struct Standby {
    std::uint32_t agent;
    double kw;  // what it can give for a whole slot
};

std::uint32_t feeder_named(grid::Network const& network, std::string const& id) {
    auto const found = std::ranges::find(network.feeders, id, &grid::Feeder::id);
    check(found != network.feeders.end(), "a feeder that is to go out is in the network");
    return static_cast<std::uint32_t>(found - network.feeders.begin());
}

// Base load of every node of a feeder in a step.
std::vector<double> nodes_kw(City const& city, std::uint32_t feeder, grid::LoadLevel const& level,
                             grid::LoadNoise const& noise) {
    std::vector<double> p(city.grid->network.feeders[feeder].node_count), q(p.size());
    city.grid->base_load.fill(grid::FeederId{feeder}, level, noise.deviation[feeder], p, q);
    for (double& kw : p) kw *= grid::kw_per_pu;
    return p;
}

// Of it what the low-voltage network behind a transformer draws.
double behind_kw(City const& city, PlannedOutage const& outage, std::span<double const> nodes,
                 std::uint32_t transformer) {
    grid::Network const& network = city.grid->network;
    return nodes[network.transformers[transformer].node - network.feeders[outage.feeder].first_node];
}

// In the slot that begins now.
std::vector<double> coming_nodes_kw(City const& city, State const& state, PlannedOutage const& outage,
                                    SimTime now) {
    grid::StepLoad const load = load_of(city, state.grid->meters, now, now + plan_slot);
    grid::LoadNoise noise = state.grid->flow.noise;
    city.grid->base_load.advance(noise, load.quarter);
    return nodes_kw(city, outage.feeder, load.level, noise);
}

// At the plug, from one state of charge down to another. The record may be one that feeds or one that
// charges.
double fed_between_kwh(supply::HomeCharge const& charge, double from_soc, double to_soc) {
    auto const efficiency = static_cast<double>(charge.efficiency);
    double const lost_per_fed = supply::feeds(charge) ? efficiency : 1.0 / efficiency;
    return (from_soc - to_soc) * static_cast<double>(charge.energy_kwh) / lost_per_fed;
}

// What each car that is plugged in can give, and the energy above the reserve of all of them.
std::vector<Standby> muster(City const& city, State const& state, std::span<std::uint32_t const> cars,
                            SimTime now, OutageLook& look) {
    grid::EmergencySettings const& emergency = city.inputs.grid.outages.emergency;
    std::vector<Standby> standby;
    for (std::uint32_t const agent : cars) {
        if (state.agents[agent].activity != Activity::home_pile) continue;
        ++look.plugged;
        standby.push_back({agent, 0.0});
        if (!is_equipped(city, agent, emergency.vehicle_share)) continue;
        double const soc = read_home_session(state.visits[state.agents[agent].visit], now).soc;
        if (soc <= emergency.reserve_soc) continue;
        double const kwh =
            fed_between_kwh(state.visits[state.agents[agent].visit].home, soc, emergency.reserve_soc);
        standby.back().kw = std::min(city.cars[agent].pile_w / 1000.0, kwh / slot_h);
        ++look.vehicles;
        look.available_kw += standby.back().kw;
        look.available_kwh += kwh;
    }
    return standby;
}

// Each gives as much of what it can as the others, to the load and no further.
void carry(City const& city, State& state, PlannedOutage const& outage, std::span<Standby const> standby,
           double load_kw, SimTime now) {
    double able_kw = 0.0;
    for (Standby const& car : standby) able_kw += car.kw;
    double const share = able_kw > load_kw ? std::max(load_kw, 0.0) / able_kw : 1.0;
    for (Standby const& car : standby)
        hold_home(city, state, car.agent, Kilowatts{share * car.kw}, outage.to, now);
}

void settle_quarter(City const& city, State& state, std::size_t number, SimTime now) {
    PlannedOutage const& outage = city.outages.outages[number];
    OutageLook look{.at = now};
    std::vector<double> const nodes = coming_nodes_kw(city, state, outage, now);
    auto const& transformer_of = city.grid->home_transformer;
    for (auto first = outage.cars.begin(); first != outage.cars.end();) {
        std::uint32_t const transformer = transformer_of[*first];
        auto const end = std::find_if(first, outage.cars.end(),
                                      [&](std::uint32_t car) { return transformer_of[car] != transformer; });
        auto const standby = muster(city, state, std::span(first, end), now, look);
        carry(city, state, outage, standby, behind_kw(city, outage, nodes, transformer), now);
        first = end;
    }
    state.outages.before[number] = std::exchange(state.outages.present[number], look);
}

// Sessions fail, the queue finds nothing that works; repaired is what the outage has stopped, when it ends.
void stop_station(City const& city, State& state, std::uint32_t station, SimTime back, SimTime now) {
    state.outages.without_supply[station] = 1;
    if (state.supply.ledger[station].open == 0) return;
    supply::Station const& built = city.network().stations[station];
    supply::close_station(city.supply, state.supply, supply::StationId{station}, now);
    mark_stale(state.board, station);
    for (std::uint32_t p = built.first_plug; p < built.first_plug + built.plug_count; ++p) {
        SimTime repaired = back;
        if (state.supply.phase[p] == supply::Phase::out_of_order) {
            std::uint32_t const slot = state.schedule.first(static_cast<std::size_t>(SlotClass::fault)) + p;
            repaired = std::max(repaired, state.schedule.next_time(slot));
        } else {
            apply(city, state, station, supply::break_down(city.supply, state.supply, supply::PlugId{p}, now),
                  now);
        }
        schedule_slot(city, state, SlotClass::fault, p, repaired, EventKind::repair);
    }
}

void reopen_station(City const& city, State& state, std::uint32_t station, SimTime now) {
    state.outages.without_supply[station] = 0;
    if (!in_service(city, station, now)) return;
    supply::open_station(city.supply, state.supply, supply::StationId{station}, now);
    mark_stale(state.board, station);
}

void begin(City const& city, State& state, PlannedOutage const& outage, SimTime now) {
    for (std::uint32_t const s : outage.stations) stop_station(city, state, s, outage.to, now);
}

void end(City const& city, State& state, PlannedOutage const& outage, SimTime now) {
    for (std::uint32_t const s : outage.stations) reopen_station(city, state, s, now);
    for (std::uint32_t const car : outage.cars)
        if (state.agents[car].activity == Activity::home_pile) free_home(city, state, car, now);
}

void schedule_next(City const& city, State& state, SimTime now) {
    SimTime next = never;
    for (PlannedOutage const& outage : city.outages.outages) {
        if (outage.from > now) next = std::min(next, outage.from);
        if (outage.from <= now && now < outage.to) next = std::min(next, now + plan_slot);
    }
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::outages), next,
                  EventKind::outage_step);
}

}  // namespace

OutagePlan make_outage_plan(City const& city) {
    OutagePlan plan;
    if (!city.grid) return plan;
    grid::Network const& network = city.grid->network;
    auto const first = grid::first_transformers(network);
    auto const instant = [&](CivilTime const& time) {
        return city.window.begin + time_between(city.inputs.time.start, time);
    };
    for (grid::Outage const& outage : city.inputs.grid.outages.planned) {
        std::uint32_t const f = feeder_named(network, outage.feeder);
        PlannedOutage planned{f, instant(outage.from), instant(outage.to), first[f], first[f + 1], {}, {}};
        auto const is_on = [&](std::uint32_t t) { return first[f] <= t && t < first[f + 1]; };
        auto const& transformer_of = city.grid->home_transformer;
        for (std::uint32_t car = 0; car < transformer_of.size(); ++car)
            if (is_on(transformer_of[car])) planned.cars.push_back(car);
        std::ranges::sort(planned.cars, [&](std::uint32_t a, std::uint32_t b) {
            return transformer_of[a] < transformer_of[b] || (transformer_of[a] == transformer_of[b] && a < b);
        });
        for (std::uint32_t s = 0; s < network.station_transformer.size(); ++s)
            if (is_on(network.station_transformer[s].index())) planned.stations.push_back(s);
        plan.outages.push_back(std::move(planned));
    }
    return plan;
}

std::optional<SimTime> home_supply_returns(City const& city, std::uint32_t agent, SimTime now) {
    for (PlannedOutage const& outage : city.outages.outages) {
        std::uint32_t const t = city.grid->home_transformer[agent];
        if (outage.from <= now && now < outage.to && outage.first_transformer <= t &&
            t < outage.end_transformer)
            return outage.to;
    }
    return std::nullopt;
}

OutageState make_outages(City const& city) {
    OutageState state;
    if (city.outages.outages.empty()) return state;
    state.without_supply.assign(city.network().stations.size(), 0);
    state.present.assign(city.outages.outages.size(), {});
    state.before = state.present;
    return state;
}

void start_outages(City const& city, State& state) {
    if (!city.outages.outages.empty()) schedule_next(city, state, SimTime{-1});
}

void outage_tick(City const& city, State& state, SimTime now) {
    auto const& outages = city.outages.outages;
    for (PlannedOutage const& outage : outages)
        if (now == outage.to) end(city, state, outage, now);
    for (std::size_t i = 0; i < outages.size(); ++i) {
        if (now == outages[i].from) begin(city, state, outages[i], now);
        if (outages[i].from <= now && now < outages[i].to) settle_quarter(city, state, i, now);
    }
    schedule_next(city, state, now);
}

std::vector<std::uint8_t> feeders_out(City const& city, SimTime begin) {
    std::vector<std::uint8_t> out;
    for (PlannedOutage const& outage : city.outages.outages) {
        if (begin < outage.from || begin >= outage.to) continue;
        out.resize(city.grid->network.feeders.size(), 0);
        out[outage.feeder] = 1;
    }
    return out;
}

void note_outage_step(City const& city, State& state, SimTime now) {
    SimTime const before = now - city.grid->distribution.step_length();
    for (std::size_t i = 0; i < city.outages.outages.size(); ++i) {
        PlannedOutage const& outage = city.outages.outages[i];
        if (now <= outage.from || before >= outage.to) continue;
        GridState const& grid = *state.grid;
        grid::StepLoad const load = load_of(city, grid.meters, before, now);
        std::vector<double> const nodes = nodes_kw(city, outage.feeder, load.level, grid.flow.noise);
        bool const new_quarter = state.outages.present[i].at > before;
        OutageLook const& look = new_quarter ? state.outages.before[i] : state.outages.present[i];
        measure::OutageRow row{.begin = before,
                               .end = now,
                               .outage = static_cast<std::uint32_t>(i),
                               .feeder = outage.feeder,
                               .load_kw = 0.0,
                               .homes_kw = 0.0,
                               .carried_kw = 0.0,
                               .available_kw = look.available_kw,
                               .available_kwh = look.available_kwh,
                               .vehicles = look.vehicles,
                               .plugged = look.plugged};
        for (double const kw : nodes) row.load_kw += kw;
        for (std::uint32_t t = outage.first_transformer; t < outage.end_transformer; ++t) {
            row.homes_kw += behind_kw(city, outage, nodes, t);
            row.carried_kw -= grid.meters.home_kw[t];
        }
        state.outages.rows.push_back(row);
    }
}

}  // namespace yuchong::city
