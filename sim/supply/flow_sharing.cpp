#include "sim/supply/flow_sharing.hpp"

#include "sim/supply/answers.hpp"
#include "sim/supply/charge_events.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/flow.hpp"
#include "sim/supply/meter_cursor.hpp"

#include <algorithm>
#include <array>

namespace yuchong::supply {

namespace {

// The flow from the cursors of a group's sessions. Who has reached its end takes nothing more.
struct GroupFlow {
    std::size_t count = 0;
    std::array<std::uint32_t, largest_station> plug;
    std::array<FlowMember, largest_station> members;
    Flow flow;
    bool somebody_ended = false;

    GroupFlow(Supply const& supply, State const& state, GroupId id) {
        Group const& group = supply.groups[id.index()];
        double const& limit_kw = state.group[id.index()].limit_kw;
        for (std::uint32_t p = group.first_plug; p < group.first_plug + group.plug_count; ++p) {
            if (claims_power(state, p)) add(supply, state, group, p);
        }
        // A proportional group is one host: its capacity is what the cap leaves.
        std::span<double const> const host_kw =
            group.rule == SharingRule::proportional
                ? std::span{&limit_kw, 1}
                : std::span{&supply.host_limit_kw[group.first_host], group.host_count};
        flow = {group.rule, {members.data(), count}, host_kw, limit_kw};
        start_flow(flow);
    }
    GroupFlow(GroupFlow const&) = delete;
    GroupFlow& operator=(GroupFlow const&) = delete;

private:
    void add(Supply const& supply, State const& state, Group const& group, std::uint32_t p) {
        Session const& session = state.session[p];
        if (session.soc >= session.stop_soc) {
            somebody_ended = true;
            return;
        }
        if (state.set_point_kw[p] <= 0.0) return;
        vehicle::Stretch const own = vehicle::stretch_at(
            state.acceptance[p], session.soc, state.set_point_kw[p], session.stop_soc, session.pack);
        plug[count] = p;
        members[count] = {own.power_kw, own.lam_per_h,
                          session.pack.energy_kwh * (own.end_soc - session.soc) / session.pack.efficiency,
                          supply.network.plugs[p].host.index() - group.first_host, Bound::demand};
        ++count;
    }
};

double hours_since(GroupState const& shared, SimTime now) { return (now - shared.t_ref).hours(); }

// Nobody could ever ask for more than there is.
bool is_plenty(Supply const& supply, State const& state, GroupId id) {
    Group const& group = supply.groups[id.index()];
    double station_kw = 0.0;
    for (std::uint32_t h = group.first_host; h < group.first_host + group.host_count; ++h) {
        Host const& host = supply.network.hosts[h];
        double host_kw = 0.0;
        for (std::uint32_t p = host.first_plug; p < host.first_plug + host.plug_count; ++p) {
            if (claims_power(state, p)) host_kw += largest_demand_kw(state, p, state.session[p].soc);
        }
        if (host_kw > supply.host_limit_kw[h]) return false;
        station_kw += host_kw;
    }
    return station_kw <= state.group[id.index()].limit_kw;
}

void let_run(Supply const& supply, State& state, Group const& group, SimTime now) {
    for (std::uint32_t p = group.first_plug; p < group.first_plug + group.plug_count; ++p) {
        if (!claims_power(state, p)) continue;
        Session& session = state.session[p];
        bool const changes = session.cap_kw != state.set_point_kw[p];
        session.cap_kw = state.set_point_kw[p];
        if (state.meter_slot[p] == no_meter) {
            start_meter(supply, state, PlugId{p}, now);
        } else if (changes) {
            follow_session(state, PlugId{p});
        }
        schedule_charging(supply, state, PlugId{p}, session.soc, EndedBy::plug, now);
    }
}

void start_group_flow(Supply const& supply, State& state, GroupId id, SimTime now) {
    Group const& group = supply.groups[id.index()];
    GroupState& shared = state.group[id.index()];
    shared.t_ref = now;
    shared.flow_metered_kwh = 0.0;
    GroupFlow started(supply, state, id);
    for (std::uint32_t p = group.first_plug; p < group.first_plug + group.plug_count; ++p) {
        if (!claims_power(state, p) || state.set_point_kw[p] > 0.0) continue;
        state.session[p].cap_kw = 0.0;
        schedule_charging(supply, state, PlugId{p}, state.session[p].soc, EndedBy::flow, now);
    }
    std::array<Taken, largest_station> taken;
    take(started.flow, 0.0, taken);
    for (std::size_t i = 0; i < started.count; ++i) {
        Session& session = state.session[started.plug[i]];
        session.cap_kw = taken[i].power_kw;
        session.max_kw = std::max(session.max_kw, taken[i].power_kw);
        schedule_charging(supply, state, PlugId{started.plug[i]}, session.soc, EndedBy::flow, now);
    }
    SimTime const next_tick = now + milliseconds(1);
    SimTime const change = after_hours(now, hours_to_change(started.flow));
    SimTime const at = started.somebody_ended ? next_tick : std::max(change, next_tick);
    reschedule(state, {Reschedule::Slot::host, group.first_host, at, PlugEvent::progress});
}

}  // namespace

void settle_flow(Supply const& supply, State& state, GroupId id, SimTime now) {
    Group const& group = supply.groups[id.index()];
    GroupState& shared = state.group[id.index()];
    if (now == shared.t_ref) return;
    GroupFlow const running(supply, state, id);
    double const hours = hours_since(shared, now);
    std::array<Taken, largest_station> taken;
    take(running.flow, hours, taken);
    for (std::size_t i = 0; i < running.count; ++i) {
        Session& session = state.session[running.plug[i]];
        session.soc += session.pack.efficiency * taken[i].energy_kwh / session.pack.energy_kwh;
        session.loss_kwh += session.loss.linear * taken[i].energy_kwh;
        session.max_kw = std::max(session.max_kw, taken[i].power_kw);
    }
    for (std::uint32_t p = group.first_plug; p < group.first_plug + group.plug_count; ++p) {
        if (claims_power(state, p)) state.session[p].t_ref = now;
    }
    double const ratio = loss_rate(supply, PlugId{group.first_plug}, 0).linear;
    state.pending_kwh[group.station.index()] +=
        (total_kwh(running.flow, hours) - shared.flow_metered_kwh) * (1.0 + ratio);
    shared.t_ref = now;
    shared.flow_metered_kwh = 0.0;
}

double flow_kwh(Supply const& supply, State const& state, GroupId id, SimTime now) {
    GroupFlow const running(supply, state, id);
    return total_kwh(running.flow, hours_since(state.group[id.index()], now));
}

SessionNow flow_now(Supply const& supply, State const& state, GroupId id, PlugId plug, SimTime now) {
    Session const& session = state.session[plug.index()];
    GroupFlow const running(supply, state, id);
    std::array<Taken, largest_station> taken;
    take(running.flow, hours_since(state.group[id.index()], now), taken);
    for (std::size_t i = 0; i < running.count; ++i) {
        if (running.plug[i] != plug.index()) continue;
        return {session.soc + session.pack.efficiency * taken[i].energy_kwh / session.pack.energy_kwh,
                session.loss_kwh + session.loss.linear * taken[i].energy_kwh,
                std::max(session.max_kw, taken[i].power_kw), taken[i].power_kw};
    }
    return {session.soc, session.loss_kwh, session.max_kw, 0.0};
}

void share_flow(Supply const& supply, State& state, GroupId id, SimTime now) {
    Group const& group = supply.groups[id.index()];
    GroupState& shared = state.group[id.index()];
    if (shared.scarce) settle_flow(supply, state, id, now);
    for (std::uint32_t p = group.first_plug; p < group.first_plug + group.plug_count; ++p) {
        if (!claims_power(state, p) || shared.scarce) continue;
        read_meter(state, PlugId{p}, now);
        advance(state.session[p], state.acceptance[p], now);
    }
    bool const was_scarce = shared.scarce;
    shared.scarce = !is_plenty(supply, state, id);
    if (!shared.scarce) {
        let_run(supply, state, group, now);
        if (was_scarce) {
            reschedule(state, {Reschedule::Slot::host, group.first_host, never, PlugEvent::progress});
        }
        return;
    }
    for (std::uint32_t p = group.first_plug; p < group.first_plug + group.plug_count; ++p) {
        if (claims_power(state, p)) stop_meter(state, PlugId{p}, now);
    }
    start_group_flow(supply, state, id, now);
}

void claim_flow(Supply const& supply, State& state, GroupId id, PlugId plug, SimTime now) {
    Session& session = state.session[plug.index()];
    session.cap_kw = state.set_point_kw[plug.index()];
    session.loss = loss_rate(supply, plug, 0);
    session.watch = Watch::none;
    if (state.group[id.index()].scarce || !is_plenty(supply, state, id)) {
        share_flow(supply, state, id, now);
        return;
    }
    start_meter(supply, state, plug, now);
    schedule_charging(supply, state, plug, session.soc, EndedBy::plug, now);
}

void limit_flow(Supply const& supply, State& state, GroupId id, double share, SimTime now) {
    GroupState& shared = state.group[id.index()];
    double const allowed_kw = share * supply.groups[id.index()].limit_kw;
    if (allowed_kw == shared.limit_kw) return;
    // What flowed until now flowed under the old limit.
    if (shared.scarce) settle_flow(supply, state, id, now);
    shared.limit_kw = allowed_kw;
    if (shared.scarce || !is_plenty(supply, state, id)) share_flow(supply, state, id, now);
}

}  // namespace yuchong::supply
