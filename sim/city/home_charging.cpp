#include "sim/city/home_charging.hpp"

#include "sim/city/home_v2g.hpp"
#include "sim/city/outages.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/session_rows.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/city/walk.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::city {

namespace {

bool gives_current(HomeStage stage) { return stage == HomeStage::flat || stage == HomeStage::taper; }

// Energy at the grid since the current began, by the books: what the change of SoC makes at the plug, and
// the standing loss, which the grid covers also while the car feeds back.
HomeEnergyBooks books(supply::HomeCharge const& charge, SimTime now) {
    auto const reading = supply::read_home(charge, now);
    double const plug_kwh = supply::energy_between_kwh(charge, charge.soc_start, reading.soc);
    if (supply::feeds(charge)) return {reading.loss_kwh, -plug_kwh};
    return {plug_kwh + reading.loss_kwh, 0.0};
}

void add(HomeEnergyBooks& sum, HomeEnergyBooks const& more) {
    sum.drawn_kwh += more.drawn_kwh;
    sum.fed_kwh += more.fed_kwh;
}

void begin_stage(City const& city, State& state, std::uint32_t index, Visit& visit, HomePlace place,
                 HomeStage stage, SimTime now) {
    HomeMeter& meter = state.home;
    std::uint32_t const number = state.agents[index].visit;
    if (visit.home_stage == HomeStage::flat) switch_flat_power(meter, place, now, visit.home, Switching::off);
    if (visit.home_stage == HomeStage::taper) end_taper(state, number, now);
    if (stage == HomeStage::flat) switch_flat_power(meter, place, now, visit.home, Switching::on);
    if (stage == HomeStage::taper) begin_taper(state, number, place, now);
    if (!gives_current(stage) && gives_current(visit.home_stage)) {
        double const soc = supply::read_home(visit.home, now).soc;
        look_at_battery(city, state, index, soc, vehicle::BatteryUse::current, now);
    }
    if (stage == HomeStage::full && gives_current(visit.home_stage)) {
        add(meter.booked, books(visit.home, now));
        visit.charge_end = now;
        if (!supply::feeds(visit.home)) count(state.charging, now, -1);
    }
    visit.home_stage = stage;
}

// When an owner's timer gives current: at once without one, else when the next valley hours begin, unless the
// car would have left by then.
SimTime timer_start(City const& city, demand::Car const& car, SimTime now, SimTime leaves) {
    if (!car.timer) return now;
    Block const draw =
        city.random.draw(demand::draw_for(car.ordinal, demand::Purpose::home_plug, city.calendar.day(now)));
    double const spread_min = city.inputs.demand.charging.home_timer_spread_min * draw.uniform(0);
    SimTime const valley = city.tariff.next_valley(city.calendar, now);
    if (valley == now || valley == never) return now;
    SimTime const starts = valley + seconds(std::llround(60.0 * spread_min));
    return starts < leaves ? starts : now;
}

// The charge from this SoC on with all that the pile gives.
supply::HomeCharge full_charge(City const& city, std::uint32_t index, double soc, double target_soc,
                               SimTime start) {
    demand::Car const& car = city.cars[index];
    return supply::start_home(city.inputs.charging, city.model(car), {car.energy_kwh, car.curve_scale},
                              car.pile_w / 1000.0, soc, target_soc, start);
}

// What is left of the charge goes on in this stretch of the plan. Pre: no current flows.
void take_stretch(Visit& visit, PlannedPower const& next, supply::HomeCharge left) {
    left.start = next.begin;
    if (next.w == no_limit_w) {
        visit.home = left;
    } else {
        visit.home = next.w < 0 ? supply::feeding_home(left, -next.w) : supply::limited_home(left, next.w);
    }
}

// What a stretch that feeds has fed back.
FedBack fed_by(supply::HomeCharge const& charge, supply::HomeReading const& reading) {
    auto const per_plug = static_cast<double>(charge.efficiency);
    return {-reading.energy_kwh, -reading.energy_kwh * per_plug * per_plug};
}

// The energies of the present stretch go to those of the earlier ones.
void close_stretch(HomeControlState& control, Visit& visit, supply::HomeReading const& reading) {
    visit.earlier_loss_kwh += reading.loss_kwh;
    if (supply::feeds(visit.home)) {
        FedBack const fed = fed_by(visit.home, reading);
        control.plans[visit.plan].fed_kwh += fed.kwh;
        control.plans[visit.plan].refill_kwh += fed.refill_kwh;
        return;
    }
    visit.earlier_kwh += reading.energy_kwh;
    visit.earlier_max_kw = std::max(visit.earlier_max_kw, static_cast<float>(visit.home.flat_w) / 1000.0F);
}

// Current stops, what has flowed is booked; the session goes on.
void end_stretch(City const& city, State& state, std::uint32_t index, Visit& visit, HomePlace place,
                 SimTime now) {
    close_stretch(state.home_control, visit, supply::read_home(visit.home, now));
    add(state.home.booked, books(visit.home, now));
    begin_stage(city, state, index, visit, place, HomeStage::timer, now);
    if (!supply::feeds(visit.home)) count(state.charging, now, -1);
}

// A car that was full waits for what its plan still has.
void reopen(State& state, Visit& visit) {
    close_stretch(state.home_control, visit, supply::read_home(visit.home, visit.charge_end));
    visit.charge_end = never;
    visit.home_stage = HomeStage::timer;
}

SimTime stretch_ends(State const& state, Visit const& visit, SimTime now) {
    return visit.plan == no_plan ? never : power_from(state.home_control.plans[visit.plan], now).end;
}

void schedule_next(City const& city, State& state, std::uint32_t index, Visit const& visit) {
    SimTime next = state.agents[index].leaves;
    if (visit.home_stage == HomeStage::timer) next = std::min(next, visit.home.start);
    if (visit.home_stage == HomeStage::flat) next = std::min(next, supply::taper_begins(visit.home));
    if (gives_current(visit.home_stage))
        next =
            std::min({next, supply::charge_ends(visit.home), stretch_ends(state, visit, visit.home.start)});
    schedule_agent(city, state, index, next, EventKind::home_step);
}

void start_current(City const& city, State& state, std::uint32_t index, Visit& visit, HomePlace place,
                   SimTime now) {
    look_at_battery(city, state, index, visit.home.soc_start, vehicle::BatteryUse::away, now);
    if (!supply::feeds(visit.home)) count(state.charging, now, +1);
    bool const flat = now < supply::taper_begins(visit.home);
    begin_stage(city, state, index, visit, place, flat ? HomeStage::flat : HomeStage::taper, now);
}

void leave_home(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent& agent = state.agents[index];
    auto const reading = read_home_session(state.visits[agent.visit], now);
    session_ended(city, state, index, supply::Outcome::served, reading, now);
    agent.soc = reading.soc;
    if (state.visits[agent.visit].plan != no_plan)
        drop_plan(city, state.home_control, city.cars[index].home, state.visits[agent.visit].plan, now);
    give_back_visit(state, index);
    walk_on(city, state, index);
}

// Goes on by what its plan says now; current goes on undisturbed if its power stays. `left`: of the charge.
void follow_plan(City const& city, State& state, std::uint32_t index, Visit& visit,
                 supply::HomeCharge const& left, SimTime now) {
    PlannedPower const next = power_from(state.home_control.plans[visit.plan], now);
    if (visit.home_stage == HomeStage::full) {
        if (next.w >= 0) return;  // full, and nothing to feed back before the rest of the plan
        reopen(state, visit);
    }
    bool const flows = gives_current(visit.home_stage);
    bool const stays = flows && next.begin == now && std::min(next.w, left.flat_w) == visit.home.flat_w;
    if (!stays) {
        HomePlace const place = home_place(city, index);
        if (flows) end_stretch(city, state, index, visit, place, now);
        take_stretch(visit, next, left);
        if (visit.home.start <= now) start_current(city, state, index, visit, place, now);
    }
    schedule_next(city, state, index, visit);
}

supply::HomeCharge what_is_left(City const& city, std::uint32_t index, Visit const& visit, SimTime now) {
    return full_charge(city, index, read_home_session(visit, now).soc, visit.target_soc, now);
}

void replan(City const& city, State& state, std::uint32_t index, Visit& visit, SimTime now) {
    supply::HomeCharge const left = what_is_left(city, index, visit, now);
    plan_anew(city, state, index, visit.plan, left, now, state.agents[index].leaves);
    follow_plan(city, state, index, visit, left, now);
}

// When a charge without a plan begins: by the strategy of the scenario, or by the owner's timer.
SimTime unplanned_start(City const& city, std::uint32_t index, supply::HomeCharge const& charge, SimTime now,
                        SimTime leaves) {
    if (!takes_part(city, index)) return timer_start(city, city.cars[index], now, leaves);
    if (home_strategy(city, index) == control::HomeStrategy::delayed)
        return delayed_home_start(city, index, charge, now, leaves);
    return now;
}

// Does this stay follow plans of a strategy?
bool follows_strategy(City const& city, State const& state, std::uint32_t index, Visit const& visit) {
    bool const feeds_back = visit.plan != no_plan && state.home_control.plans[visit.plan].feeds_back;
    return feeds_back || lays_out(city, index);
}

// Is its plan an outage's, or what one has left behind?
bool held_by_outage(City const& city, State const& state, std::uint32_t index, Visit const& visit,
                    SimTime now) {
    if (city.outages.outages.empty()) return false;
    return home_supply_returns(city, index, now) || !follows_strategy(city, state, index, visit);
}

// Without supply until `returns`.
void hold(City const& city, State& state, std::uint32_t index, Visit& visit, Kilowatts feeds, SimTime returns,
          SimTime now) {
    supply::HomeCharge const left = what_is_left(city, index, visit, now);
    SimTime const resume = follows_strategy(city, state, index, visit)
                               ? returns
                               : unplanned_start(city, index, left, returns, state.agents[index].leaves);
    auto const w = static_cast<std::int16_t>(-std::lround(std::floor(1000.0 * feeds.value())));
    visit.plan = hold_plan(city, state, index, visit.plan, w, resume, now);
}

// When the charge begins: when there is supply, by a plan, or as without one.
void begin_home(City const& city, State& state, std::uint32_t index, Visit& visit, SimTime now) {
    SimTime const leaves = state.agents[index].leaves;
    if (auto const returns = home_supply_returns(city, index, now)) {
        hold(city, state, index, visit, Kilowatts{0.0}, *returns, now);
    } else if (can_feed_back(city, index) || lays_out(city, index)) {
        visit.plan = plan_home(city, state, index, visit.home, now, leaves);
    }
    if (visit.plan != no_plan) {
        take_stretch(visit, power_from(state.home_control.plans[visit.plan], now), visit.home);
    } else {
        visit.home.start = unplanned_start(city, index, visit.home, now, leaves);
    }
}

}  // namespace

