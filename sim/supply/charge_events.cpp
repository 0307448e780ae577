#include "sim/supply/charge_events.hpp"

#include "sim/supply/allocation.hpp"
#include "sim/supply/answers.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/overhead.hpp"

#include <algorithm>

namespace yuchong::supply {

namespace {

// When the demand crosses a number of modules that others would notice. The levels lie inside the slack of
// modules_for, so that the new number holds when the event fires. The demand never rises beyond what control
// lets the session draw.
double hours_to_crossing(Session const& session, vehicle::Acceptance const& acceptance, double soc,
                         double set_point_kw, double module_kw) {
    if (session.watch == Watch::none) return endless_h;
    double const above_kw = session.watched * module_kw + 2.0 * module_slack_kw;
    bool const fall = session.watch != Watch::rise;
    bool const rise = session.watch != Watch::fall && set_point_kw > above_kw;
    double const low_kw = fall ? (session.watched - 1.0) * module_kw + 0.5 * module_slack_kw : -1.0;
    double const high_kw = rise ? above_kw : endless_h;
    double const crossing = crossing_soc(acceptance, soc, session.stop_soc, low_kw, high_kw);
    if (crossing >= session.stop_soc) return endless_h;
    return vehicle::hours_to_soc(acceptance, soc, crossing, session.cap_kw, session.pack);
}

// Hours to the end under the present grant; a session that gets nothing now is reckoned with one module, at
// an AC pile with its rating.
double hours_to_end(Session const& session, vehicle::Acceptance const& acceptance, double soc,
                    double cap_kw) {
    bool const untouched = soc == session.soc_start && cap_kw >= session.full_kw;
    return untouched ? session.alone_h
                     : vehicle::hours_to_soc(acceptance, soc, session.stop_soc, cap_kw, session.pack);
}

double unit_kw_of(Supply const& supply, PlugId plug) {
    HostId const host = supply.network.plugs[plug.index()].host;
    return host ? supply.network.hosts[host.index()].module_kw : supply.plug_limit_kw[plug.index()];
}

}  // namespace

void schedule_charging(Supply const& supply, State& state, PlugId plug, double soc, EndedBy ended_by,
                       SimTime now) {
    Session& session = state.session[plug.index()];
    vehicle::Acceptance const& acceptance = state.acceptance[plug.index()];
    double const end_h =
        session.feed_w > 0 ? endless_h : hours_to_end(session, acceptance, soc, session.cap_kw);
    SimTime const next_tick = now + milliseconds(1);
    SimTime at = ended_by == EndedBy::plug ? std::max(after_hours(now, end_h), next_tick) : never;
    PlugEvent kind = PlugEvent::charge_end;
    auto const earlier = [&](SimTime candidate, PlugEvent why) {
        if (candidate >= at) return;
        at = std::max(candidate, next_tick);
        kind = why;
    };
    earlier(session.request.leave_by, PlugEvent::unplug);
    earlier(session.review, PlugEvent::progress);
    double const unit_kw = unit_kw_of(supply, plug);
    double const crossing_h =
        hours_to_crossing(session, acceptance, soc, state.set_point_kw[plug.index()], unit_kw);
    earlier(after_hours(now, crossing_h), PlugEvent::progress);
    reschedule_plug(state, plug, at, kind);

    double const expected_h = end_h < endless_h ? end_h : hours_to_end(session, acceptance, soc, unit_kw);
    state.free_at[plug.index()] = expected_free(supply, plug, session.request, after_hours(now, expected_h));
}

}  // namespace yuchong::supply
