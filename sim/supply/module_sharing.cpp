#include "sim/supply/module_sharing.hpp"

#include "sim/supply/allocation.hpp"
#include "sim/supply/charge_events.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/meter_cursor.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace yuchong::supply {

namespace {

// A share that misses whole modules by rounding only gives them.
constexpr double rounding = 1e-12;

// The claimants of a group in the order of their sessions, and what each host has to give.
struct Claims {
    std::size_t count = 0;
    std::array<std::uint32_t, largest_station> plug;
    std::array<double, largest_station> soc;  // now
    std::array<ModuleClaim, largest_station> claim;
    std::array<std::uint32_t, largest_station> host_free;

    [[nodiscard]] std::span<ModuleClaim> claims() { return {claim.data(), count}; }
    [[nodiscard]] std::span<ModuleClaim const> claims() const { return {claim.data(), count}; }
};

void set_hosts(Supply const& supply, Group const& group, Claims& all) {
    for (std::uint32_t h = 0; h < group.host_count; ++h) {
        all.host_free[h] = supply.network.hosts[group.first_host + h].modules;
    }
}

// Insertion by (plugged, plug): plugs come in ascending order, so equal times keep it.
void insert(State const& state, Claims& all, std::uint32_t plug) {
    std::size_t i = all.count++;
    SimTime const since = state.session[plug].plugged;
    for (; i > 0 && state.session[all.plug[i - 1]].plugged > since; --i) all.plug[i] = all.plug[i - 1];
    all.plug[i] = plug;
}

void gather(Supply const& supply, State const& state, Group const& group, SimTime now, Claims& all) {
    for (std::uint32_t p = group.first_plug; p < group.first_plug + group.plug_count; ++p) {
        if (claims_power(state, p)) insert(state, all, p);
    }
    for (std::size_t i = 0; i < all.count; ++i) {
        std::uint32_t const p = all.plug[i];
        Session const& session = state.session[p];
        all.soc[i] = walk(session, state.acceptance[p], (now - session.t_ref).hours()).soc;
        all.claim[i] = {0.0, 0, supply.network.plugs[p].host.index() - group.first_host, 0};
    }
}

// Everybody gets the most it will ever still want, if there is enough for that.
bool grant_plenty(Supply const& supply, State const& state, Group const& group, std::uint32_t allowed,
                  Claims& all) {
    set_hosts(supply, group, all);
    std::uint32_t station_free = allowed;
    for (std::size_t i = 0; i < all.count; ++i) {
        ModuleClaim& claim = all.claim[i];
        claim.want = modules_for(largest_demand_kw(state, all.plug[i], all.soc[i]), group.module_kw);
        if (claim.want > all.host_free[claim.host] || claim.want > station_free) return false;
        claim.granted = claim.want;
        all.host_free[claim.host] -= claim.want;
        station_free -= claim.want;
    }
    return true;
}

void grant_by_rule(Supply const& supply, State const& state, Group const& group, std::uint32_t allowed,
                   Claims& all) {
    set_hosts(supply, group, all);
    for (std::size_t i = 0; i < all.count; ++i) {
        std::uint32_t const p = all.plug[i];
        bool const ended = all.soc[i] >= state.session[p].stop_soc;
        all.claim[i].demand_kw =
            ended ? 0.0 : std::min(state.acceptance[p].power_kw(all.soc[i]), state.set_point_kw[p]);
        all.claim[i].want = modules_for(all.claim[i].demand_kw, group.module_kw);
    }
    std::span<std::uint32_t> const host_free{all.host_free.data(), group.host_count};
    switch (group.rule) {
        case SharingRule::fair: share_fair(all.claims(), host_free, allowed); break;
        case SharingRule::greedy: share_greedy(all.claims(), host_free, allowed, group.module_kw); break;
        case SharingRule::fcfs: share_fcfs(all.claims(), host_free, allowed); break;
        case SharingRule::proportional:
        case SharingRule::max_min: break;
    }
}

struct Attention {
    Watch watch;
    std::uint32_t watched;
};

// What others would notice of this session's demand while power is scarce.
Attention attention(SharingRule rule, ModuleClaim const& claim, bool somebody_lacks) {
    if (rule == SharingRule::greedy) return {Watch::both, claim.want};
    bool const lacks = claim.granted < claim.want;
    bool const frees = somebody_lacks && claim.granted > 0;
    if (lacks) return {frees ? Watch::fall : Watch::none, claim.granted};
    return {frees ? Watch::both : Watch::rise, claim.granted};
}

double cap_kw(State const& state, PlugId plug, std::uint32_t modules, double module_kw) {
    return std::min(modules * module_kw, state.set_point_kw[plug.index()]);
}

void set_grant(Supply const& supply, State& state, PlugId plug, std::uint32_t modules, double module_kw) {
    Session& session = state.session[plug.index()];
    session.modules = modules;
    session.cap_kw = cap_kw(state, plug, modules, module_kw);
    session.loss = loss_rate(supply, plug, modules);
    follow_session(state, plug);
}

void count_grants(State& state, Group const& group, GroupState& shared, Claims const& all) {
    shared.granted = 0;
    for (std::uint32_t h = 0; h < group.host_count; ++h) state.host_granted[group.first_host + h] = 0;
    for (ModuleClaim const& claim : all.claims()) {
        state.host_granted[group.first_host + claim.host] += claim.granted;
        shared.granted += claim.granted;
    }
}

}  // namespace

