#include "sim/measure/session_bounds.hpp"

#include "sim/base/check.hpp"
#include "sim/control/site_bounds.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace yuchong::measure {

namespace {

using control::ChargingNeed;

constexpr std::uint32_t no_session = std::numeric_limits<std::uint32_t>::max();

// The slots of the window that a session could charge in, widened to whole ones.
struct SlotWindow {
    std::uint32_t from, until;
};
SlotWindow slots_of(KnownSession const& session, Duration slot, Window const& window) {
    SimTime const until = std::max(std::min(session.leave_by, window.end), session.plug_in);
    auto const after_ms = [&](SimTime t) { return (t - window.begin).ms; };
    return {static_cast<std::uint32_t>(after_ms(session.plug_in) / slot.ms),
            static_cast<std::uint32_t>((after_ms(until) + slot.ms - 1) / slot.ms)};
}

enum class Energy : std::uint8_t { requested, taken };

ChargingNeed need_of(KnownSession const& session, Energy energy, Duration slot, Window const& window) {
    SlotWindow const slots = slots_of(session, slot, window);
    return {energy == Energy::requested ? session.requested_kwh : session.taken_kwh, session.max_kw,
            slots.from, std::max(slots.from, slots.until)};
}

// The sessions of one site as needs from slot `first` on.
struct SiteNeeds {
    std::uint32_t first, count;
    std::vector<ChargingNeed> needs;
};
SiteNeeds needs_of(std::span<KnownSession const> sessions, Energy energy, Duration slot,
                   Window const& window) {
    SiteNeeds site{no_session, 0, {}};
    std::uint32_t last = 0;
    for (KnownSession const& session : sessions) {
        site.needs.push_back(need_of(session, energy, slot, window));
        site.first = std::min(site.first, site.needs.back().from);
        last = std::max(last, site.needs.back().until);
    }
    for (ChargingNeed& need : site.needs) need.from -= site.first, need.until -= site.first;
    site.count = last - site.first;
    return site;
}

double requested_beyond(std::span<KnownSession const> sessions, Duration slot, Window const& window,
                        double limit_kw) {
    SiteNeeds const site = needs_of(sessions, Energy::requested, slot, window);
    control::DeadlineFlow flow(site.needs, {site.count, slot.hours()});
    double const served_kwh = flow.serve_kwh(std::vector<double>(site.count, limit_kw));
    double requested_kwh = 0.0;
    for (ChargingNeed const& need : site.needs) requested_kwh += need.energy_kwh;
    return std::max(0.0, requested_kwh - served_kwh);
}

double least_cost(std::span<KnownSession const> sessions, Duration slot, Window const& window,
                  double limit_kw, std::span<double const> yuan_per_kwh) {
    SiteNeeds const site = needs_of(sessions, Energy::taken, slot, window);
    auto const price = yuan_per_kwh.subspan(site.first, site.count);
    control::DeadlineFlow flow(site.needs, {site.count, slot.hours()});
    flow.serve_cheapest_kwh(std::vector<double>(site.count, limit_kw), price);
    control::Plans plans{std::span<ChargingNeed const>(site.needs)};
    flow.write_plans(plans);
    std::vector<double> load_kw(site.count, 0.0);
    add_plans(plans, site.needs, load_kw);
    return control::cost_yuan(load_kw, price, slot.hours());
}

double lowest_peak(std::span<KnownSession const> sessions, Duration slot, Window const& window) {
    SiteNeeds const all = needs_of(sessions, Energy::taken, slot, window);
    control::DeadlineFlow flow(all.needs, {all.count, slot.hours()});
    return flow.lowest_peak_kw(std::vector<double>(all.count, 0.0));
}

double share_of(double gap, double bound) { return bound > 0.0 ? gap / bound : 0.0; }

}  // namespace

std::size_t bound_slots(control::BoundSettings const& settings, Window const& window) {
    return static_cast<std::size_t>((window.length().ms + settings.slot.ms - 1) / settings.slot.ms);
}

BoundRecorder::BoundRecorder(control::BoundSettings const& settings, Window const& window, std::size_t plugs)
    : settings_(settings), window_(window) {
    state_.sessions.reserve(settings.most_sessions);
    state_.session_of_plug.assign(plugs, no_session);
    state_.open_plugs.reserve(plugs);
    state_.slot_kwh.assign(bound_slots(settings, window), 0.0);
}

