#include "sim/supply/metering.hpp"

#include "sim/base/check.hpp"
#include "sim/supply/cursor.hpp"
#include "sim/supply/flow_sharing.hpp"
#include "sim/supply/ledger.hpp"
#include "sim/supply/meter_cursor.hpp"
#include "sim/supply/plant_flow.hpp"
#include "sim/supply/sharing.hpp"

namespace yuchong::supply {

namespace {

bool is_flowing(Supply const& supply, State const& state, std::size_t group) {
    return state.group[group].scarce && is_continuous(supply.groups[group].rule);
}

double conversion_ratio(Supply const& supply, Group const& group) {
    return loss_rate(supply, PlugId{group.first_plug}, 0).linear;
}

void meter_flow(Supply const& supply, State& state, std::size_t g, SimTime now) {
    if (!is_flowing(supply, state, g)) return;
    double const until_now = flow_kwh(supply, state, GroupId{g}, now);
    double const ratio = conversion_ratio(supply, supply.groups[g]);
    state.pending_kwh[supply.groups[g].station.index()] +=
        (until_now - state.group[g].flow_metered_kwh) * (1.0 + ratio);
    state.group[g].flow_metered_kwh = until_now;
}

// The plants go on from the same readings.
void settle_plants(Supply const& supply, State& state, SimTime now) {
    for (std::size_t p = 0; p < supply.plants.size(); ++p) {
        settle_plant(supply, state, supply.plants[p].station, now);
        state.plants[p].drawn_kwh = 0.0;
    }
}

double booked_auxiliary_kwh(Supply const& supply, std::size_t station, Ledger const& ledger) {
    return supply.idle_kw[station] * Duration{ledger.open_ms}.hours() +
           supply.host_active_extra_kw * Duration{ledger.active_host_ms}.hours();
}

}  // namespace

void meter(Supply const& supply, State& state, SimTime now, std::span<double> station_ac_kwh) {
    for (std::uint32_t slot = 0; slot < state.meters.size(); ++slot) {
        MeterCursor& cursor = state.meters[slot];
        state.pending_kwh[cursor.station] +=
            has_minute(cursor, now) ? run_minute(cursor, now) : run_meter(state, slot, now);
    }
    for (std::size_t g = 0; g < supply.groups.size(); ++g) meter_flow(supply, state, g, now);
    settle_plants(supply, state, now);
    double const hours = (now - state.metered_until).hours();
    state.metered_until = now;
    for (std::size_t s = 0; s < state.metered_kwh.size(); ++s) {
        double const kwh = state.pending_kwh[s] + state.auxiliary_kw[s] * hours;
        state.pending_kwh[s] = 0.0;
        state.metered_kwh[s] += kwh;
        station_ac_kwh[s] += kwh;
    }
}

double unread_kwh(Supply const& supply, State& state, StationId id, SimTime now) {
    Station const& station = supply.network.stations[id.index()];
    double& pending_kwh = state.pending_kwh[id.index()];
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        std::uint32_t const slot = state.meter_slot[p];
        if (slot == no_meter || state.meters[slot].last == now) continue;
        MeterCursor& cursor = state.meters[slot];
        pending_kwh += has_minute(cursor, now) ? run_minute(cursor, now) : run_meter(state, slot, now);
    }
    for (std::uint32_t h = station.first_host; h < station.first_host + station.host_count;) {
        std::size_t const group = supply.group_of_host[h].index();
        meter_flow(supply, state, group, now);
        h += supply.groups[group].host_count;
    }
    return pending_kwh + state.auxiliary_kw[id.index()] * (now - state.metered_until).hours();
}

EnergyAccounts energy_accounts(Supply const& supply, State const& state, StationId id, SimTime now) {
    Energy const& energy = state.energy[id.index()];
    check(state.metered_until == now,
          "audit between two meter readings (call meter() at this instant first)");
    Ledger ledger = state.ledger[id.index()];
    accrue(ledger, now);
    double booked = energy.delivered_kwh + energy.lost_kwh + booked_auxiliary_kwh(supply, id.index(), ledger);
    Station const& station = supply.network.stations[id.index()];
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        if (state.phase[p] != Phase::charging) continue;
        SessionNow const then = session_now(supply, state, PlugId{p}, now);
        booked += energy_at_kwh(state.session[p], then.soc) + then.loss_kwh;
    }
    return {state.metered_kwh[id.index()], booked};
}

double station_ac_kw(Supply const& supply, State const& state, StationId id, SimTime now) {
    Station const& station = supply.network.stations[id.index()];
    Ledger const& ledger = state.ledger[id.index()];
    double ac_kw =
        supply.idle_kw[id.index()] * ledger.open + supply.host_active_extra_kw * ledger.active_hosts;
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        if (state.phase[p] != Phase::charging) continue;
        double const plug_kw = session_now(supply, state, PlugId{p}, now).power_kw;
        LossRate const& loss = state.session[p].loss;
        ac_kw += plug_kw + loss.fixed_kw + loss.linear * plug_kw + loss.square_per_kw * plug_kw * plug_kw;
    }
    return ac_kw;
}

}  // namespace yuchong::supply
