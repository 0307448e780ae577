#include "sim/city/home_meter.hpp"

#include "sim/base/math.hpp"
#include "sim/city/city.hpp"
#include "sim/city/home_plan.hpp"
#include "sim/city/home_v2g.hpp"
#include "sim/city/state.hpp"

#include <cmath>

namespace yuchong::city {

namespace {

constexpr double mw_ms_per_kwh = 3.6e12;

HomeSums no_home_power(std::size_t places) {
    return {std::vector<std::int64_t>(places, 0), std::vector<std::int64_t>(places, 0),
            std::vector<SimTime>(places), std::vector<double>(places, 0.0)};
}

// Energy at the grid from the meter's instant to now, by power over time; moves the meter.
double run_taper_meter(TaperMeter& meter, SimTime now) {
    Duration const passed = now - meter.at;
    meter.at = now;
    double const begin_kw = meter.kw;
    if (passed == minutes(1)) {
        meter.kw *= meter.minute_factor;
        return begin_kw * meter.minute_kwh_per_kw + meter.loss_kw / 60.0;
    }
    double const hours = passed.hours();
    meter.kw *= math::exp(meter.lam_per_h * hours);
    return begin_kw * hours * math::phi(meter.lam_per_h * hours) + meter.loss_kw * hours;
}

// Whoever charges or feeds by price has the plan with time of use.
bool has_time_of_use(City const& city, std::uint32_t index) {
    control::ControlSettings const& settings = city.inputs.control;
    return city.cars[index].timer ||
           (home_strategy(city, index) == control::HomeStrategy::tariff && takes_part(city, index)) ||
           (settings.v2g.strategy == control::V2gStrategy::v2g_arbitrage && can_feed_back(city, index));
}

void change_flat_power(HomeSums& sums, std::size_t i, SimTime now, std::int64_t change_mw) {
    sums.flat_mw_ms[i] += sums.flat_mw[i] * (now - sums.since[i]).ms;
    sums.since[i] = now;
    sums.flat_mw[i] += change_mw;
}

void meter_taper(HomeMeter& meter, TaperMeter& taper, SimTime now) {
    double const kwh = run_taper_meter(taper, now);
    meter.zones.pending_kwh[taper.zone] += kwh;
    meter.plans.pending_kwh[taper.plan] += kwh;
    if (taper.transformer != no_transformer) meter.transformers.pending_kwh[taper.transformer] += kwh;
}

// Energy since it was last taken.
double take_kwh(HomeSums& sums, std::size_t i, SimTime now) {
    change_flat_power(sums, i, now, 0);
    double const kwh = static_cast<double>(sums.flat_mw_ms[i]) / mw_ms_per_kwh + sums.pending_kwh[i];
    sums.flat_mw_ms[i] = 0;
    sums.pending_kwh[i] = 0.0;
    return kwh;
}

}  // namespace

HomeMeter make_home_meter(City const& city) {
    HomeMeter meter;
    meter.zones = no_home_power(city.geography().zones.size());
    meter.plans = no_home_power(control::home_plans);
    meter.fed = no_home_power(fed_meters);
    if (city.grid) meter.transformers = no_home_power(city.grid->network.transformers.size());
    meter.tapering.reserve(city.cars.size() / 8 + 16);
    return meter;
}

HomePlace home_place(City const& city, std::uint32_t index) {
    auto const plan =
        has_time_of_use(city, index) ? control::HomePlan::time_of_use : control::HomePlan::single_price;
    return {city.cars[index].home, plan, city.grid ? city.grid->home_transformer[index] : no_transformer};
}

void switch_flat_power(HomeMeter& meter, HomePlace place, SimTime now, supply::HomeCharge const& charge,
                       Switching switching) {
    auto const sign = static_cast<std::int64_t>(switching);
    std::int64_t const plug_mw = sign * 1000 * charge.flat_w;
    std::int64_t const drawn_mw = sign * charge.loss_mw + (supply::feeds(charge) ? 0 : plug_mw);
    change_flat_power(meter.zones, place.zone, now, drawn_mw);
    change_flat_power(meter.plans, static_cast<std::size_t>(place.plan), now, drawn_mw);
    if (place.transformer != no_transformer)
        change_flat_power(meter.transformers, place.transformer, now, plug_mw + sign * charge.loss_mw);
    if (!supply::feeds(charge)) return;
    auto const battery_mw =
        std::llround(static_cast<double>(plug_mw) * static_cast<double>(charge.efficiency));
    change_flat_power(meter.fed, static_cast<std::size_t>(FedMeter::at_plug), now, -plug_mw);
    change_flat_power(meter.fed, static_cast<std::size_t>(FedMeter::from_battery), now, -battery_mw);
}

void begin_taper(State& state, std::uint32_t number, HomePlace place, SimTime now) {
    Visit& visit = state.visits[number];
    double const lam = visit.home.lam_per_h;
    double const minute_h = 1.0 / 60.0;
    visit.taper_slot = static_cast<std::uint32_t>(state.home.tapering.size());
    state.home.tapering.push_back({now, supply::read_home(visit.home, now).power_kw, lam,
                                   math::exp(lam * minute_h), minute_h * math::phi(lam * minute_h),
                                   1e-6 * visit.home.loss_mw, number, place.transformer, place.zone,
                                   static_cast<std::uint16_t>(place.plan)});
}

void end_taper(State& state, std::uint32_t number, SimTime now) {
    HomeMeter& meter = state.home;
    Visit const& visit = state.visits[number];
    TaperMeter& mine = meter.tapering[visit.taper_slot];
    meter_taper(meter, mine, now);
    mine = meter.tapering.back();
    state.visits[mine.visit].taper_slot = visit.taper_slot;
    meter.tapering.pop_back();
}

void meter_homes(State& state, SimTime now, std::span<double> zone_kwh) {
    HomeMeter& meter = state.home;
    for (TaperMeter& taper : meter.tapering) meter_taper(meter, taper, now);
    for (std::size_t zone = 0; zone < zone_kwh.size(); ++zone) {
        double const kwh = take_kwh(meter.zones, zone, now);
        meter.metered_kwh += kwh;
        zone_kwh[zone] += kwh;
    }
}

std::array<double, control::home_plans> take_home_kwh_by_plan(State& state, SimTime now) {
    std::array<double, control::home_plans> kwh{};
    for (std::size_t plan = 0; plan < kwh.size(); ++plan) kwh[plan] = take_kwh(state.home.plans, plan, now);
    return kwh;
}

measure::FedBackEnergy take_fed_kwh(State& state, SimTime now) {
    HomeMeter& meter = state.home;
    measure::FedBackEnergy const fed{
        take_kwh(meter.fed, static_cast<std::size_t>(FedMeter::at_plug), now),
        take_kwh(meter.fed, static_cast<std::size_t>(FedMeter::from_battery), now)};
    meter.metered_fed_kwh += fed.at_plug_kwh;
    return fed;
}

void look_at_home_kwh(State& state, SimTime now, std::span<double> transformer_kwh) {
    HomeMeter& meter = state.home;
    for (TaperMeter& taper : meter.tapering) meter_taper(meter, taper, now);
    HomeSums const& sums = meter.transformers;
    for (std::size_t t = 0; t < transformer_kwh.size(); ++t) {
        std::int64_t const mw_ms = sums.flat_mw_ms[t] + sums.flat_mw[t] * (now - sums.since[t]).ms;
        transformer_kwh[t] = static_cast<double>(mw_ms) / mw_ms_per_kwh + sums.pending_kwh[t];
    }
}

void take_home_kwh(State& state, SimTime now, std::span<double> transformer_kwh) {
    for (std::size_t t = 0; t < transformer_kwh.size(); ++t)
        transformer_kwh[t] = take_kwh(state.home.transformers, t, now);
}

}  // namespace yuchong::city
