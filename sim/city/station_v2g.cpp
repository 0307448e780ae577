#include "sim/city/station_v2g.hpp"

#include "sim/city/battery_ageing.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/site_control.hpp"
#include "sim/city/stations.hpp"
#include "sim/city/v2g_stay.hpp"
#include "sim/supply/feeding.hpp"
#include "sim/supply/plug_charge.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace yuchong::city {

namespace {

constexpr double endless_kw = std::numeric_limits<double>::infinity();
constexpr double rounding_kwh = 0.1;  // a watt over the slots of a hundred hours of charging

bool plans_all_sessions(City const& city, std::uint32_t station) {
    if (city.site_strategy.empty()) return false;
    control::Strategy const strategy = city.site_strategy[station];
    return strategy == control::Strategy::receding_horizon || strategy == control::Strategy::external;
}

bool may_feed_back(City const& city, std::uint32_t agent, std::uint32_t plug) {
    return city.stations_feed_back && city.network().plugs[plug].discharge_kw > 0.0 &&
           !plans_all_sessions(city, city.network().plugs[plug].station.index()) &&
           can_feed_back(city, agent);
}

// Until when the driver has said he stays.
SimTime declared_departure(supply::Session const& session) {
    return std::min(session.request.leave_by, session.plugged + session.request.stay_after);
}

// Up to where it charges with full power.
double taper_soc(vehicle::Acceptance const& acceptance) {
    double soc = 0.0;
    for (vehicle::Breakpoint const& point : acceptance.points()) {
        if (point.power_kw < acceptance.points().front().power_kw) break;
        soc = point.soc;
    }
    return soc;
}

std::size_t zone_of(City const& city, std::uint32_t plug) {
    return city.network().stations[city.network().plugs[plug].station.index()].zone.index();
}

// What the driver asks for, whether or not the session will break off before.
double wished_soc(City const& city, State const& state, std::uint32_t plug) {
    supply::Session const& session = state.supply.session[plug];
    return supply::plug_charge(city.supply, supply::PlugId{plug}, session.request, session.pack_c).stop_soc;
}

double highest_kwh(City const& city, State const& state, std::uint32_t plug) {
    double const soc = std::min(taper_soc(state.supply.acceptance[plug]), wished_soc(city, state, plug));
    return soc * state.supply.session[plug].pack.energy_kwh - rounding_kwh;
}

// What is left after the plan: the taper, and what rounding has left out.
Duration after_plan(City const& city, State const& state, std::uint32_t plug) {
    supply::Session const& session = state.supply.session[plug];
    double const from_soc = highest_kwh(city, state, plug) / session.pack.energy_kwh;
    return duration_from_hours_up(vehicle::hours_to_soc(
        state.supply.acceptance[plug], from_soc, wished_soc(city, state, plug), endless_kw, session.pack));
}

FeedingStay stay_of(City const& city, State const& state, std::uint32_t agent, SimTime now) {
    std::uint32_t const plug = state.visits[state.agents[agent].visit].plug;
    supply::Session const& session = state.supply.session[plug];
    double const soc = soc_at_plug(city, state, plug, now);
    double const most_kwh = highest_kwh(city, state, plug);
    double const energy_kwh = std::min(soc * session.pack.energy_kwh, most_kwh);
    double const reserve_soc = city.inputs.control.v2g.reserve_soc;
    double const charge_kw = state.supply.acceptance[plug].power_kw(0.0);
    double const discharge_kw = std::min(charge_kw, supply::feed_limit_kw(city.supply, supply::PlugId{plug}));
    control::V2gStay const battery{.energy_kwh = energy_kwh,
                                   .least_kwh = std::min(reserve_soc * session.pack.energy_kwh, energy_kwh),
                                   .most_kwh = most_kwh,
                                   .departure_kwh = most_kwh,
                                   .charge_kw = charge_kw,
                                   .discharge_kw = soc > reserve_soc ? discharge_kw : 0.0,
                                   .efficiency = {session.pack.efficiency, discharge_efficiency(city)}};
    return {battery, agent, zone_of(city, plug), StayPlace::station, soc};
}

// Without slots if there is no room for a plan, or the owner says no.
HomePlan lay_out(City const& city, State& state, std::uint32_t agent, std::int64_t first, V2gAnswer answer,
                 SimTime now) {
    HomeControlState& control = state.home_control;
    std::uint32_t const plug = state.visits[state.agents[agent].visit].plug;
    if (highest_kwh(city, state, plug) <= 0.0) return {};
    FeedingStay const stay = stay_of(city, state, agent, now);
    HomePlan plan =
        open_plan(city, control, stay.zone, first,
                  {declared_departure(state.supply.session[plug]), after_plan(city, state, plug)});
    plan.feeds_back = plan_feeding(city, control, stay, plan, answer);
    if (!plan.feeds_back) plan.count = 0;
    write_down(control, plan);
    return plan;
}

// The session draws so many watts from now on, gives (< 0), or waits (0).
void set_power(City const& city, State& state, std::uint32_t plug, std::int32_t w, SimTime now) {
    supply::PlugId const id{plug};
    std::int32_t const feed_w = std::max(-w, 0);
    if (state.supply.session[plug].feed_w != feed_w)
        apply(city, state, city.network().plugs[plug].station.index(),
              supply::feed_session(city.supply, state.supply, id, feed_w, now), now);
    auto const& grants = state.station_v2g.grant_kw;
    double const granted_kw = grants.empty() ? endless_kw : grants[plug];
    double const plan_kw = w == no_limit_w ? endless_kw : std::max(w, 0) / 1000.0;
    give_set_point(city, state, plug, std::min(plan_kw, granted_kw), now);
}

void forget_plan(City const& city, State& state, Visit& visit, SimTime now) {
    drop_plan(city, state.home_control, zone_of(city, visit.plug), visit.plan, now);
    visit.plan = no_plan;
}

// Before its first slot it charges already if it will in there and the battery has room for both.
std::int32_t power_before(City const& city, State const& state, std::uint32_t plug, HomePlan const& plan,
                          SimTime now) {
    std::int32_t const w = plan.w[0];
    supply::Session const& session = state.supply.session[plug];
    double const hours = (begin_of_slot(plan.first) - now).hours();
    double const gain_kwh = session.pack.efficiency * w / 1000.0 * hours;
    double const energy_kwh = soc_at_plug(city, state, plug, now) * session.pack.energy_kwh;
    return w > 0 && energy_kwh + gain_kwh <= highest_kwh(city, state, plug) ? w : 0;
}

// What the plan has it draw (> 0), give or do nothing at this moment; no_limit_w once it is over.
std::int32_t power_now(City const& city, State const& state, std::uint32_t plug, HomePlan const& plan,
                       SimTime now) {
    if (now < begin_of_slot(plan.first)) return power_before(city, state, plug, plan, now);
    PlannedPower const next = power_from(plan, now);
    return next.begin > now ? 0 : next.w;
}

SimTime next_turn(HomePlan const& plan, SimTime now) {
    if (now < begin_of_slot(plan.first)) return begin_of_slot(plan.first);
    PlannedPower const next = power_from(plan, now);
    return next.begin > now ? next.begin : next.end;
}

// The battery's use up to a turn of its current.
void note_turn(City const& city, State& state, std::uint32_t agent, std::uint32_t plug, SimTime now) {
    supply::Session const& session = state.supply.session[plug];
    bool const flowed = session.feed_w > 0 || state.supply.set_point_kw[plug] > 0.0;
    look_at_battery(city, state, agent, soc_at_plug(city, state, plug, now),
                    flowed ? vehicle::BatteryUse::current : vehicle::BatteryUse::away, now);
}

void follow_stay(City const& city, State& state, std::uint32_t agent, SimTime now) {
    Visit& visit = state.visits[state.agents[agent].visit];
    HomePlan const& plan = state.home_control.plans[visit.plan];
    std::int32_t const w = power_now(city, state, visit.plug, plan, now);
    SimTime const turn = next_turn(plan, now);
    note_turn(city, state, agent, visit.plug, now);
    if (w == no_limit_w) forget_plan(city, state, visit, now);
    set_power(city, state, visit.plug, w, now);
    schedule_agent(city, state, agent, turn, EventKind::station_v2g);
}

}  // namespace