void share_modules(Supply const& supply, State& state, GroupId id, PlugId reviewed, SimTime now) {
    Group const& group = supply.groups[id.index()];
    GroupState& shared = state.group[id.index()];
    Claims all;
    gather(supply, state, group, now, all);
    bool const scarce = !grant_plenty(supply, state, group, shared.modules, all);
    if (scarce) grant_by_rule(supply, state, group, shared.modules, all);
    shared.scarce = scarce;
    count_grants(state, group, shared, all);
    auto const lacks = [](ModuleClaim const& claim) { return claim.granted < claim.want; };
    bool const somebody_lacks = std::any_of(all.claim.begin(), all.claim.begin() + all.count, lacks);

    for (std::size_t i = 0; i < all.count; ++i) {
        PlugId const plug{all.plug[i]};
        Session& session = state.session[plug.index()];
        Attention const next =
            scarce ? attention(group.rule, all.claim[i], somebody_lacks) : Attention{Watch::none, 0};
        bool const regranted = session.modules != all.claim[i].granted ||
                               session.cap_kw != cap_kw(state, plug, all.claim[i].granted, group.module_kw);
        bool const rewatched = session.watch != next.watch || session.watched != next.watched;
        if (!regranted && !rewatched && plug != reviewed) continue;
        session.watch = next.watch;
        session.watched = next.watched;
        if (regranted) {
            read_meter(state, plug, now);
            advance(session, state.acceptance[plug.index()], now);
            set_grant(supply, state, plug, all.claim[i].granted, group.module_kw);
        }
        schedule_charging(supply, state, plug, all.soc[i], EndedBy::plug, now);
    }
}

void claim_modules(Supply const& supply, State& state, GroupId id, PlugId plug, SimTime now) {
    Group const& group = supply.groups[id.index()];
    GroupState& shared = state.group[id.index()];
    Session& session = state.session[plug.index()];
    HostId const host = supply.network.plugs[plug.index()].host;
    session.modules = 0;
    session.cap_kw = 0.0;
    session.loss = loss_rate(supply, plug, 0);
    session.watch = Watch::none;
    session.watched = 0;
    start_meter(supply, state, plug, now);
    std::uint32_t const most =
        modules_for(largest_demand_kw(state, plug.index(), session.soc), group.module_kw);
    bool const fits = !shared.scarce && shared.granted + most <= shared.modules &&
                      state.host_granted[host.index()] + most <= supply.network.hosts[host.index()].modules;
    if (!fits) {
        share_modules(supply, state, id, plug, now);
        return;
    }
    shared.granted += most;
    state.host_granted[host.index()] += most;
    set_grant(supply, state, plug, most, group.module_kw);
    schedule_charging(supply, state, plug, session.soc, EndedBy::plug, now);
}

void release_modules(Supply const& supply, State& state, GroupId id, PlugId plug, SimTime now) {
    Session& session = state.session[plug.index()];
    GroupState& shared = state.group[id.index()];
    shared.granted -= session.modules;
    state.host_granted[supply.network.plugs[plug.index()].host.index()] -= session.modules;
    session.modules = 0;
    session.watch = Watch::none;
    if (shared.scarce) share_modules(supply, state, id, PlugId{}, now);
}

void limit_modules(Supply const& supply, State& state, GroupId id, double share, SimTime now) {
    GroupState& shared = state.group[id.index()];
    double const most = supply.groups[id.index()].modules;
    auto const allowed = static_cast<std::uint32_t>(std::floor(share * most * (1.0 + rounding)));
    if (allowed == shared.modules) return;
    shared.modules = allowed;
    if (shared.scarce || shared.granted > allowed) share_modules(supply, state, id, PlugId{}, now);
}

}  // namespace yuchong::supply
