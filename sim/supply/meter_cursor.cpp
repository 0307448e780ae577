#include "sim/supply/meter_cursor.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"
#include "sim/supply/cursor.hpp"

namespace yuchong::supply {

namespace {

void enter_stretch(State const& state, MeterCursor& cursor, double soc) {
    Session const& session = state.session[cursor.plug];
    cursor.end_soc = session.stop_soc;
    cursor.power_kw = 0.0;
    cursor.lam_per_h = 0.0;
    cursor.rest_h = endless_h;
    cursor.minute_factor = 0.0;
    if (soc >= session.stop_soc) return;
    vehicle::Stretch const stretch = vehicle::stretch_at(state.acceptance[cursor.plug], soc, session.cap_kw,
                                                         session.stop_soc, session.pack);
    if (stretch.power_kw <= 0.0) return;
    cursor.power_kw = stretch.power_kw;
    cursor.lam_per_h = stretch.lam_per_h;
    cursor.rest_h = stretch.hours_to(soc, stretch.end_soc, session.pack);
    cursor.end_soc = stretch.end_soc;
}

// AC energy of some hours inside the present stretch; power goes on from its end.
double run_stretch(MeterCursor& cursor, double hours) {
    if (cursor.power_kw <= 0.0) return 0.0;
    double const start_kw = cursor.power_kw;
    double energy_kwh = start_kw * hours;
    if (cursor.lam_per_h != 0.0) {
        energy_kwh *= math::phi(cursor.lam_per_h * hours);
        cursor.power_kw = start_kw + cursor.lam_per_h * energy_kwh;
    }
    double const mean_kw = 0.5 * (start_kw + cursor.power_kw);
    return energy_kwh * (1.0 + cursor.loss.linear + cursor.loss.square_per_kw * mean_kw);
}

constexpr double minute_h = 1.0 / 60.0;

// AC energy of a whole minute inside the present stretch.
double run_minute(MeterCursor& cursor) {
    if (cursor.minute_factor == 0.0) {
        double const change = cursor.lam_per_h * minute_h;
        cursor.minute_factor = math::exp(change);
        cursor.minute_kwh_per_kw = minute_h * math::phi(change);
    }
    double const start_kw = cursor.power_kw;
    cursor.power_kw = start_kw * cursor.minute_factor;
    cursor.rest_h -= minute_h;
    double const mean_kw = 0.5 * (start_kw + cursor.power_kw);
    return cursor.loss.fixed_kw * minute_h +
           start_kw * cursor.minute_kwh_per_kw *
               (1.0 + cursor.loss.linear + cursor.loss.square_per_kw * mean_kw);
}

}  // namespace

double run_meter(State const& state, MeterCursor& cursor, SimTime now) {
    Duration const passed = now - cursor.last;
    double hours = passed.hours();
    cursor.last = now;
    if (passed == minutes(1) && hours <= cursor.rest_h) return run_minute(cursor);
    double ac_kwh = cursor.loss.fixed_kw * hours;
    while (hours > cursor.rest_h) {
        ac_kwh += run_stretch(cursor, cursor.rest_h);
        hours -= cursor.rest_h;
        enter_stretch(state, cursor, cursor.end_soc);
    }
    cursor.rest_h -= hours;
    return ac_kwh + run_stretch(cursor, hours);
}

void start_meter(Supply const& supply, State& state, PlugId plug, SimTime now) {
    std::uint32_t const p = plug.index();
    check(state.meter_slot[p] == no_meter, "meter started twice (the plug's session was not stopped)");
    state.meter_slot[p] = static_cast<std::uint32_t>(state.meters.size());
    state.meters.push_back({});
    MeterCursor& cursor = state.meters.back();
    cursor.last = now;
    cursor.plug = p;
    cursor.station = supply.network.plugs[p].station.index();
    follow_session(state, plug);
}

void read_meter(State& state, PlugId plug, SimTime now) {
    std::uint32_t const slot = state.meter_slot[plug.index()];
    if (slot == no_meter) return;
    MeterCursor& cursor = state.meters[slot];
    state.pending_kwh[cursor.station] += run_meter(state, cursor, now);
}

void follow_session(State& state, PlugId plug) {
    std::uint32_t const slot = state.meter_slot[plug.index()];
    if (slot == no_meter) return;
    Session const& session = state.session[plug.index()];
    state.meters[slot].loss = session.loss;
    enter_stretch(state, state.meters[slot], session.soc);
}

void follow_auxiliaries(Supply const& supply, State& state, StationId station, SimTime now) {
    std::uint32_t const s = station.index();
    Ledger const& ledger = state.ledger[s];
    double const kw = supply.idle_kw[s] * ledger.open + supply.host_active_extra_kw * ledger.active_hosts;
    // The next meter() takes the new power for all the time since the last.
    state.pending_kwh[s] += (state.auxiliary_kw[s] - kw) * (now - state.metered_until).hours();
    state.auxiliary_kw[s] = kw;
}

void stop_meter(State& state, PlugId plug, SimTime now) {
    std::uint32_t const slot = state.meter_slot[plug.index()];
    if (slot == no_meter) return;
    read_meter(state, plug, now);
    state.meters[slot] = state.meters.back();
    state.meter_slot[state.meters[slot].plug] = slot;
    state.meters.pop_back();
    state.meter_slot[plug.index()] = no_meter;
}

}  // namespace yuchong::supply