bool stations_feed_back(City const& city) {
    return city.inputs.control.v2g.strategy != control::V2gStrategy::none &&
           supply::takes_back_from_cars(city.network());
}

StationV2gState make_station_v2g(City const& city) {
    StationV2gState v2g;
    if (supply::takes_back(city.network())) v2g.minute_kwh.resize(city.network().stations.size());
    if (city.stations_feed_back && controls_sites(city))
        v2g.grant_kw.assign(city.network().plugs.size(), endless_kw);
    return v2g;
}

double discharge_efficiency(City const& city) {
    return city.inputs.supply.bidirectional.discharge_efficiency;
}

void begin_stay(City const& city, State& state, std::uint32_t agent, SimTime now) {
    Visit& visit = state.visits[state.agents[agent].visit];
    if (!may_feed_back(city, agent, visit.plug) || !wants_power(state.supply.phase[visit.plug])) return;
    if (!state.station_v2g.grant_kw.empty()) state.station_v2g.grant_kw[visit.plug] = endless_kw;
    std::int64_t const first = slot_of(now + plan_slot - milliseconds(1));
    HomePlan const plan = lay_out(city, state, agent, first, V2gAnswer::asked, now);
    if (plan.count == 0) return;
    visit.plan = keep_plan(city, state.home_control, zone_of(city, visit.plug), plan);
    // Whoever is told that a car has plugged in must not change the station in the same breath.
    schedule_agent(city, state, agent, now + milliseconds(1), EventKind::station_v2g);
}

