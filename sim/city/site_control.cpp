#include "sim/city/site_control.hpp"

#include "sim/city/external_control.hpp"
#include "sim/city/frequency_response.hpp"
#include "sim/city/horizon_control.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/station_v2g.hpp"
#include "sim/city/stations.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/plug_charge.hpp"
#include "sim/supply/sharing.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>
#include <limits>
#include <span>

namespace yuchong::city {

namespace {

using control::SiteDemand;
using control::Strategy;

constexpr double endless_kw = std::numeric_limits<double>::infinity();

control::SiteRule rule_of(City const& city, std::uint32_t station) {
    switch (city.site_strategy[station]) {
        case Strategy::fcfs: return control::SiteRule::fcfs;
        case Strategy::edf: return control::SiteRule::edf;
        case Strategy::llf: return control::SiteRule::llf;
        case Strategy::round_robin: return control::SiteRule::round_robin;
        case Strategy::proportional: return control::SiteRule::proportional;
        case Strategy::external: return city.inputs.control.external.fallback.value();
        case Strategy::uncontrolled:
        case Strategy::receding_horizon:
        case Strategy::peak_limit: break;
    }
    return control::SiteRule::peak_limit;
}

// What a session still wants. It takes no more than its largest power from here on, and during one step no
// more than its energy; under a plan that feeds back, what the plan draws until the next step.
SiteDemand demand_of(City const& city, State const& state, std::uint32_t plug, SimTime now) {
    supply::Session const& session = state.supply.session[plug];
    double const soc = soc_at_plug(city, state, plug, now);
    bool const planned = follows_plan(city, state, plug);
    double const plan_kw = planned ? planned_kw(state, plug, now, city.inputs.control.step) : endless_kw;
    double const largest_kw = std::min(state.supply.acceptance[plug].largest_from_kw(soc), plan_kw);
    double const remaining_kwh = std::max(0.0, supply::energy_between_kwh(session, soc, session.stop_soc));
    double const step_h = city.inputs.control.step.hours();
    return {.wanted_kw = planned ? largest_kw : std::min(largest_kw, remaining_kwh / step_h),
            .max_kw = largest_kw,
            .remaining_kwh = remaining_kwh,
            .weight = 1.0,
            .arrival = session.plugged,
            .deadline = session.request.leave_by,
            .number = plug};
}

void clear(ControlState& control) {
    control.sites.clear();
    control.plugs.clear();
    control.demands.clear();
    control.grant_kw.clear();
}

// One more site, if anybody there wants power.
void gather(City const& city, State& state, std::uint32_t station, SimTime now) {
    ControlState& control = state.control;
    auto const first = static_cast<std::uint32_t>(control.plugs.size());
    supply::Station const& built = city.network().stations[station];
    for (std::uint32_t p = built.first_plug; p < built.first_plug + built.plug_count; ++p) {
        if (!wants_power(state.supply.phase[p]) || is_paused(state.response, p)) continue;
        SiteDemand const demand = demand_of(city, state, p, now);
        if (demand.max_kw == 0.0 && follows_plan(city, state, p)) {  // it waits or feeds back
            state.station_v2g.grant_kw[p] = 0.0;
            continue;
        }
        control.plugs.push_back(p);
        control.demands.push_back(demand);
    }
    auto const count = static_cast<std::uint32_t>(control.plugs.size()) - first;
    if (count > 0) control.sites.push_back({station, city.site_limit_kw[station], first, count});
}

void gather_all(City const& city, State& state, SimTime now) {
    clear(state.control);
    for (std::uint32_t s = 0; s < city.network().stations.size(); ++s) {
        auto const& occupied = state.supply.ledger[s].occupied;
        if (occupied[0] + occupied[1] + occupied[2] > 0) gather(city, state, s, now);
    }
    state.control.grant_kw.assign(state.control.plugs.size(), endless_kw);
}

// The most it could take before the next step: a cold pack warms up, and takes more from its next review on.
double could_take_kw(City const& city, State const& state, std::size_t index, SimTime now) {
    std::uint32_t const plug = state.control.plugs[index];
    double const now_kw = state.control.demands[index].max_kw;
    supply::Session const& session = state.supply.session[plug];
    if (session.review >= now + city.inputs.control.step) return now_kw;
    return std::max(now_kw, supply::warm_peak_kw(city.supply, supply::PlugId{plug}, session.request));
}

void share_site(City const& city, State& state, ControlledSite const& site, SimTime now) {
    ControlState& control = state.control;
    if (plans_ahead(city, site.station)) {
        plan_site(city, state, site, now);
        return;
    }
    auto const demands = std::span<SiteDemand const>(control.demands).subspan(site.first, site.count);
    double most_kw = 0.0;
    for (SiteDemand const& demand : demands) most_kw += demand.max_kw;
    if (most_kw <= site.limit_kw) return;
    share(rule_of(city, site.station), demands, site.limit_kw, {now, control.steps}, control.ranks,
          std::span(control.grant_kw).subspan(site.first, site.count));
}

// Where packs that warm up before the next step could take more than the limit, whoever decided, nobody takes
// more than now.
void hold_site(City const& city, State& state, ControlledSite const& site, SimTime now) {
    ControlState& control = state.control;
    double could_kw = 0.0;
    for (std::size_t i = site.first; i < site.first + site.count; ++i)
        could_kw += std::min(could_take_kw(city, state, i, now), control.grant_kw[i]);
    if (could_kw <= site.limit_kw) return;
    for (std::size_t i = site.first; i < site.first + site.count; ++i)
        control.grant_kw[i] = std::min(control.grant_kw[i], control.demands[i].max_kw);
}

measure::SitePower power_of(ControlState const& control, ControlledSite const& site) {
    measure::SitePower power{};
    for (std::size_t i = site.first; i < site.first + site.count; ++i) {
        power.wanted_kw += control.demands[i].wanted_kw;
        power.granted_kw += std::min(control.grant_kw[i], control.demands[i].max_kw);
    }
    return power;
}

void record_set_points(City const& city, State& state, SimTime now) {
    ControlState const& control = state.control;
    for (std::size_t i = 0; i < control.plugs.size(); ++i) {
        std::uint32_t const plug = control.plugs[i];
        std::uint32_t const station = city.network().plugs[plug].station.index();
        state.control_recorder->set_point({.time = now,
                                           .step = control.steps,
                                           .session = control.session_number[plug],
                                           .station = station,
                                           .plug = plug - city.network().stations[station].first_plug,
                                           .vehicle = state.supply.session[plug].request.ticket,
                                           .set_point_kw = control.grant_kw[i]});
    }
}

// All sites; those without sessions are told to the recorder too.
void record_step(City const& city, State& state, SimTime now) {
    ControlState const& control = state.control;
    auto site = control.sites.begin();
    for (std::uint32_t s = 0; s < city.network().stations.size(); ++s) {
        bool const there = site != control.sites.end() && site->station == s;
        state.control_recorder->site(s, there ? power_of(control, *site) : measure::SitePower{}, now);
        if (there) ++site;
    }
    if (keeps_set_points(city)) record_set_points(city, state, now);
}

double granted_kw(City const& city, State const& state, std::uint32_t plug) {
    return follows_plan(city, state, plug) ? state.station_v2g.grant_kw[plug]
                                           : state.supply.set_point_kw[plug];
}

// What one of the others keeps until the next step. A plan may be laid out anew before, up to its grant.
double held_kw(City const& city, State const& state, std::size_t index, SimTime now) {
    ControlState const& control = state.control;
    double const grant_kw = control.grant_kw[index];
    bool const planned = grant_kw < endless_kw && follows_plan(city, state, control.plugs[index]);
    return planned ? grant_kw : std::min(could_take_kw(city, state, index, now), grant_kw);
}

// A plan that is laid out anew before the next step gets no more than what was asked for here.
void grant(City const& city, State& state, std::size_t index, SimTime now) {
    ControlState const& control = state.control;
    std::uint32_t const plug = control.plugs[index];
    double const most_kw = control.grant_kw[index];
    if (follows_plan(city, state, plug)) {
        grant_planned(city, state, plug, std::min(most_kw, control.demands[index].max_kw), now);
    } else {
        give_set_point(city, state, plug, most_kw, now);
    }
}

void step(City const& city, State& state, SimTime now) {
    ControlState& control = state.control;
    forget_older_sessions(city, state, now);
    gather_all(city, state, now);
    if (external_decides(city) && control.fallen_back == never) ask_controller(city, state, now);
    if (!external_decides(city) || control.fallen_back != never) {
        for (ControlledSite const& site : control.sites) share_site(city, state, site, now);
    }
    for (ControlledSite const& site : control.sites) hold_site(city, state, site, now);
    if (city.inputs.control.droop.on) answer_frequency(city, state, now);
    record_step(city, state, now);
    for (std::size_t i = 0; i < control.plugs.size(); ++i) grant(city, state, i, now);
    ++control.steps;
}

// What the others at its site leave it, until the next step.
void admit(City const& city, State& state, std::uint32_t plug, SimTime now) {
    ControlState& control = state.control;
    std::uint32_t const station = city.network().plugs[plug].station.index();
    clear(control);
    gather(city, state, station, now);
    double left_kw = city.site_limit_kw[station];
    for (std::size_t i = 0; i < control.plugs.size(); ++i) {
        control.grant_kw.push_back(granted_kw(city, state, control.plugs[i]));
        if (control.plugs[i] == plug) {
            if (plans_ahead(city, station) && can_wait(city, control.demands[i], now)) left_kw = 0.0;
        } else {
            left_kw -= held_kw(city, state, i, now);
        }
    }
    left_kw = std::max(0.0, left_kw);
    auto const at = std::find(control.plugs.begin(), control.plugs.end(), plug) - control.plugs.begin();
    auto const mine = static_cast<std::size_t>(at);
    if (mine == control.plugs.size()) return;  // its plan draws nothing until the next step
    // A set-point that binds nobody would still make the station share anew when the next step lifts it.
    bool const fits = could_take_kw(city, state, mine, now) <= left_kw;
    control.grant_kw[mine] = fits ? endless_kw : left_kw;
    state.control_recorder->site(station, power_of(control, control.sites.front()), now);
    grant(city, state, mine, now);
}

bool is_step(City const& city, SimTime now) { return now.ms % city.inputs.control.step.ms == 0; }

void schedule_control(City const& city, State& state, SimTime at) {
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::control), at,
                  EventKind::control_step);
}

}  // namespace