void plug_in_at_home(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent& agent = state.agents[index];
    demand::Car const& car = city.cars[index];
    book_walk(city, state, index);
    look_at_battery(city, state, index, agent.soc, vehicle::BatteryUse::away, now);
    agent.visit = take_visit(state, index);
    agent.activity = Activity::home_pile;
    Visit& visit = state.visits[agent.visit];
    visit.place = measure::Place::home;
    visit.station = measure::no_station;
    visit.wanted = supply::PlugClass::ac;
    visit.arrival = visit.plug_in = now;
    visit.soc_start = agent.soc;
    visit.target_soc = city.inputs.demand.charging.home_target_soc;
    visit.home = full_charge(city, index, agent.soc, visit.target_soc, now);
    visit.requested_kwh =
        std::max(0.0, supply::energy_between_kwh(visit.home, visit.home.soc_start, visit.home.soc_stop));
    visit.home_stage = HomeStage::timer;
    begin_home(city, state, index, visit, now);
    session_started(city, state, space::ZoneId{car.home});
    if (visit.home.start <= now) start_current(city, state, index, visit, home_place(city, index), now);
    // A car may come in above the SoC at which its charge ends: it stays plugged in and takes nothing.
    if (gives_current(visit.home_stage) && now >= supply::charge_ends(visit.home))
        begin_stage(city, state, index, visit, home_place(city, index), HomeStage::full, now);
    schedule_next(city, state, index, visit);
}

