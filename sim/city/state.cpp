#include "sim/city/state.hpp"

#include "sim/city/events.hpp"
#include "sim/city/known_departures.hpp"
#include "sim/city/swaps.hpp"

namespace yuchong::city {

namespace {

std::vector<std::uint32_t> slots_by_class(City const& city) {
    auto const plugs = static_cast<std::uint32_t>(city.network().plugs.size());
    std::vector<std::uint32_t> sizes(slot_classes);
    auto const size = [&](SlotClass c) -> std::uint32_t& { return sizes[static_cast<std::size_t>(c)]; };
    size(SlotClass::agent) = static_cast<std::uint32_t>(city.cars.size());
    size(SlotClass::plug) = plugs;
    size(SlotClass::fault) = plugs;
    size(SlotClass::host) = static_cast<std::uint32_t>(city.network().hosts.size());
    size(SlotClass::station) = static_cast<std::uint32_t>(city.network().stations.size());
    size(SlotClass::clock) = clocks;
    size(SlotClass::bay) = static_cast<std::uint32_t>(city.supply.swaps.size());
    return sizes;
}

// Where a vehicle is when the simulation opens.
demand::Place first_place(City const& city, demand::Car const& car) {
    if (car.depot != demand::no_depot) return demand::Place::depot;
    Fleet const& fleet = city.fleet(car);
    bool const on_road = fleet.roaming && fleet.roaming->settings().after_duty == demand::AfterDuty::road;
    return on_road ? demand::Place::road : demand::Place::home;
}

}  // namespace

State::State(City const& city, measure::Sink& sink)
    : schedule(slots_by_class(city)),
      agents(city.cars.size()),
      origins(city.cars.size()),
      supply(supply::make_state(city.supply, city.calendar.day(SimTime{0}))),
      district_sessions(city.geography().districts.size()),
      tally(city.window),
      recorder(city.inputs.record, city.window, city.layout, sink),
      response(make_response(city)),
      outages(make_outages(city)),
      home_control(make_home_control(city)),
      station_v2g(make_station_v2g(city)),
      guidance(make_guidance(city)),
      batteries(make_batteries(city)) {
    std::size_t const stations = city.network().stations.size();
    std::size_t const zones = city.geography().zones.size();
    // Room for every plug, every bay and a quarter of the fleet at home at once; beyond, the pool grows.
    visits.reserve(city.network().plugs.size() * 2 + city.cars.size() / 4);
    free_visits.reserve(visits.capacity());
    claims.reserve(256);
    settling.reserve(256);
    board.start.assign(stations * supply::plug_classes, SimTime{0});
    board.stale.assign(stations, 0);
    board.stale_stations.reserve(stations);
    home = make_home_meter(city);
    if (city.inputs.tariff.two_part) demand_meter.emplace(city.calendar, city.window, stations);
    if (records_bounds(city))
        bounds.emplace(city.inputs.control.bounds, city.window, city.network().plugs.size());
    if (controls_sites(city)) {
        control.session_number.resize(city.network().plugs.size());
        control_recorder.emplace(
            city.inputs.record, city.window, stations, sink,
            city.inputs.control.droop.on ? measure::RegulationSeries::kept : measure::RegulationSeries::none);
    }
    if (city.grid) {
        grid.emplace(start_grid(city, sink));
    }
    if (has_plants(city)) plants.emplace(city.inputs.record, city.window, city.supply.plants.size(), sink);
    zone_demand.resize(zones);
    metered_kwh_at_begin.assign(stations, 0.0);
    if (has_swaps(city)) swaps.emplace(city.inputs.record, city.window, city.supply.swaps.size(), sink);
    readings.plants = make_plant_minute(city);
    readings.swaps.reserve(city.supply.swaps.size());
    readings.station_kwh.resize(stations);
    readings.station_occupied_ms.resize(stations);
    readings.station_waiting_ms.resize(stations);
    readings.zone_home_kwh.resize(zones);
    fleets.resize(city.fleets.size());
    totals.lowest_soc = 1.0;
    totals.tightest_limit_kw = 1.0;
    for (std::size_t i = 0; i < agents.size(); ++i) {
        demand::Car const& car = city.cars[i];
        agents[i].soc = car.soc_start;
        agents[i].leaves = never;
        std::int32_t const day = std::max(city.calendar.day(SimTime{0}), car.registered_day);
        agents[i].stop = {std::max(SimTime{0}, city.calendar.midnight(day)), day, car.home, 0,
                          first_place(city, car)};
        agents[i].visit = no_visit;
        agents[i].decided = true;  // what they plugged in before the simulation opens is not simulated
    }
}

std::uint32_t take_visit(State& state, std::uint32_t agent) {
    std::uint32_t index = 0;
    if (state.free_visits.empty()) {
        index = static_cast<std::uint32_t>(state.visits.size());
        state.visits.emplace_back();
    } else {
        index = state.free_visits.back();
        state.free_visits.pop_back();
    }
    Visit visit{};
    visit.agent = agent;
    visit.plan = no_plan;
    visit.arrival = visit.plug_in = visit.charge_end = never;
    state.visits[index] = visit;
    return index;
}

void give_back_visit(State& state, std::uint32_t agent) {
    state.free_visits.push_back(state.agents[agent].visit);
    state.agents[agent].visit = no_visit;
}

}  // namespace yuchong::city
