#include "sim/city/site_control.hpp"

#include "sim/city/horizon_control.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/stations.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/sharing.hpp"
#include "sim/supply/station.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::city {

namespace {

using control::SiteDemand;
using control::Strategy;

constexpr double endless_kw = std::numeric_limits<double>::infinity();

control::SiteRule rule_of(Strategy strategy) {
    switch (strategy) {
        case Strategy::fcfs: return control::SiteRule::fcfs;
        case Strategy::edf: return control::SiteRule::edf;
        case Strategy::llf: return control::SiteRule::llf;
        case Strategy::round_robin: return control::SiteRule::round_robin;
        case Strategy::proportional: return control::SiteRule::proportional;
        case Strategy::uncontrolled:
        case Strategy::receding_horizon:
        case Strategy::peak_limit: break;
    }
    return control::SiteRule::peak_limit;
}

bool wants_power(supply::Phase phase) {
    return phase == supply::Phase::plugging_in || phase == supply::Phase::charging;
}

// What a session still wants. It takes no more than its largest power from here on, and during one step no
// more than its energy.
SiteDemand demand_of(City const& city, State const& state, std::uint32_t plug, SimTime now) {
    supply::Session const& session = state.supply.session[plug];
    double const soc = state.supply.phase[plug] == supply::Phase::charging
                           ? supply::session_now(city.supply, state.supply, supply::PlugId{plug}, now).soc
                           : session.soc;
    double const largest_kw = state.supply.acceptance[plug].largest_from_kw(soc);
    double const remaining_kwh = std::max(0.0, supply::energy_between_kwh(session, soc, session.stop_soc));
    double const step_h = city.inputs.control.step.hours();
    return {.wanted_kw = std::min(largest_kw, remaining_kwh / step_h),
            .max_kw = largest_kw,
            .remaining_kwh = remaining_kwh,
            .weight = 1.0,
            .arrival = session.plugged,
            .deadline = session.request.leave_by,
            .number = plug};
}

void gather(City const& city, State& state, std::uint32_t station, SimTime now) {
    ControlState& control = state.control;
    control.plugs.clear();
    control.demands.clear();
    supply::Station const& built = city.network().stations[station];
    for (std::uint32_t p = built.first_plug; p < built.first_plug + built.plug_count; ++p) {
        if (!wants_power(state.supply.phase[p]) || is_paused(state.response, p)) continue;
        control.plugs.push_back(p);
        control.demands.push_back(demand_of(city, state, p, now));
    }
}

void limit(City const& city, State& state, std::uint32_t plug, double most_kw, SimTime now) {
    if (state.supply.set_point_kw[plug] == most_kw) return;
    auto const changes =
        supply::limit_session(city.supply, state.supply, supply::PlugId{plug}, Kilowatts{most_kw}, now);
    apply(city, state, city.network().plugs[plug].station.index(), changes, now);
}

void share_site(City const& city, State& state, std::uint32_t station, SimTime now) {
    ControlState& control = state.control;
    gather(city, state, station, now);
    double most_kw = 0.0;
    for (SiteDemand const& demand : control.demands) most_kw += demand.max_kw;
    control.grant_kw.assign(control.demands.size(), endless_kw);
    double const limit_kw = city.site_limit_kw[station];
    if (plans_ahead(city)) {
        plan_site(city, state, station, now);
    } else if (most_kw > limit_kw) {
        share(rule_of(city.inputs.control.strategy), control.demands, limit_kw, {now, control.steps},
              control.ranks, control.grant_kw);
    }
    for (std::size_t i = 0; i < control.plugs.size(); ++i)
        limit(city, state, control.plugs[i], control.grant_kw[i], now);
}

// What the others at its site leave it, until the next step.
void admit(City const& city, State& state, std::uint32_t plug, SimTime now) {
    ControlState& control = state.control;
    std::uint32_t const station = city.network().plugs[plug].station.index();
    gather(city, state, station, now);
    double left_kw = city.site_limit_kw[station];
    for (std::size_t i = 0; i < control.plugs.size(); ++i) {
        if (control.plugs[i] == plug) {
            if (plans_ahead(city) && can_wait(city, control.demands[i], now)) left_kw = 0.0;
            continue;
        }
        left_kw -= std::min(control.demands[i].max_kw, state.supply.set_point_kw[control.plugs[i]]);
    }
    limit(city, state, plug, std::max(0.0, left_kw), now);
}

bool is_step(City const& city, SimTime now) { return now.ms % city.inputs.control.step.ms == 0; }

}  // namespace

bool controls_sites(City const& city) { return city.inputs.control.strategy != Strategy::uncontrolled; }

std::vector<double> site_limits_kw(City const& city) {
    control::ControlSettings const& settings = city.inputs.control;
    std::vector<double> limits;
    for (supply::Station const& station : city.network().stations) {
        double rating_kw = 0.0;
        for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p)
            rating_kw += city.supply.plug_limit_kw[p];
        limits.push_back(std::min(settings.limit_share * rating_kw, settings.limit_kw.value_or(endless_kw)));
    }
    return limits;
}

void note_plugged_in(City const& city, State& state, std::uint32_t plug, SimTime now) {
    if (plans_ahead(city)) note_for_tomorrow(city, state, plug, now);
    ask_for_admission(city, state, plug, now);
}

void ask_for_admission(City const& city, State& state, std::uint32_t plug, SimTime now) {
    state.control.joined.push_back(plug);
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::control), now,
                  EventKind::control_step);
}

void control_tick(City const& city, State& state, SimTime now) {
    ControlState& control = state.control;
    if (is_step(city, now)) {
        if (plans_ahead(city)) forget_older_sessions(city, state, now);
        for (std::uint32_t s = 0; s < city.network().stations.size(); ++s) {
            auto const& occupied = state.supply.ledger[s].occupied;
            if (occupied[0] + occupied[1] + occupied[2] > 0) share_site(city, state, s, now);
        }
        ++control.steps;
    } else {
        for (std::uint32_t const plug : control.joined) {
            if (wants_power(state.supply.phase[plug])) admit(city, state, plug, now);
        }
    }
    control.joined.clear();
    Duration const step = city.inputs.control.step;
    SimTime const next = SimTime{0} + Duration{(now.ms / step.ms + 1) * step.ms};
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::control), next,
                  EventKind::control_step);
}

}  // namespace yuchong::city