void home_step(City const& city, State& state, std::uint32_t index, SimTime now) {
    Agent const& agent = state.agents[index];
    Visit& visit = state.visits[agent.visit];
    HomePlace const place = home_place(city, index);
    bool const leaves = now >= agent.leaves;
    if (visit.home_stage == HomeStage::timer && now >= visit.home.start && !leaves) {
        start_current(city, state, index, visit, place, now);
    } else if (gives_current(visit.home_stage) && (leaves || now >= supply::charge_ends(visit.home))) {
        begin_stage(city, state, index, visit, place, HomeStage::full, now);
    } else if (gives_current(visit.home_stage) && now >= stretch_ends(state, visit, visit.home.start)) {
        double const soc = supply::read_home(visit.home, now).soc;
        end_stretch(city, state, index, visit, place, now);
        take_stretch(visit, power_from(state.home_control.plans[visit.plan], now),
                     full_charge(city, index, soc, visit.target_soc, now));
        if (visit.home.start <= now) start_current(city, state, index, visit, place, now);
    } else if (visit.home_stage == HomeStage::flat && now >= supply::taper_begins(visit.home)) {
        begin_stage(city, state, index, visit, place, HomeStage::taper, now);
    }
    if (leaves) {
        leave_home(city, state, index, now);
    } else {
        schedule_next(city, state, index, visit);
    }
}

