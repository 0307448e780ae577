#include "sim/city/horizon_control.hpp"

#include "sim/city/city.hpp"
#include "sim/city/state.hpp"
#include "sim/control/horizon_plan.hpp"
#include "sim/supply/cursor.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace yuchong::city {

namespace {

using control::FlexibleNeed;
using control::SiteDemand;

// What the solver's tolerance of 1e-7 may leave of a need is delivered without a plan.
constexpr double crumb_kwh = 1e-6;

std::uint32_t slot_count(City const& city) {
    control::ControlSettings const& control = city.inputs.control;
    return static_cast<std::uint32_t>(std::floor(control.horizon.hours / control.step.hours()));
}

// Of a slot that may lie in two hours.
double mean_price(City const& city, SimTime begin) {
    Duration const step = city.inputs.control.step;
    auto const price = [&](SimTime t) {
        return city.tariff.price(city.calendar.month(t), city.calendar.hour(t)).value();
    };
    Duration const rest = hours(1) - Duration{city.calendar.since_midnight(begin).ms % hours(1).ms};
    if (step <= rest) return price(begin);
    double const share = rest.hours() / step.hours();
    return share * price(begin) + (1.0 - share) * price(begin + rest);
}

// Of plans that cost the same the earlier one: every kWh has a small price for each hour that it waits.
std::vector<double> prices(City const& city, SimTime now) {
    control::ControlSettings const& control = city.inputs.control;
    bool const priced = control.horizon.objective == control::HorizonObjective::cost;
    std::vector<double> yuan_per_kwh(slot_count(city));
    for (std::size_t k = 0; k < yuan_per_kwh.size(); ++k) {
        Duration const after = static_cast<std::int64_t>(k) * control.step;
        yuan_per_kwh[k] = (priced ? mean_price(city, now + after) : 0.0) +
                          control.horizon.delay_yuan_per_kwh_h * after.hours();
    }
    return yuan_per_kwh;
}

control::HorizonPrices weights(City const& city) {
    control::ControlSettings const& control = city.inputs.control;
    // One yuan for each kWh that lies in one slot at the peak: far below the price of unmet energy.
    bool const shaves = control.horizon.objective == control::HorizonObjective::peak;
    return {.wear = {0.0},
            .peak_yuan_per_kw = shaves ? control.step.hours() : 0.0,
            .unmet_yuan_per_kwh = control.horizon.unmet_yuan_per_kwh};
}

FlexibleNeed charging_need(double kwh, double max_kw, std::uint32_t from, std::uint32_t until) {
    return {.energy_kwh = 0.0,
            .least_kwh = 0.0,
            .most_kwh = kwh,
            .needed_kwh = kwh,
            .charge_kw = max_kw,
            .discharge_kw = 0.0,
            .charge_efficiency = 1.0,
            .discharge_efficiency = 1.0,
            .from = from,
            .until = until};
}

FlexibleNeed need_of(City const& city, SiteDemand const& demand, SimTime now) {
    Duration const step = city.inputs.control.step;
    std::uint32_t const count = slot_count(city);
    auto const slots =
        demand.deadline == never
            ? static_cast<std::int64_t>(std::ceil(demand.remaining_kwh / demand.max_kw / step.hours()))
            : (demand.deadline - now).ms / step.ms;
    return charging_need(demand.remaining_kwh, demand.max_kw, 0,
                         static_cast<std::uint32_t>(std::clamp<std::int64_t>(slots, 1, count)));
}

// Sessions of the last day, come again. Of one that reaches beyond the horizon the part inside counts.
void add_expected(City const& city, State const& state, std::uint32_t station, SimTime now,
                  std::vector<FlexibleNeed>& needs) {
    std::int64_t const step_ms = city.inputs.control.step.ms, count = slot_count(city);
    for (SeenSession const& seen : state.horizon.seen) {
        std::int64_t const after_ms = (seen.plug_in + days(1) - now).ms;
        if (seen.station != station || after_ms <= 0) continue;
        std::int64_t const from = (after_ms + step_ms - 1) / step_ms,
                           end = (after_ms + seen.stay.ms) / step_ms, until = std::min(end, count);
        if (from >= until) continue;
        double const inside = static_cast<double>(until - from) / static_cast<double>(end - from);
        needs.push_back(charging_need(inside * seen.requested_kwh, seen.max_kw,
                                      static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)));
    }
}

// The sessions of one site, and what they are granted.
struct SiteSessions {
    std::span<SiteDemand const> demands;
    std::span<double> grant_kw;
};

