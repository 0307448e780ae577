#include "sim/supply/station.hpp"

#include "sim/base/check.hpp"
#include "sim/supply/answers.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/faults.hpp"
#include "sim/supply/feeding.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/supply/meter_cursor.hpp"
#include "sim/supply/plant.hpp"
#include "sim/supply/queue.hpp"
#include "sim/supply/session_life.hpp"
#include "sim/supply/sharing.hpp"
#include "sim/supply/swap_station.hpp"

namespace yuchong::supply {

namespace {

void let_queue_move(Supply const& supply, State& state, PlugId plug, PlugIs plug_is, SimTime now) {
    if (plug_is == PlugIs::freed) serve_queue(supply, state, plug, now);
}

// Every vacant plug goes to whoever takes it.
void offer_vacant(Supply const& supply, State& state, StationId station, SimTime now) {
    Station const& built = supply.network.stations[station.index()];
    for (std::uint32_t p = built.first_plug; p < built.first_plug + built.plug_count; ++p) {
        if (state.ledger[station.index()].waiting == 0) return;
        if (state.phase[p] == Phase::vacant) serve_queue(supply, state, PlugId{p}, now);
    }
}

PlugIs fire(Supply const& supply, State& state, PlugId plug, PlugEvent kind, SimTime now) {
    switch (kind) {
        case PlugEvent::overhead_done: return finish_overhead(supply, state, plug, now);
        case PlugEvent::charge_end: return end_charge(supply, state, plug, now);
        case PlugEvent::unplug: return start_unplugging(supply, state, plug, now);
        case PlugEvent::progress: progress(supply, state, plug, now); return PlugIs::taken;
    }
    check(false, "unknown plug event (checkpoint of another version?)");
    return PlugIs::taken;
}

bool has_reached_its_end(State const& state, std::uint32_t plug) {
    Session const& session = state.session[plug];
    return claims_power(state, plug) && session.soc >= session.stop_soc;
}

void set_open(Supply const& supply, State& state, StationId station, std::uint32_t open, SimTime now) {
    Ledger& ledger = state.ledger[station.index()];
    accrue(ledger, now);
    ledger.open = open;
    follow_auxiliaries(supply, state, station, now);
    ledger.available.fill(0);
    Station const& built = supply.network.stations[station.index()];
    for (std::uint32_t p = built.first_plug; p < built.first_plug + built.plug_count; ++p) {
        if (state.phase[p] == Phase::out_of_order) continue;
        ledger.available[static_cast<std::size_t>(supply.network.plugs[p].plug_class)] += open;
    }
}

void count_available(Supply const& supply, State& state, PlugId plug, std::uint32_t change, SimTime now) {
    Plug const& built = supply.network.plugs[plug.index()];
    Ledger& ledger = state.ledger[built.station.index()];
    accrue(ledger, now);
    if (ledger.open) ledger.available[static_cast<std::size_t>(built.plug_class)] += change;
}

void end_hold(State& state, StationId station, PlugClass plug_class) {
    std::uint16_t& held = state.held[station.index() * plug_classes + static_cast<std::size_t>(plug_class)];
    check(held > 0, "no plug is held here (a place was given back twice)");
    --held;
}

Arrival take_in(Supply const& supply, State& state, StationId station, SessionRequest const& request,
                SimTime now) {
    if (state.ledger[station.index()].open == 0) return {Arrival::Kind::balked, PlugId{}, answers(state)};
    PlugId const plug = choose_plug(supply, state, station, request, now);
    if (plug) {
        let_queue_move(supply, state, plug, occupy(supply, state, plug, request, now), now);
        return {Arrival::Kind::plugged_in, plug, answers(state)};
    }
    Queued const queued = join_queue(supply, state, station, request, now);
    return {queued == Queued::waits ? Arrival::Kind::queued : Arrival::Kind::balked, PlugId{},
            answers(state)};
}

}  // namespace

Arrival arrive(Supply const& supply, State& state, StationId station, SessionRequest const& request,
               SimTime now) {
    clear_answers(state);
    if (is_swap_station(supply, station)) {
        Arrival::Kind const kind = arrive_for_swap(supply, state, station, request, now);
        return {kind, PlugId{}, answers(state)};
    }
    return take_in(supply, state, station, request, now);
}

Arrival arrive_at_held(Supply const& supply, State& state, StationId station, PlugClass held,
                       SessionRequest const& request, SimTime now) {
    clear_answers(state);
    end_hold(state, station, held);
    Arrival arrival = take_in(supply, state, station, request, now);
    offer_vacant(supply, state, station, now);
    arrival.changes = answers(state);
    return arrival;
}

void hold_plug(State& state, StationId station, PlugClass plug_class) {
    ++state.held[station.index() * plug_classes + static_cast<std::size_t>(plug_class)];
}

Changes release_hold(Supply const& supply, State& state, StationId station, PlugClass plug_class,
                     SimTime now) {
    clear_answers(state);
    end_hold(state, station, plug_class);
    offer_vacant(supply, state, station, now);
    return answers(state);
}

Changes renege(Supply const& supply, State& state, StationId station, std::uint32_t ticket, SimTime now) {
    clear_answers(state);
    leave_queue(supply, state, station, ticket, now);
    offer_vacant(supply, state, station, now);
    return answers(state);
}

Changes plug_event(Supply const& supply, State& state, PlugId plug, PlugEvent kind, SimTime now) {
    clear_answers(state);
    let_queue_move(supply, state, plug, fire(supply, state, plug, kind, now), now);
    settle_swaps(supply, state, supply.network.plugs[plug.index()].station, now);
    return answers(state);
}

Changes host_event(Supply const& supply, State& state, HostId host, SimTime now) {
    clear_answers(state);
    GroupId const id = supply.group_of_host[host.index()];
    Group const& group = supply.groups[id.index()];
    review_flow(supply, state, id, now);
    for (std::uint32_t p = group.first_plug; p < group.first_plug + group.plug_count; ++p) {
        if (!has_reached_its_end(state, p)) continue;
        let_queue_move(supply, state, PlugId{p}, end_charge(supply, state, PlugId{p}, now), now);
    }
    settle_swaps(supply, state, group.station, now);
    return answers(state);
}

Changes unplug(Supply const& supply, State& state, PlugId plug, SimTime now) {
    return plug_event(supply, state, plug, PlugEvent::unplug, now);
}

Changes break_down(Supply const& supply, State& state, PlugId plug, SimTime now) {
    clear_answers(state);
    check(state.phase[plug.index()] != Phase::out_of_order, "plug breaks twice (it has not been repaired)");
    evict(supply, state, plug, now);
    state.phase[plug.index()] = Phase::out_of_order;
    state.hidden_until[plug.index()] = now + hidden_for(supply, plug, state.fault_count[plug.index()]);
    ++state.fault_count[plug.index()];
    count_available(supply, state, plug, ~0u, now);
    settle_swaps(supply, state, supply.network.plugs[plug.index()].station, now);
    return answers(state);
}

Changes repair(Supply const& supply, State& state, PlugId plug, SimTime now) {
    clear_answers(state);
    check(state.phase[plug.index()] == Phase::out_of_order, "plug is not out of order (repaired twice)");
    state.phase[plug.index()] = Phase::vacant;
    count_available(supply, state, plug, 1, now);
    serve_queue(supply, state, plug, now);
    settle_swaps(supply, state, supply.network.plugs[plug.index()].station, now);
    return answers(state);
}

void open_station(Supply const& supply, State& state, StationId station, SimTime now) {
    set_open(supply, state, station, 1, now);
}

void close_station(Supply const& supply, State& state, StationId station, SimTime now) {
    set_open(supply, state, station, 0, now);
}

Changes cap_station(Supply const& supply, State& state, StationId station, Kilowatts cap, SimTime now) {
    clear_answers(state);
    std::uint32_t const plant = supply.plant_of_station[station.index()];
    check(supply.coupling == Coupling::by_station || plant != no_plant,
          "cap on a station whose hosts are not coupled (build the supply with Coupling::by_station)");
    check(cap.value() >= 0.0, "cap below zero or not a number (endless lifts it)");
    if (plant != no_plant) {
        cap_plant(supply, state, plant, cap, now);
        return answers(state);
    }
    double const share = share_under_cap(supply, station, cap);
    limit_power(supply, state, station, {.converters = share, .piles = share}, now);
    return answers(state);
}

Changes limit_session(Supply const& supply, State& state, PlugId plug, Kilowatts most, SimTime now) {
    clear_answers(state);
    check(most.value() >= 0.0, "limit of a session below zero or not a number (endless lifts it)");
    limit_session_power(supply, state, plug, most.value(), now);
    return answers(state);
}

Changes feed_session(Supply const& supply, State& state, PlugId plug, std::int32_t feed_w, SimTime now) {
    clear_answers(state);
    check(feed_w >= 0 && feed_w <= 1000.0 * feed_limit_kw(supply, plug),
          "a session feeds back more than its pile takes (see supply.bidirectional)");
    feed_power(supply, state, plug, feed_w, now);
    return answers(state);
}

SessionReading read_session(Supply const& supply, State const& state, PlugId plug, SimTime now) {
    Session const& session = state.session[plug.index()];
    switch (state.phase[plug.index()]) {
        case Phase::vacant:
        case Phase::out_of_order: return {};
        case Phase::charging: return reading_at(session, session_now(supply, state, plug, now));
        case Phase::plugging_in:
        case Phase::staying:
        case Phase::unplugging: break;
    }
    return reading_at(session, {session.soc, session.loss_kwh, session.max_kw, 0.0});
}

}  // namespace yuchong::supply