bool controls_sites(City const& city) { return !city.site_strategy.empty(); }

bool keeps_set_points(City const& city) {
    return controls_sites(city) && (external_decides(city) || city.inputs.record.set_points);
}

bool wants_power(supply::Phase phase) {
    return phase == supply::Phase::plugging_in || phase == supply::Phase::charging;
}

void give_set_point(City const& city, State& state, std::uint32_t plug, double most_kw, SimTime now) {
    if (state.supply.set_point_kw[plug] == most_kw) return;
    auto const changes =
        supply::limit_session(city.supply, state.supply, supply::PlugId{plug}, Kilowatts{most_kw}, now);
    apply(city, state, city.network().plugs[plug].station.index(), changes, now);
}

double soc_at_plug(City const& city, State const& state, std::uint32_t plug, SimTime now) {
    return state.supply.phase[plug] == supply::Phase::charging
               ? supply::session_now(city.supply, state.supply, supply::PlugId{plug}, now).soc
               : state.supply.session[plug].soc;
}

void note_plugged_in(City const& city, State& state, std::uint32_t plug, SimTime now) {
    state.control.session_number[plug] = state.control.sessions++;
    if (plans_ahead(city, city.network().plugs[plug].station.index()))
        note_for_tomorrow(city, state, plug, now);
    ask_for_admission(city, state, plug, now);
}

void ask_for_admission(City const& city, State& state, std::uint32_t plug, SimTime now) {
    state.control.joined.push_back(plug);
    schedule_control(city, state, now);
}

void control_tick(City const& city, State& state, SimTime now) {
    ControlState& control = state.control;
    if (is_step(city, now)) {
        try {
            step(city, state, now);
        } catch (...) {
            schedule_control(city, state, now);  // it is still to be done
            throw;
        }
    } else {
        for (std::uint32_t const plug : control.joined) {
            if (wants_power(state.supply.phase[plug]) && !is_paused(state.response, plug))
                admit(city, state, plug, now);
        }
    }
    control.joined.clear();
    Duration const step = city.inputs.control.step;
    schedule_control(city, state, SimTime{0} + Duration{(now.ms / step.ms + 1) * step.ms});
}

}  // namespace yuchong::city
