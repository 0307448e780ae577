#include "sim/city/external_control.hpp"

#include "sim/base/check.hpp"
#include "sim/city/state.hpp"

#include <utility>

namespace yuchong::city {

namespace {

ControlledSession session_of(City const& city, State const& state, std::size_t i, double soc) {
    ControlState const& control = state.control;
    std::uint32_t const plug = control.plugs[i];
    control::SiteDemand const& demand = control.demands[i];
    supply::SessionRequest const& request = state.supply.session[plug].request;
    std::uint32_t const station = city.network().plugs[plug].station.index();
    Visit const& visit = state.visits[state.agents[request.ticket].visit];
    return {.number = control.session_number[plug],
            .station = station,
            .terminal = plug - city.network().stations[station].first_plug,
            .vehicle = request.ticket,
            .arrival = demand.arrival,
            .departure = demand.deadline,
            .soc = soc,
            .battery_kwh = request.energy_kwh,
            .requested_kwh = visit.requested_kwh,
            .remaining_kwh = demand.remaining_kwh,
            .plug_kw = city.supply.plug_limit_kw[plug],
            .max_kw = demand.max_kw,
            .wanted_kw = demand.wanted_kw,
            .set_point_kw = state.supply.set_point_kw[plug]};
}

std::vector<ControlledSession> sessions_of(City const& city, State const& state, SimTime now) {
    std::vector<ControlledSession> sessions;
    sessions.reserve(state.control.plugs.size());
    for (std::size_t i = 0; i < state.control.plugs.size(); ++i)
        sessions.push_back(session_of(city, state, i, soc_at_plug(city, state, state.control.plugs[i], now)));
    return sessions;
}

}  // namespace

bool external_decides(City const& city) {
    return city.inputs.control.strategy == control::Strategy::external;
}

void ask_controller(City const& city, State& state, SimTime now) {
    ControlState& control = state.control;
    check(state.controller != nullptr, "external control without a controller (none was handed in)");
    auto const sessions = sessions_of(city, state, now);
    try {
        auto set_points_kw = state.controller->decide(city, {now, control.steps, control.sites, sessions});
        if (!set_points_kw) throw StepInterrupted{};
        check(set_points_kw->size() == sessions.size(), "set-points missing (each session has one)");
        control.grant_kw = std::move(*set_points_kw);
    } catch (ControllerFailed const& failure) {
        if (!city.inputs.control.external.fallback) throw;
        control.fallen_back = now;
        control.why_fallen_back = failure.what();
    }
}

}  // namespace yuchong::city
