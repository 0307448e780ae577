#include "sim/supply/sharing.hpp"

#include "sim/supply/charge_events.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/feeding.hpp"
#include "sim/supply/flow_sharing.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/supply/meter_cursor.hpp"
#include "sim/supply/module_sharing.hpp"
#include "sim/supply/plant_flow.hpp"

#include <algorithm>

namespace yuchong::supply {

namespace {

GroupId group_of(Supply const& supply, PlugId plug) {
    return supply.group_of_host[supply.network.plugs[plug.index()].host.index()];
}

bool is_flowing(Supply const& supply, State const& state, PlugId plug) {
    if (!shares_power(supply, plug)) return false;
    GroupId const group = group_of(supply, plug);
    return is_continuous(supply.groups[group.index()].rule) && state.group[group.index()].scarce;
}

void count_host(Supply const& supply, State& state, PlugId plug, std::int32_t change, SimTime now) {
    Plug const& built = supply.network.plugs[plug.index()];
    std::uint32_t& charging = state.host_charging[built.host.index()];
    bool const was_active = charging > 0;
    charging = static_cast<std::uint32_t>(static_cast<std::int32_t>(charging) + change);
    bool const is_active = charging > 0;
    if (was_active == is_active) return;
    Ledger& ledger = state.ledger[built.station.index()];
    accrue(ledger, now);
    ledger.active_hosts += is_active ? 1u : ~0u;
    follow_auxiliaries(supply, state, built.station, now);
}

// What flows at the plug's station is about to change.
void settle_plant_of(Supply const& supply, State& state, PlugId plug, SimTime now) {
    settle_plant(supply, state, supply.network.plugs[plug.index()].station, now);
}

// What an AC pile may give; its acceptance knows the rating already.
double pile_cap_kw(Supply const& supply, State const& state, PlugId plug) {
    double const share = state.pile_share[supply.network.plugs[plug.index()].station.index()];
    double const pile_kw = share < 1.0 ? share * supply.plug_limit_kw[plug.index()] : endless_h;
    return std::min(pile_kw, state.set_point_kw[plug.index()]);
}

void limit_pile(Supply const& supply, State& state, PlugId plug, SimTime now) {
    Session& session = state.session[plug.index()];
    double const cap_kw = pile_cap_kw(supply, state, plug);
    if (cap_kw == session.cap_kw) return;
    settle(supply, state, plug, now);
    session.cap_kw = cap_kw;
    follow_session(state, plug);
    schedule_charging(supply, state, plug, session.soc, EndedBy::plug, now);
}

void limit_piles(Supply const& supply, State& state, StationId id, double share, SimTime now) {
    if (share == state.pile_share[id.index()]) return;
    state.pile_share[id.index()] = share;
    Station const& station = supply.network.stations[id.index()];
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        if (shares_power(supply, PlugId{p}) || state.meter_slot[p] == no_meter) continue;
        limit_pile(supply, state, PlugId{p}, now);
    }
}

}  // namespace

bool shares_power(Supply const& supply, PlugId plug) {
    return static_cast<bool>(supply.network.plugs[plug.index()].host);
}

void claim_power(Supply const& supply, State& state, PlugId plug, SimTime now) {
    Session& session = state.session[plug.index()];
    settle_plant_of(supply, state, plug, now);
    if (is_flowing(supply, state, plug)) settle_flow(supply, state, group_of(supply, plug), now);
    state.phase[plug.index()] = Phase::charging;
    if (!shares_power(supply, plug)) {
        session.cap_kw = pile_cap_kw(supply, state, plug);
        session.loss = loss_rate(supply, plug, 0);
        start_meter(supply, state, plug, now);
        meter_feeding(supply, state, plug, session.feed_w, now);
        schedule_charging(supply, state, plug, session.soc, EndedBy::plug, now);
        return;
    }
    count_host(supply, state, plug, 1, now);
    GroupId const group = group_of(supply, plug);
    if (is_continuous(supply.groups[group.index()].rule)) {
        claim_flow(supply, state, group, plug, now);
    } else {
        claim_modules(supply, state, group, plug, now);
    }
}

