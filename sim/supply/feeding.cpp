#include "sim/supply/feeding.hpp"

#include "sim/supply/cursor.hpp"
#include "sim/supply/sharing.hpp"
#include "sim/supply/swap_station.hpp"

#include <algorithm>

namespace yuchong::supply {

namespace {

constexpr double w_ms_per_kwh = 3.6e9;

void run(FeedMeter& meter, SimTime now) {
    meter.w_ms += meter.w * (now - meter.since).ms;
    meter.since = now;
}

}  // namespace

bool takes_back_from_cars(Network const& network) {
    return std::ranges::any_of(network.plugs, [](Plug const& plug) { return plug.discharge_kw > 0.0; });
}

bool takes_back(Network const& network) {
    return takes_back_from_cars(network) ||
           std::ranges::any_of(network.stations, [](Station const& s) { return s.swap.feeds_back; });
}

double feed_limit_kw(Supply const& supply, PlugId plug) {
    return std::min(supply.network.plugs[plug.index()].discharge_kw, supply.plug_limit_kw[plug.index()]);
}

void turn_session(Supply const& supply, Session& session, std::int32_t feed_w) {
    session.energy_kwh = energy_at_kwh(session, session.soc);
    session.fed_kwh = fed_at_kwh(session, session.soc);
    session.soc_booked = session.soc;
    session.feed_w = feed_w;
    session.feed_efficiency = supply.settings.bidirectional.discharge_efficiency;
}

void meter_feeding(Supply const& supply, State& state, PlugId plug, std::int32_t change_w, SimTime now) {
    if (change_w == 0) return;
    FeedMeter& meter = state.feeding[supply.network.plugs[plug.index()].station.index()];
    run(meter, now);
    meter.w += change_w;
}

void close_feeding(Supply const& supply, State& state, PlugId plug, SimTime now) {
    Session& session = state.session[plug.index()];
    if (session.feed_w == 0) return;
    meter_feeding(supply, state, plug, -session.feed_w, now);
    turn_session(supply, session, 0);
}

void take_fed_kwh(State& state, SimTime now, std::span<double> station_kwh) {
    for (std::size_t s = 0; s < state.feeding.size(); ++s) {
        FeedMeter& meter = state.feeding[s];
        run(meter, now);
        double const kwh = static_cast<double>(meter.w_ms) / w_ms_per_kwh;
        meter.w_ms = 0;
        state.metered_fed_kwh[s] += kwh;
        station_kwh[s] += kwh;
    }
}

FedAccounts fed_accounts(Supply const& supply, State const& state, StationId id, SimTime now) {
    double booked_kwh = state.energy[id.index()].fed_kwh + giving_kwh(supply, state, id, now);
    Station const& station = supply.network.stations[id.index()];
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        if (state.phase[p] != Phase::charging) continue;
        booked_kwh += fed_at_kwh(state.session[p], session_now(supply, state, PlugId{p}, now).soc);
    }
    return {state.metered_fed_kwh[id.index()], booked_kwh};
}

}  // namespace yuchong::supply