// Grants of the sessions that want more than a crumb, by a plan of all of them.
void grant_planned(City const& city, State const& state, std::uint32_t station, SiteSessions site,
                   double limit_kw, SimTime now) {
    double const step_h = city.inputs.control.step.hours();
    std::vector<FlexibleNeed> needs;
    std::vector<std::size_t> planned;
    for (std::size_t i = 0; i < site.demands.size(); ++i) {
        if (site.demands[i].remaining_kwh <= crumb_kwh) continue;
        planned.push_back(i);
        needs.push_back(need_of(city, site.demands[i], now));
    }
    if (planned.empty()) return;
    add_expected(city, state, station, now, needs);

    std::vector<double> const price = prices(city, now), limits(price.size(), limit_kw);
    control::SiteHorizon const horizon{.grid = {slot_count(city), step_h},
                                       .buy_yuan_per_kwh = price,
                                       .sell_yuan_per_kwh = {},
                                       .base_kw = {},
                                       .limit_kw = limits};
    control::HorizonPlan const plan = control::plan_horizon(needs, horizon, weights(city));
    double sum_kw = 0.0;
    for (std::size_t n = 0; n < planned.size(); ++n) {
        SiteDemand const& demand = site.demands[planned[n]];
        double const kw = std::min(plan.charge_kw.of(n)[0], demand.wanted_kw);
        bool const fills = demand.remaining_kwh - kw * step_h <= crumb_kwh;
        site.grant_kw[planned[n]] = fills ? demand.wanted_kw : kw;
        sum_kw += site.grant_kw[planned[n]];
    }
    // The solver keeps limits to 1e-7 kW, a site keeps them.
    if (sum_kw <= limit_kw) return;
    for (std::size_t const i : planned) site.grant_kw[i] *= limit_kw / sum_kw;
}

// Whoever leaves when charged is in a hurry: nobody gains by its waiting for the end of a slot.
void grant_what_is_left(SiteSessions site, double limit_kw) {
    double left_kw = limit_kw - std::accumulate(site.grant_kw.begin(), site.grant_kw.end(), 0.0);
    for (std::size_t i = 0; i < site.demands.size() && left_kw > 0.0; ++i) {
        SiteDemand const& demand = site.demands[i];
        if (demand.deadline != never) continue;
        double const more_kw = std::clamp(demand.max_kw - site.grant_kw[i], 0.0, left_kw);
        site.grant_kw[i] += more_kw;
        left_kw -= more_kw;
    }
}

}  // namespace

bool plans_ahead(City const& city, std::uint32_t station) {
    return city.site_strategy[station] == control::Strategy::receding_horizon;
}

void note_for_tomorrow(City const& city, State& state, std::uint32_t plug, SimTime now) {
    if (city.inputs.control.horizon.arrivals == control::ExpectedArrivals::none) return;
    supply::Session const& session = state.supply.session[plug];
    double const kwh = std::max(0.0, supply::energy_between_kwh(session, session.soc, session.stop_soc));
    double const max_kw = state.supply.acceptance[plug].largest_from_kw(session.soc);
    SimTime const leaves = session.request.leave_by;
    Duration const stay = leaves == never ? duration_from_hours_up(kwh / max_kw) : leaves - now;
    state.horizon.seen.push_back(
        {now, std::min(stay, days(1)), kwh, max_kw, city.network().plugs[plug].station.index()});
}

void forget_older_sessions(City const&, State& state, SimTime now) {
    auto& seen = state.horizon.seen;
    auto const kept = std::ranges::find_if(
        seen, [&](SeenSession const& session) { return session.plug_in + days(1) > now; });
    seen.erase(seen.begin(), kept);
}

void plan_site(City const& city, State& state, ControlledSite const& at, SimTime now) {
    ControlState& control = state.control;
    SiteSessions const site{std::span<SiteDemand const>(control.demands).subspan(at.first, at.count),
                            std::span(control.grant_kw).subspan(at.first, at.count)};
    double left_kw = at.limit_kw;
    std::ranges::fill(site.grant_kw, 0.0);
    for (std::size_t i = 0; i < site.demands.size(); ++i) {
        if (site.demands[i].remaining_kwh > crumb_kwh) continue;
        site.grant_kw[i] = std::min(site.demands[i].wanted_kw, left_kw);
        left_kw -= site.grant_kw[i];
    }
    grant_planned(city, state, at.station, site, left_kw, now);
    grant_what_is_left(site, at.limit_kw);
}

bool can_wait(City const& city, SiteDemand const& demand, SimTime now) {
    Duration const step = city.inputs.control.step;
    Duration const to_next{step.ms - now.ms % step.ms};
    return demand.deadline != never && control::laxity_h(demand, now) >= to_next.hours();
}

}  // namespace yuchong::city