void step_stay(City const& city, State& state, std::uint32_t agent, SimTime now) {
    Visit const& visit = state.visits[state.agents[agent].visit];
    bool const begins = now == begin_of_slot(state.home_control.plans[visit.plan].first);
    if (begins) {
        renew_stay(city, state, agent, now);
    } else {
        follow_stay(city, state, agent, now);
    }
}

void renew_stay(City const& city, State& state, std::uint32_t agent, SimTime now) {
    Visit const& visit = state.visits[state.agents[agent].visit];
    std::size_t const zone = zone_of(city, visit.plug);
    withdraw_plan(city, state.home_control, zone, visit.plan, slot_of(now));
    renew_plan(city, state.home_control, zone, visit.plan,
               lay_out(city, state, agent, slot_of(now), V2gAnswer::yes, now));
    follow_stay(city, state, agent, now);
}

void end_stay(City const& city, State& state, std::uint32_t agent, SimTime now) {
    Visit& visit = state.visits[state.agents[agent].visit];
    if (visit.plan == no_plan) return;
    forget_plan(city, state, visit, now);
    schedule_agent(city, state, agent, never, EventKind::station_v2g);
}

bool follows_plan(City const& city, State const& state, std::uint32_t plug) {
    if (!city.stations_feed_back || !wants_power(state.supply.phase[plug])) return false;
    Agent const& agent = state.agents[state.supply.session[plug].request.ticket];
    return state.visits[agent.visit].plan != no_plan;
}

double planned_kw(State const& state, std::uint32_t plug, SimTime now, Duration ahead) {
    Agent const& agent = state.agents[state.supply.session[plug].request.ticket];
    HomePlan const& plan = state.home_control.plans[state.visits[agent.visit].plan];
    std::int64_t const end = plan.first + plan.count;
    std::int64_t const last = slot_of(now + ahead - milliseconds(1));
    if (last >= end) return endless_kw;
    double most_kw = 0.0;
    // Before the first slot it may draw what it will in there.
    std::int64_t const from = std::max(slot_of(now), plan.first);
    for (std::int64_t slot = from; slot <= std::max(last, plan.first); ++slot)
        most_kw = std::max(most_kw, plan.w[static_cast<std::size_t>(slot - plan.first)] / 1000.0);
    return most_kw;
}

void grant_planned(City const& city, State& state, std::uint32_t plug, double most_kw, SimTime now) {
    state.station_v2g.grant_kw[plug] = most_kw;
    Agent const& agent = state.agents[state.supply.session[plug].request.ticket];
    HomePlan const& plan = state.home_control.plans[state.visits[agent.visit].plan];
    set_power(city, state, plug, power_now(city, state, plug, plan, now), now);
}

FedAtStations take_fed_at_stations(City const& city, State& state, SimTime now) {
    auto& minute_kwh = state.station_v2g.minute_kwh;
    if (minute_kwh.empty()) return {};
    std::ranges::fill(minute_kwh, 0.0);
    supply::take_fed_kwh(state.supply, now, minute_kwh);
    FedAtStations fed;
    for (supply::BuiltSwap const& swap : city.supply.swaps)
        fed.by_packs_kwh += minute_kwh[swap.station.index()];
    fed.by_cars_kwh = std::accumulate(minute_kwh.begin(), minute_kwh.end(), 0.0) - fed.by_packs_kwh;
    return fed;
}

}  // namespace yuchong::city
