#include "sim/city/frequency_response.hpp"

#include "sim/city/city.hpp"
#include "sim/city/demand_response.hpp"
#include "sim/city/site_control.hpp"
#include "sim/city/state.hpp"
#include "sim/control/droop.hpp"
#include "sim/control/vehicle_to_grid.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::city {

namespace {

// Of draws in classes `base_load`, `station` and `vehicle`, by the city.
enum class LoadPurpose : std::uint16_t { frequency = 1'000 };
enum class StationPurpose : std::uint16_t { droop = 1'002 };
enum class VehiclePurpose : std::uint16_t { droop = 1'000 };

constexpr Duration block = minutes(5);
constexpr double dust_kw = 1e-9;  // what rounding leaves of a limit that is shared whole
constexpr std::int64_t blocks_a_day = days(1).ms / block.ms;

// Standard normal, by 5 minutes since 1970.
double shock(City const& city, std::int64_t number) {
    Block const draw =
        city.random.draw({DrawClass::base_load, static_cast<std::uint16_t>(LoadPurpose::frequency), 0,
                          static_cast<std::uint32_t>(number / 4)});
    return normal(draw.uniform(static_cast<int>(number % 4)), 0.0, 1.0);
}

bool site_takes_part(City const& city, std::uint32_t station) {
    if (city.site_strategy[station] == control::Strategy::uncontrolled) return false;
    Block const draw =
        city.random.draw({DrawClass::station, static_cast<std::uint16_t>(StationPurpose::droop),
                          city.network().stations[station].ordinal});
    return draw.uniform(0) < city.inputs.control.droop.site_share;
}

bool session_takes_part(City const& city, State const& state, std::uint32_t plug) {
    supply::Session const& session = state.supply.session[plug];
    if (state.supply.phase[plug] != supply::Phase::charging || session.request.leave_by == never)
        return false;
    Block const draw = city.random.draw(
        {DrawClass::vehicle, static_cast<std::uint16_t>(VehiclePurpose::droop),
         city.cars[session.request.ticket].ordinal,
         static_cast<std::uint32_t>(city.calendar.day(session.plugged)),
         static_cast<std::uint32_t>(city.calendar.since_midnight(session.plugged).ms / minutes(1).ms)});
    return draw.uniform(0) < city.inputs.control.droop.session_share;
}

// Beside what it is to draw; `now_kw` is the most that it takes at present.
control::RegulationCapacity offer_of(City const& city, State const& state, std::uint32_t plug,
                                     control::SiteDemand const& demand, double scheduled_kw, double now_kw,
                                     SimTime now) {
    Duration const sustained = city.inputs.control.droop.sustained;
    // What the battery still wants, at the plug: nothing is fed back.
    auto capacity = control::regulation_capacity({.energy_kwh = 0.0,
                                                  .least_kwh = 0.0,
                                                  .most_kwh = demand.remaining_kwh,
                                                  .scheduled_kw = scheduled_kw,
                                                  .charge_kw = now_kw,
                                                  .discharge_kw = 0.0,
                                                  .efficiency = {1.0, 1.0}},
                                                 sustained.hours());
    // A minute for rounding, beside what the next steps may take.
    double const wanted_h = sustained.hours() + minutes(1).hours();
    capacity.up_kw = laxity_h(city, state, plug, now) >= wanted_h ? scheduled_kw : 0.0;
    return capacity;
}

void answer_at(City const& city, State& state, ControlledSite const& site, double share, SimTime now,
               measure::Regulation& all) {
    ControlState& control = state.control;
    double room_kw = site.limit_kw;
    for (std::size_t i = site.first; i < site.first + site.count; ++i)
        room_kw -= std::min(control.grant_kw[i], control.demands[i].max_kw);
    for (std::size_t i = site.first; i < site.first + site.count; ++i) {
        std::uint32_t const plug = control.plugs[i];
        if (!session_takes_part(city, state, plug)) continue;
        double const now_kw = state.supply.acceptance[plug].power_kw(soc_at_plug(city, state, plug, now));
        double const scheduled_kw = std::min(control.grant_kw[i], now_kw);
        auto const offer = offer_of(city, state, plug, control.demands[i], scheduled_kw, now_kw, now);
        double const down_kw = room_kw > dust_kw ? std::min(room_kw, offer.down_kw) : 0.0;
        double const change_kw = std::clamp(share * control.demands[i].max_kw, -offer.up_kw, down_kw);
        room_kw -= down_kw;
        all.up_kw += offer.up_kw;
        all.down_kw += down_kw;
        if (change_kw == 0.0) continue;
        all.given_kw -= change_kw;
        control.grant_kw[i] = scheduled_kw + change_kw;
    }
}

}  // namespace

double frequency_deviation_hz(City const& city, SimTime t) {
    control::FrequencyResponseSettings const& settings = city.inputs.control.droop;
    std::int64_t const number =
        city.calendar.day(t) * blocks_a_day + city.calendar.since_midnight(t).ms / block.ms;
    double const rho = settings.persistence;
    double sum = 0.0, weight = std::sqrt(1.0 - rho * rho);
    // As if it had run for ever, to a thousandth of its size.
    for (std::int64_t back = 0; weight > 1e-3; ++back, weight *= rho)
        sum += weight * shock(city, number - back);
    return settings.sigma_hz * sum;
}

void answer_frequency(City const& city, State& state, SimTime now) {
    control::DroopSettings const& curve = city.inputs.control.droop.curve;
    measure::Regulation all{.deviation_hz = frequency_deviation_hz(city, now)};
    double const share = control::frequency_droop(curve.nominal_hz + all.deviation_hz, curve);
    for (ControlledSite const& site : state.control.sites)
        if (site_takes_part(city, site.station)) answer_at(city, state, site, share, now, all);
    state.control_recorder->regulation(all, now);
}

std::optional<measure::Summary::Droop> droop_summary(City const& city, State const& state) {
    control::FrequencyResponseSettings const& settings = city.inputs.control.droop;
    if (!settings.on || !state.control_recorder) return std::nullopt;
    measure::RegulationTotals const& totals = state.control_recorder->state().regulation_totals;
    double const hours = city.window.length().hours();
    return measure::Summary::Droop{
        .up_kw = totals.up_kw_h / hours,
        .down_kw = totals.down_kw_h / hours,
        .given_up_kwh = totals.given_up_kwh,
        .given_down_kwh = totals.given_down_kwh,
        .revenue_yuan = settings.yuan_per_kw_h * (totals.up_kw_h + totals.down_kw_h)};
}

}  // namespace yuchong::city
