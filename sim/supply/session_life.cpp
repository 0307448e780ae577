#include "sim/supply/session_life.hpp"

#include "sim/base/check.hpp"
#include "sim/supply/answers.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/draws.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/supply/overhead.hpp"
#include "sim/supply/plug_charge.hpp"
#include "sim/supply/sharing.hpp"

#include <algorithm>

namespace yuchong::supply {

namespace {

bool is_test(SessionRequest const& request) { return request.fixed_service.ms >= 0; }

std::size_t class_of(Supply const& supply, PlugId plug) {
    return static_cast<std::size_t>(supply.network.plugs[plug.index()].plug_class);
}

void count_occupied(Supply const& supply, State& state, PlugId plug, std::uint32_t change, SimTime now) {
    Ledger& ledger = state.ledger[supply.network.plugs[plug.index()].station.index()];
    accrue(ledger, now);
    ledger.occupied[class_of(supply, plug)] += change;
}

// Of packs in slots nobody outside is told.
void tell(State& state, PlugId plug, Notice::Kind kind) {
    Session const& session = state.session[plug.index()];
    if (session.request.wants == PlugClass::swap) return;
    state.notices.push_back({kind, session.request.ticket, plug,
                             reading_at(session, {session.soc, session.loss_kwh, session.max_kw, 0.0})});
}

// Acceptance, pack and end of the charge as they are from `soc` on with the pack at pack_c.
void take_charge(Supply const& supply, State& state, PlugId plug, double pack_c, SimTime now) {
    Session& session = state.session[plug.index()];
    vehicle::Charge const charge = plug_charge(supply, plug, session.request, pack_c);
    session.energy_kwh = energy_at_kwh(session, session.soc);
    session.soc_booked = session.soc;
    session.pack_c = pack_c;
    session.heat_ref = now;
    session.review = never;
    session.stop_soc = charge.stop_soc;
    state.acceptance[plug.index()] = charge.acceptance;
    session.pack = charge.pack;
    bool const flat = supply.catalogue.models[session.request.model.index()].flat;
    if (flat || !shares_power(supply, plug) || session.soc >= charge.stop_soc) return;
    session.heat = session_heat(supply, session.request, charge, pack_c, session.soc);
    if (session.heat.heater_kw > 0.0) {
        vehicle::Charge const heated =
            with_heater(charge, session.heat.heater_kw, session.soc, supply.plug_limit_kw[plug.index()]);
        state.acceptance[plug.index()] = heated.acceptance;
        session.pack = heated.pack;
    }
    vehicle::Chemistry const row = derating_row(supply, session.request);
    session.review =
        after_hours(now, vehicle::hours_to_review(supply.charging.thermal, row, session.heat, pack_c));
}

// Breaking off is decided at plug-in by draws keyed by plug and tick. Packs in slots have no driver, no cable
// and no handshake: only faults of the slot stop them.
void draw_ending(Supply const& supply, State& state, PlugId plug, SimTime now) {
    if (is_slot(supply, plug)) return;
    Session& session = state.session[plug.index()];
    Block const draw = draw_at(supply, plug, PlugDraw::ending, now);
    ReliabilitySettings const& reliability = supply.settings.reliability;
    if (draw.uniform(0) < reliability.start_failure_share) {
        session.ending = Ending::never_starts;
    } else if (draw.uniform(1) < reliability.interruption_share) {
        session.ending = Ending::interrupted;
        session.break_soc = session.soc + draw.uniform(2) * std::max(session.stop_soc - session.soc, 0.0);
    }
}

void limit_to_break(Session& session) {
    if (session.ending == Ending::interrupted)
        session.stop_soc = std::min(session.stop_soc, session.break_soc);
}

void set_alone(Session& session, vehicle::Acceptance const& acceptance) {
    session.full_kw = acceptance.largest_from_kw(session.soc);
    session.alone_h =
        vehicle::hours_to_soc(acceptance, session.soc, session.stop_soc, session.full_kw, session.pack);
}

void begin_session(Supply const& supply, State& state, PlugId plug, SessionRequest const& request,
                   SimTime now) {
    Session& session = state.session[plug.index()];
    session = {};
    state.set_point_kw[plug.index()] = endless_h;
    session.request = request;
    session.plugged = session.t_ref = session.heat_ref = now;
    session.review = never;
    session.soc = session.soc_start = session.soc_booked = session.stop_soc = request.soc;
    session.pack = {1.0, 1.0};
    session.pack_c = request.pack_temp_c;
    if (is_test(request)) {
        state.free_at[plug.index()] = expected_free(
            supply, plug, request, now + plug_in_overhead(supply, plug) + request.fixed_service);
        return;
    }
    take_charge(supply, state, plug, request.pack_temp_c, now);
    draw_ending(supply, state, plug, now);
    limit_to_break(session);
    set_alone(session, state.acceptance[plug.index()]);
    state.free_at[plug.index()] = expected_free(
        supply, plug, request, after_hours(now + plug_in_overhead(supply, plug), session.alone_h));
}

void take_plug(Supply const& supply, State& state, PlugId plug, SessionRequest const& request, SimTime now) {
    check(state.phase[plug.index()] == Phase::vacant, "plug is not vacant (two cars at one plug)");
    begin_session(supply, state, plug, request, now);
    count_occupied(supply, state, plug, 1, now);
}

PlugIs free_plug(Supply const& supply, State& state, PlugId plug, SimTime now) {
    if (state.session[plug.index()].ending != Ending::failed) tell(state, plug, Notice::Kind::unplugged);
    state.phase[plug.index()] = Phase::vacant;
    count_occupied(supply, state, plug, ~0u, now);
    return PlugIs::freed;
}

// The books of the ended charge.
void book(Supply const& supply, State& state, PlugId plug) {
    Session const& session = state.session[plug.index()];
    Energy& energy = state.energy[supply.network.plugs[plug.index()].station.index()];
    energy.delivered_kwh += energy_at_kwh(session, session.soc);
    energy.lost_kwh += session.loss_kwh;
    energy.fed_kwh += fed_at_kwh(session, session.soc);
}

// Current stops, if any flowed.
void stop_current(Supply const& supply, State& state, PlugId plug, SimTime now) {
    if (state.phase[plug.index()] == Phase::charging && !is_test(state.session[plug.index()].request)) {
        release_power(supply, state, plug, now);
    }
    state.phase[plug.index()] = Phase::staying;
    book(supply, state, plug);
}

PlugIs leave_plug(Supply const& supply, State& state, PlugId plug, SimTime now) {
    Duration const overhead = unplug_overhead(supply, plug);
    state.phase[plug.index()] = Phase::unplugging;
    state.free_at[plug.index()] = now + overhead;
    if (overhead.ms == 0) {
        reschedule_plug(state, plug, never, PlugEvent::overhead_done);
        return free_plug(supply, state, plug, now);
    }
    reschedule_plug(state, plug, now + overhead, PlugEvent::overhead_done);
    return PlugIs::taken;
}

PlugIs break_off(Supply const& supply, State& state, PlugId plug, SimTime now) {
    tell(state, plug, Notice::Kind::failed);
    state.session[plug.index()].ending = Ending::failed;
    return leave_plug(supply, state, plug, now);
}

PlugIs start_charge(Supply const& supply, State& state, PlugId plug, SimTime now) {
    Session& session = state.session[plug.index()];
    session.t_ref = now;
    if (is_test(session.request)) {
        state.phase[plug.index()] = Phase::charging;
        SimTime const next_tick = now + milliseconds(1);
        reschedule_plug(state, plug, std::max(now + session.request.fixed_service, next_tick),
                        PlugEvent::charge_end);
        return PlugIs::taken;
    }
    if (session.ending == Ending::never_starts) {
        state.phase[plug.index()] = Phase::staying;
        return break_off(supply, state, plug, now);
    }
    if (session.soc >= session.stop_soc) return end_charge(supply, state, plug, now);
    if (session.review != never) session.review = session.review + (now - session.heat_ref);
    session.heat_ref = now;
    claim_power(supply, state, plug, now);
    return PlugIs::taken;
}

}  // namespace

PlugIs occupy(Supply const& supply, State& state, PlugId plug, SessionRequest const& request, SimTime now) {
    take_plug(supply, state, plug, request, now);
    state.phase[plug.index()] = Phase::plugging_in;
    tell(state, plug, Notice::Kind::plugged_in);
    Duration const overhead = plug_in_overhead(supply, plug);
    if (overhead.ms == 0) return start_charge(supply, state, plug, now);
    reschedule_plug(state, plug, now + overhead, PlugEvent::overhead_done);
    return PlugIs::taken;
}

void lay_in(Supply const& supply, State& state, PlugId slot, SessionRequest const& request, SimTime now) {
    take_plug(supply, state, slot, request, now);
    state.phase[slot.index()] = Phase::staying;
}

PlugIs finish_overhead(Supply const& supply, State& state, PlugId plug, SimTime now) {
    if (state.phase[plug.index()] == Phase::plugging_in) return start_charge(supply, state, plug, now);
    check(state.phase[plug.index()] == Phase::unplugging,
          "end of an overhead at a plug that has none (stale event)");
    return free_plug(supply, state, plug, now);
}

PlugIs end_charge(Supply const& supply, State& state, PlugId plug, SimTime now) {
    stop_current(supply, state, plug, now);
    Session& session = state.session[plug.index()];
    if (session.ending == Ending::interrupted) return break_off(supply, state, plug, now);
    tell(state, plug, Notice::Kind::charge_ended);
    SimTime const leaves = departure(session.request, now);
    if (leaves <= now) return leave_plug(supply, state, plug, now);
    state.free_at[plug.index()] = leaves + unplug_overhead(supply, plug);
    reschedule_plug(state, plug, leaves, PlugEvent::unplug);
    return PlugIs::taken;
}

PlugIs start_unplugging(Supply const& supply, State& state, PlugId plug, SimTime now) {
    Phase const phase = state.phase[plug.index()];
    check(phase == Phase::plugging_in || phase == Phase::charging || phase == Phase::staying,
          "nobody to unplug (the plug has no car that stays)");
    if (phase != Phase::staying) {
        stop_current(supply, state, plug, now);
        state.session[plug.index()].ending = Ending::charged;
        tell(state, plug, Notice::Kind::charge_ended);
    }
    return leave_plug(supply, state, plug, now);
}

void progress(Supply const& supply, State& state, PlugId plug, SimTime now) {
    Session& session = state.session[plug.index()];
    if (now < session.review) {
        review_power(supply, state, plug, now);
        return;
    }
    release_power(supply, state, plug, now);
    double const hours = (now - session.heat_ref).hours();
    take_charge(supply, state, plug, vehicle::temperature_after_c(session.heat, session.pack_c, hours), now);
    limit_to_break(session);
    claim_power(supply, state, plug, now);
}

void evict(Supply const& supply, State& state, PlugId plug, SimTime now) {
    Phase const phase = state.phase[plug.index()];
    if (phase == Phase::vacant || phase == Phase::out_of_order) return;
    if (phase == Phase::plugging_in || phase == Phase::charging) {
        stop_current(supply, state, plug, now);
        tell(state, plug, Notice::Kind::failed);
        state.session[plug.index()].ending = Ending::failed;
    }
    reschedule_plug(state, plug, never, PlugEvent::unplug);
    free_plug(supply, state, plug, now);
}

bool fits(Supply const& supply, PlugId plug, SessionRequest const& request) {
    if (request.plug && request.plug != plug) return false;
    if (is_test(request)) return true;
    Plug const& built = supply.network.plugs[plug.index()];
    vehicle::Model const& model = supply.catalogue.models[request.model.index()];
    if (!built.host) return model.onboard_ac_kw > 0.0 && supply.plug_limit_kw[plug.index()] > 0.0;
    return vehicle::fits(supply.charging.limits, model,
                         {built.power_kw, built.current_a, built.voltage_max_v});
}

double hours_alone(Supply const& supply, PlugId plug, SessionRequest const& request) {
    if (is_test(request)) return request.fixed_service.hours();
    if (!fits(supply, plug, request)) return endless_h;
    vehicle::Charge const charge = plug_charge(supply, plug, request, request.pack_temp_c);
    return vehicle::hours_to_soc(charge.acceptance, request.soc, charge.stop_soc, endless_h, charge.pack);
}

}  // namespace yuchong::supply
