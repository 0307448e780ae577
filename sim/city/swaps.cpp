#include "sim/city/swaps.hpp"

#include "sim/city/city.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/session_rows.hpp"
#include "sim/city/state.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/city/stations.hpp"
#include "sim/control/swap_rule.hpp"
#include "sim/supply/swap_station.hpp"

namespace yuchong::city {

namespace {

control::PriceClass price_class(City const& city, SimTime t) {
    return city.tariff.price_class(city.calendar.month(t), city.calendar.hour(t));
}

SimTime next_hour(City const& city, SimTime t) {
    return t + hours(1) - Duration{city.calendar.since_midnight(t).ms % hours(1).ms};
}

// Time of peak and critical prices from `now` to the next valley, or for a day.
Duration dear_until_valley(City const& city, SimTime now) {
    Duration dear{0};
    for (SimTime t = now; t < now + days(1); t = next_hour(city, t)) {
        if (price_class(city, t) == control::PriceClass::valley) break;
        if (control::is_dear(price_class(city, t))) dear = dear + (next_hour(city, t) - t);
    }
    return dear;
}

}  // namespace

bool has_swaps(City const& city) { return !city.supply.swaps.empty(); }

bool packs_feed_back(City const& city) { return has_swaps(city) && city.inputs.supply.swap.feeds_back(); }

void start_swaps(City const& city, State& state) {
    if (has_swaps(city)) swap_tick(city, state, SimTime{0});
}

void swap_tick(City const& city, State& state, SimTime now) {
    control::PriceClass const price = price_class(city, now);
    Duration const dear_ahead = dear_until_valley(city, now);
    for (std::uint32_t s = 0; s < city.supply.swaps.size(); ++s) {
        supply::BuiltSwap const& built = city.supply.swaps[s];
        supply::SwapState const& swap = state.supply.swaps[s];
        bool const open = state.supply.ledger[built.station.index()].open != 0;
        supply::PackOrders const orders = control::pack_orders(city.inputs.supply.swap, built.pack_count,
                                                               price, open ? dear_ahead : Duration{0});
        if (orders.wanted == swap.wanted && orders.feed_over.ms == 0 && swap.feeding == 0) continue;
        apply(city, state, built.station.index(),
              supply::order_packs(city.supply, state.supply, s, orders, now), now);
    }
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::swaps),
                  next_hour(city, now), EventKind::swap_orders);
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

measure::SwapSummary swap_summary(City const& city, State const& state, measure::Bill const& bill) {
    measure::SwapSummary summary = measure::summarise(state.swaps->state(), city.window);
    summary.fed_back_kwh = bill.packs_kwh;
    summary.fed_back_yuan = bill.packs_yuan;
    summary.wear_yuan =
        city.inputs.control.v2g.wear_yuan_per_kwh * bill.packs_kwh / discharge_efficiency(city);
    for (supply::BuiltSwap const& built : city.supply.swaps) summary.packs += built.pack_count;
    return summary;
}

}  // namespace yuchong::city
