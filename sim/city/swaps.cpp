#include "sim/city/swaps.hpp"

#include "sim/city/city.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/session_rows.hpp"
#include "sim/city/state.hpp"
#include "sim/city/stations.hpp"
#include "sim/control/swap_rule.hpp"
#include "sim/supply/swap_station.hpp"

namespace yuchong::city {

bool has_swaps(City const& city) { return !city.supply.swaps.empty(); }

void start_swaps(City const& city, State& state) {
    if (has_swaps(city)) swap_tick(city, state, SimTime{0});
}

void swap_tick(City const& city, State& state, SimTime now) {
    control::PriceClass const price =
        city.tariff.price_class(city.calendar.month(now), city.calendar.hour(now));
    supply::SwapSettings const& settings = city.inputs.supply.swap;
    for (std::uint32_t s = 0; s < city.supply.swaps.size(); ++s) {
        supply::BuiltSwap const& built = city.supply.swaps[s];
        std::uint32_t const wanted = control::packs_wanted(settings, built.pack_count, price);
        if (wanted == state.supply.swaps[s].wanted) continue;
        apply(city, state, built.station.index(),
              supply::order_packs(city.supply, state.supply, s, wanted, now), now);
    }
    Duration const past_hour{city.calendar.since_midnight(now).ms % hours(1).ms};
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::swaps),
                  now + hours(1) - past_hour, EventKind::swap_orders);
}

void bay_event(City const& city, State& state, std::uint32_t swap, SimTime now) {
    apply(city, state, city.supply.swaps[swap].station.index(),
          supply::bay_event(city.supply, state.supply, swap, now), now);
}

void swap_began(City const& city, State& state, supply::Notice const& notice, SimTime now) {
    std::uint32_t const index = notice.ticket;
    Agent& agent = state.agents[index];
    Visit& visit = state.visits[agent.visit];
    visit.plug = notice.plug.index();
    visit.plug_in = now;
    visit.charge_end = never;
    visit.soc_start = agent.soc;
    visit.energy_at_window_begin_kwh = 0.0;
    look_at_battery(city, state, index, agent.soc, vehicle::BatteryUse::away, now);
    agent.activity = Activity::swapping;
    schedule_agent(city, state, index, never, EventKind::renege);  // patience no longer matters
    session_started(city, state, city.network().stations[visit.station].zone);
}

void swapped(City const& city, State& state, supply::Notice const& notice, SimTime now) {
    Agent& agent = state.agents[notice.ticket];
    state.visits[agent.visit].charge_end = now;
    agent.soc = notice.reading.soc;
    swap_ended(city, state, notice.ticket, supply::Outcome::served, notice.reading, now);
}

void record_swaps(City const& city, State& state, SimTime now) {
    std::vector<supply::SwapReading>& readings = state.readings.swaps;
    readings.clear();
    for (std::uint32_t s = 0; s < city.supply.swaps.size(); ++s)
        readings.push_back(supply::read_swaps(state.supply, s, now));
    state.swaps->read(now, readings);
}

measure::SwapSummary swap_summary(City const& city, State const& state) {
    measure::SwapSummary summary = measure::summarise(state.swaps->state(), city.window);
    for (supply::BuiltSwap const& built : city.supply.swaps) summary.packs += built.pack_count;
    return summary;
}

}  // namespace yuchong::city