void BoundRecorder::plug_in(std::uint32_t plug, KnownSession const& session) {
    if (!window_.contains(session.plug_in)) return;
    ++state_.seen;
    if (state_.seen > settings_.most_sessions) {
        for (std::uint32_t const open : state_.open_plugs) state_.session_of_plug[open] = no_session;
        state_.open_plugs.clear();
        return;
    }
    state_.session_of_plug[plug] = static_cast<std::uint32_t>(state_.sessions.size());
    state_.open_plugs.push_back(plug);
    state_.sessions.push_back(session);
}

bool BoundRecorder::slot_ends(SimTime now) const {
    return now > window_.begin && ((now - window_.begin).ms % settings_.slot.ms == 0 || now == window_.end);
}

// Slots end with a reading, so all that is new lies in the slot that ends now or is under way.
void BoundRecorder::read(std::uint32_t plug, SimTime now, double energy_kwh) {
    if (state_.session_of_plug[plug] == no_session) return;
    KnownSession& session = state_.sessions[state_.session_of_plug[plug]];
    double const fresh_kwh = energy_kwh - session.taken_kwh;
    session.taken_kwh = energy_kwh;
    if (now == window_.begin) return;
    auto const slot = static_cast<std::size_t>(((now - window_.begin).ms - 1) / settings_.slot.ms);
    state_.slot_kwh[slot] += fresh_kwh;
}

void BoundRecorder::unplug(std::uint32_t plug, SimTime now, supply::SessionReading const& reading,
                           supply::Outcome outcome) {
    if (state_.session_of_plug[plug] == no_session) return;
    read(plug, now, reading.energy_kwh);
    KnownSession& session = state_.sessions[state_.session_of_plug[plug]];
    session.max_kw = std::max(session.max_kw, reading.max_kw);
    if (outcome != supply::Outcome::served) session.requested_kwh = session.taken_kwh;
    if (outcome == supply::Outcome::failed) session.leave_by = now;
    state_.session_of_plug[plug] = no_session;
    auto const at = std::ranges::find(state_.open_plugs, plug);
    *at = state_.open_plugs.back();
    state_.open_plugs.pop_back();
}

std::optional<BoundSummary> bounds(BoundState const& state, control::BoundSettings const& settings,
                                   Window const& window, BoundSites const& sites) {
    if (state.seen == 0 || state.seen > settings.most_sessions) return std::nullopt;
    check(sites.yuan_per_kwh.size() == state.slot_kwh.size(), "prices do not fit the window (one a slot)");
    std::vector<KnownSession> sessions = state.sessions;
    auto const key = [](KnownSession const& s) {  // sessions that are equal in all of it are equal
        return std::tuple(s.station, s.plug_in.ms, s.leave_by.ms, s.requested_kwh, s.max_kw, s.taken_kwh);
    };
    std::ranges::sort(sessions, {}, key);
    BoundSummary summary{};
    summary.sessions = state.seen;
    double unmet_kwh = 0.0, cost_yuan = 0.0, largest_kwh = 0.0;
    for (std::size_t begin = 0, end = 0; begin < sessions.size(); begin = end) {
        std::uint32_t const station = sessions[begin].station;
        while (end < sessions.size() && sessions[end].station == station) ++end;
        auto const here = std::span<KnownSession const>(sessions).subspan(begin, end - begin);
        double const limit_kw = sites.limit_kw.empty() ? control::no_limit_kw : sites.limit_kw[station];
        summary.unmet_bound_kwh += requested_beyond(here, settings.slot, window, limit_kw);
        summary.cost_bound_yuan += least_cost(here, settings.slot, window, limit_kw, sites.yuan_per_kwh);
    }
    for (KnownSession const& s : sessions) unmet_kwh += std::max(0.0, s.requested_kwh - s.taken_kwh);
    for (std::size_t k = 0; k < state.slot_kwh.size(); ++k) {
        cost_yuan += state.slot_kwh[k] * sites.yuan_per_kwh[k];
        largest_kwh = std::max(largest_kwh, state.slot_kwh[k]);
    }
    summary.peak_bound_kw = lowest_peak(sessions, settings.slot, window);
    summary.unmet_gap_kwh = unmet_kwh - summary.unmet_bound_kwh;
    summary.cost_gap_yuan = cost_yuan - summary.cost_bound_yuan;
    summary.peak_gap_kw = largest_kwh / settings.slot.hours() - summary.peak_bound_kw;
    summary.cost_gap_share = share_of(summary.cost_gap_yuan, summary.cost_bound_yuan);
    summary.peak_gap_share = share_of(summary.peak_gap_kw, summary.peak_bound_kw);
    return summary;
}

}  // namespace yuchong::measure
