#include "sim/supply/meter_cursor.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"
#include "sim/supply/cursor.hpp"

namespace yuchong::supply {

namespace {

void enter_stretch(State& state, std::uint32_t slot, double soc) {
    MeterCursor& cursor = state.meters[slot];
    MeteredStretch& metered = state.metered_stretch[slot];
    Session const& session = state.session[cursor.plug];
    cursor.power_kw = 0.0;
    cursor.rest_h = endless_h;
    cursor.minute_factor = 0.0;
    metered.end_soc = session.stop_soc;
    metered.lam_per_h = 0.0;
    if (soc >= session.stop_soc || session.feed_w > 0) return;
    vehicle::Stretch const stretch = vehicle::stretch_at(state.acceptance[cursor.plug], soc, session.cap_kw,
                                                         session.stop_soc, session.pack);
    if (stretch.power_kw <= 0.0) return;
    cursor.power_kw = stretch.power_kw;
    cursor.rest_h = stretch.hours_to(soc, stretch.end_soc, session.pack);
    metered.lam_per_h = stretch.lam_per_h;
    metered.end_soc = stretch.end_soc;
}

// AC energy of some hours inside the present stretch; power goes on from its end. Losses follow the mean of
// the power at both ends.
double run_stretch(MeterCursor& cursor, MeteredStretch const& metered, double hours) {
    if (cursor.power_kw <= 0.0) return 0.0;
    double const start_kw = cursor.power_kw;
    double energy_kwh = start_kw * hours;
    if (metered.lam_per_h != 0.0) {
        energy_kwh *= math::phi(metered.lam_per_h * hours);
        cursor.power_kw = start_kw + metered.lam_per_h * energy_kwh;
    }
    double const mean_kw = 0.5 * (start_kw + cursor.power_kw);
    return energy_kwh * (1.0 + metered.loss.linear + metered.loss.square_per_kw * mean_kw);
}

void prepare_minutes(MeterCursor& cursor, MeteredStretch const& metered) {
    double const change = metered.lam_per_h * minute_h;
    double const kwh_per_kw = minute_h * math::phi(change);
    cursor.minute_factor = math::exp(change);
    cursor.minute_kwh = metered.loss.fixed_kw * minute_h;
    cursor.minute_h = kwh_per_kw * (1.0 + metered.loss.linear);
    cursor.minute_h_per_kw = kwh_per_kw * metered.loss.square_per_kw * 0.5 * (1.0 + cursor.minute_factor);
}

// Of any time, across stretches.
double run(State& state, std::uint32_t slot, double hours) {
    MeterCursor& cursor = state.meters[slot];
    MeteredStretch const& metered = state.metered_stretch[slot];
    double ac_kwh = metered.loss.fixed_kw * hours;
    while (hours > cursor.rest_h) {
        ac_kwh += run_stretch(cursor, metered, cursor.rest_h);
        hours -= cursor.rest_h;
        enter_stretch(state, slot, metered.end_soc);
    }
    cursor.rest_h -= hours;
    return ac_kwh + run_stretch(cursor, metered, hours);
}

}  // namespace

double run_meter(State& state, std::uint32_t slot, SimTime now) {
    MeterCursor& cursor = state.meters[slot];
    if (cursor.last == now) return 0.0;  // plants have read it at this instant
    if (cursor.minute_factor == 0.0) prepare_minutes(cursor, state.metered_stretch[slot]);
    if (has_minute(cursor, now)) return run_minute(cursor, now);
    Duration const passed = now - cursor.last;
    cursor.last = now;
    return run(state, slot, passed.hours());
}

void start_meter(Supply const& supply, State& state, PlugId plug, SimTime now) {
    std::uint32_t const p = plug.index();
    check(state.meter_slot[p] == no_meter, "meter started twice (the plug's session was not stopped)");
    state.meter_slot[p] = static_cast<std::uint32_t>(state.meters.size());
    state.meters.push_back({});
    state.metered_stretch.push_back({});
    MeterCursor& cursor = state.meters.back();
    cursor.last = now;
    cursor.plug = p;
    cursor.station = supply.network.plugs[p].station.index();
    follow_session(state, plug);
}

void read_meter(State& state, PlugId plug, SimTime now) {
    std::uint32_t const slot = state.meter_slot[plug.index()];
    if (slot == no_meter) return;
    state.pending_kwh[state.meters[slot].station] += run_meter(state, slot, now);
}

void follow_session(State& state, PlugId plug) {
    std::uint32_t const slot = state.meter_slot[plug.index()];
    if (slot == no_meter) return;
    Session const& session = state.session[plug.index()];
    state.metered_stretch[slot].loss = session.loss;
    enter_stretch(state, slot, session.soc);
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
    state.metered_stretch[slot] = state.metered_stretch.back();
    state.meter_slot[state.meters[slot].plug] = slot;
    state.meters.pop_back();
    state.metered_stretch.pop_back();
    state.meter_slot[plug.index()] = no_meter;
}

}  // namespace yuchong::supply