void release_power(Supply const& supply, State& state, PlugId plug, SimTime now) {
    settle_plant_of(supply, state, plug, now);
    settle(supply, state, plug, now);
    stop_meter(state, plug, now);
    close_feeding(supply, state, plug, now);
    state.phase[plug.index()] = Phase::staying;
    if (!shares_power(supply, plug)) return;
    count_host(supply, state, plug, -1, now);
    GroupId const group = group_of(supply, plug);
    if (is_continuous(supply.groups[group.index()].rule)) {
        if (state.group[group.index()].scarce) share_flow(supply, state, group, now);
    } else {
        release_modules(supply, state, group, plug, now);
    }
}

void review_power(Supply const& supply, State& state, PlugId plug, SimTime now) {
    settle_plant_of(supply, state, plug, now);
    if (!shares_power(supply, plug)) {
        settle(supply, state, plug, now);
        schedule_charging(supply, state, plug, state.session[plug.index()].soc, EndedBy::plug, now);
        return;
    }
    GroupId const group = group_of(supply, plug);
    if (is_continuous(supply.groups[group.index()].rule)) {
        share_flow(supply, state, group, now);
    } else {
        share_modules(supply, state, group, plug, now);
    }
}

void review_flow(Supply const& supply, State& state, GroupId group, SimTime now) {
    settle_plant(supply, state, supply.groups[group.index()].station, now);
    if (state.group[group.index()].scarce) share_flow(supply, state, group, now);
}

void limit_power(Supply const& supply, State& state, StationId id, PowerShares shares, SimTime now) {
    Station const& station = supply.network.stations[id.index()];
    std::uint32_t const end_host = station.first_host + station.host_count;
    for (std::uint32_t h = station.first_host; h < end_host;) {
        GroupId const group = supply.group_of_host[h];
        if (is_continuous(station.sharing)) {
            limit_flow(supply, state, group, shares.converters, now);
        } else {
            limit_modules(supply, state, group, shares.converters, now);
        }
        h += supply.groups[group.index()].host_count;
    }
    limit_piles(supply, state, id, shares.piles, now);
}

void limit_session_power(Supply const& supply, State& state, PlugId plug, double most_kw, SimTime now) {
    double& set_point_kw = state.set_point_kw[plug.index()];
    if (most_kw == set_point_kw) return;
    bool const claims = claims_power(state, plug.index());
    if (claims) settle_plant_of(supply, state, plug, now);
    // What flowed until now flowed under the old limit.
    if (claims && is_flowing(supply, state, plug)) settle_flow(supply, state, group_of(supply, plug), now);
    set_point_kw = most_kw;
    if (!claims) return;
    if (shares_power(supply, plug)) {
        review_power(supply, state, plug, now);
    } else {
        limit_pile(supply, state, plug, now);
    }
}

void feed_power(Supply const& supply, State& state, PlugId plug, std::int32_t feed_w, SimTime now) {
    Session& session = state.session[plug.index()];
    if (feed_w == session.feed_w) return;
    bool const claims = claims_power(state, plug.index());
    if (claims) {
        settle_plant_of(supply, state, plug, now);
        settle(supply, state, plug, now);
        close_feeding(supply, state, plug, now);
    }
    turn_session(supply, session, feed_w);
    if (!claims) return;
    meter_feeding(supply, state, plug, feed_w, now);
    follow_session(state, plug);
    schedule_charging(supply, state, plug, session.soc, EndedBy::plug, now);
}

void settle(Supply const& supply, State& state, PlugId plug, SimTime now) {
    if (is_flowing(supply, state, plug)) {
        settle_flow(supply, state, group_of(supply, plug), now);
        return;
    }
    read_meter(state, plug, now);
    advance(state.session[plug.index()], state.acceptance[plug.index()], now);
}

SessionReading reading_at(Session const& session, SessionNow const& then) {
    double const fed_kwh = fed_at_kwh(session, then.soc);
    return {then.soc, energy_at_kwh(session, then.soc), then.loss_kwh, then.power_kw, then.max_kw,
            fed_kwh,  refill_kwh(session, fed_kwh)};
}

SessionNow session_now(Supply const& supply, State const& state, PlugId plug, SimTime now) {
    if (is_flowing(supply, state, plug)) return flow_now(supply, state, group_of(supply, plug), plug, now);
    Session const& session = state.session[plug.index()];
    vehicle::Acceptance const& acceptance = state.acceptance[plug.index()];
    Walked const walked = walk(session, acceptance, (now - session.t_ref).hours());
    return {walked.soc, session.loss_kwh + walked.loss_kwh, std::max(session.max_kw, walked.max_kw),
            power_at_kw(session, acceptance, walked.soc)};
}

}  // namespace yuchong::supply