void hold_home(City const& city, State& state, std::uint32_t index, Kilowatts feeds, SimTime returns,
               SimTime now) {
    Visit& visit = state.visits[state.agents[index].visit];
    hold(city, state, index, visit, feeds, returns, now);
    follow_plan(city, state, index, visit, what_is_left(city, index, visit, now), now);
}

void free_home(City const& city, State& state, std::uint32_t index, SimTime now) {
    Visit& visit = state.visits[state.agents[index].visit];
    if (follows_strategy(city, state, index, visit)) replan(city, state, index, visit, now);
}

void resweep_homes(City const& city, State& state, SimTime now) {
    for (std::uint32_t index = 0; index < state.agents.size(); ++index) {
        Agent const& agent = state.agents[index];
        if (agent.activity != Activity::home_pile && agent.activity != Activity::plugged) continue;
        Visit& visit = state.visits[agent.visit];
        if (visit.plan == no_plan) continue;
        if (agent.activity == Activity::plugged) {
            renew_stay(city, state, index, now);
            continue;
        }
        if (held_by_outage(city, state, index, visit, now)) continue;
        if (visit.home_stage != HomeStage::full || state.home_control.plans[visit.plan].feeds_back)
            replan(city, state, index, visit, now);
    }
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::homes),
                  now + city.inputs.control.homes.resweep, EventKind::home_resweep);
}

HomeEnergyBooks booked_at_home(State const& state, SimTime now) {
    HomeEnergyBooks sum = state.home.booked;
    for (Agent const& agent : state.agents) {
        if (agent.activity != Activity::home_pile) continue;
        Visit const& visit = state.visits[agent.visit];
        if (gives_current(visit.home_stage)) add(sum, books(visit.home, now));
    }
    return sum;
}

FedBack fed_back(State const& state, Visit const& visit, SimTime now) {
    if (visit.plan == no_plan) return {0.0, 0.0};
    HomePlan const& plan = state.home_control.plans[visit.plan];
    FedBack fed{plan.fed_kwh, plan.refill_kwh};
    if (supply::feeds(visit.home) && visit.home_stage != HomeStage::timer) {
        SimTime const until = visit.home_stage == HomeStage::full ? visit.charge_end : now;
        FedBack const more = fed_by(visit.home, supply::read_home(visit.home, until));
        fed.kwh += more.kwh;
        fed.refill_kwh += more.refill_kwh;
    }
    return fed;
}

supply::SessionReading read_home_session(Visit const& visit, SimTime now) {
    double const earlier_max_kw = static_cast<double>(visit.earlier_max_kw);
    if (visit.home_stage == HomeStage::timer)
        return {visit.home.soc_start, visit.earlier_kwh, visit.earlier_loss_kwh, 0.0, earlier_max_kw};
    SimTime const until = visit.home_stage == HomeStage::full ? visit.charge_end : now;
    auto const reading = supply::read_home(visit.home, until);
    if (supply::feeds(visit.home))
        return {reading.soc, visit.earlier_kwh, visit.earlier_loss_kwh + reading.loss_kwh, 0.0,
                earlier_max_kw};
    double const flat_kw = visit.home.flat_w / 1000.0;
    return {reading.soc, visit.earlier_kwh + reading.energy_kwh, visit.earlier_loss_kwh + reading.loss_kwh,
            visit.home_stage == HomeStage::full ? 0.0 : reading.power_kw,
            std::max(earlier_max_kw, reading.energy_kwh > 0.0 ? flat_kw : 0.0)};
}

}  // namespace yuchong::city
