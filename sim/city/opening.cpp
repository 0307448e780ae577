#include "sim/city/opening.hpp"

#include "sim/city/board.hpp"
#include "sim/city/clocks.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/walk.hpp"
#include "sim/supply/faults.hpp"

namespace yuchong::city {

namespace {

void expect_visitor(City const& city, State& state, std::uint32_t index) {
    PlannedVisit const& planned = city.inputs.visits[index - city.fleet_cars];
    Agent& agent = state.agents[index];
    agent.activity = Activity::heading;
    agent.visit = take_visit(state, index);
    Visit& visit = state.visits[agent.visit];
    visit.place = measure::Place::public_station;
    visit.station = planned.station.index();
    visit.wanted = planned.wants;
    visit.target_soc = planned.target_soc;
    SimTime const at = city.window.begin + planned.at;
    visit.pack_temp_c = static_cast<float>(city.climates.ambient_c(at));
    schedule_agent(city, state, index, at, EventKind::arrive);
}

void expect_session(City const& city, State& state, std::uint32_t index, ReplayedSession const& session) {
    Agent& agent = state.agents[index];
    agent.activity = Activity::heading;
    agent.soc = session.soc;
    agent.leaves = city.window.begin + session.departure;
    agent.visit = take_visit(state, index);
    Visit& visit = state.visits[agent.visit];
    visit.place = measure::Place::public_station;
    visit.station = session.station.index();
    visit.wanted = session.wants;
    visit.target_soc = session.target_soc;
    schedule_agent(city, state, index, city.window.begin + session.arrival, EventKind::arrive);
}

}  // namespace

void open_city(City const& city, State& state, std::atomic<bool> const& stop) {
    for (std::uint32_t station = 0; station < city.network().stations.size(); ++station)
        mark_stale(state.board, station);
    publish(city, state, SimTime{0});
    start_clocks(city, state);
    for (std::uint32_t plug = 0; plug < city.network().plugs.size(); ++plug) {
        schedule_slot(city, state, SlotClass::fault, plug,
                      supply::first_fault_time(city.supply, supply::PlugId{plug}), EventKind::break_down);
    }
    for (std::uint32_t agent = 0; agent < state.agents.size(); ++agent) {
        if (agent % 1024 == 0 && stop.load(std::memory_order_relaxed)) return;
        if (auto const* session = city.replayed(agent)) {
            expect_session(city, state, agent, *session);
        } else if (city.scripted(agent)) {
            expect_visitor(city, state, agent);
        } else {
            walk_on(city, state, agent);
        }
    }
}

}  // namespace yuchong::city
