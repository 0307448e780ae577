#include "sim/supply/home_pile.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::supply {

namespace {

// A charge is cut off after the 49 days that its record can count.
std::uint32_t ms_up(double hours) {
    constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::min(duration_from_hours_up(hours).ms, most));
}

vehicle::Pack pack_of(HomeCharge const& charge) {
    return {static_cast<double>(charge.energy_kwh), static_cast<double>(charge.efficiency)};
}

double flat_kw(HomeCharge const& charge) { return charge.flat_w / 1000.0; }

double flat_energy_kwh(HomeCharge const& charge, std::int64_t ms) {
    return flat_kw(charge) * Duration{ms}.hours();
}

double soc_at(HomeCharge const& charge, double energy_kwh) {
    vehicle::Pack const pack = pack_of(charge);
    return charge.soc_start + pack.efficiency * energy_kwh / pack.energy_kwh;
}

double taper_start_soc(HomeCharge const& charge) {
    return soc_at(charge, flat_energy_kwh(charge, charge.taper_after_ms));
}

vehicle::Stretch taper(HomeCharge const& charge) {
    double const share = (1.0 - taper_start_soc(charge)) / (1.0 - charge.soc_taper);
    return {flat_kw(charge) * std::min(1.0, share), charge.lam_per_h, charge.soc_stop};
}

// When the taper begins and the charge ends, from soc_start on.
void set_times(HomeCharge& charge) {
    vehicle::Pack const pack = pack_of(charge);
    double const soc = charge.soc_start;
    double const flat_end = std::max(soc, std::min(charge.soc_taper, charge.soc_stop));
    charge.taper_after_ms =
        ms_up(vehicle::Stretch{flat_kw(charge), 0.0, flat_end}.hours_to(soc, flat_end, pack));
    double const taper_soc = taper_start_soc(charge);
    double const taper_h =
        taper_soc < charge.soc_stop ? taper(charge).hours_to(taper_soc, charge.soc_stop, pack) : 0.0;
    charge.end_after_ms =
        charge.taper_after_ms +
        std::min(ms_up(taper_h), std::numeric_limits<std::uint32_t>::max() - charge.taper_after_ms);
}

}  // namespace

HomeCharge start_home(vehicle::ChargingSettings const& settings, vehicle::Model const& model,
                      vehicle::CarPack const& car, double pile_kw, double soc, double target_soc,
                      SimTime start) {
    check(model.onboard_ac_kw > 0.0,
          "car without an AC charger at a home pile (check the vehicle catalogue)");
    vehicle::Charge const ac = vehicle::ac_charge(settings, model, car, pile_kw, target_soc);
    auto const points = ac.acceptance.points();
    HomeCharge charge{};
    charge.start = start;
    charge.soc_start = soc;
    charge.soc_taper = points[points.size() - 2].soc;
    charge.soc_stop = std::max(soc, ac.stop_soc);
    charge.energy_kwh = static_cast<float>(ac.pack.energy_kwh);
    charge.efficiency = static_cast<float>(ac.pack.efficiency);
    charge.flat_w = static_cast<std::int32_t>(std::lround(points.front().power_kw * 1000.0));
    charge.loss_mw = static_cast<std::uint32_t>(std::lround(settings.losses.ac_pile.standing_kw * 1e6));
    vehicle::Pack const pack = pack_of(charge);
    charge.lam_per_h = -pack.efficiency * flat_kw(charge) / ((1.0 - charge.soc_taper) * pack.energy_kwh);
    set_times(charge);
    return charge;
}

HomeCharge limited_home(HomeCharge const& charge, std::int32_t limit_w) {
    check(limit_w > 0, "home charge without power (a pause is no charge)");
    HomeCharge limited = charge;
    limited.flat_w = std::min(limit_w, charge.flat_w);
    limited.soc_taper = 1.0 - (1.0 - charge.soc_taper) * limited.flat_w / charge.flat_w;
    set_times(limited);
    return limited;
}

HomeCharge feeding_home(HomeCharge const& charge, std::int32_t feed_w) {
    check(feed_w > 0, "home pile that feeds back without power (a pause is no feeding)");
    HomeCharge feeding = charge;
    feeding.flat_w = -feed_w;
    feeding.efficiency = 1.0F / charge.efficiency;
    feeding.taper_after_ms = feeding.end_after_ms = std::numeric_limits<std::uint32_t>::max();
    return feeding;
}

Duration taper_length(HomeCharge const& charge) {
    HomeCharge late = charge;
    late.soc_start = std::min(charge.soc_taper, charge.soc_stop);
    set_times(late);
    return Duration{late.end_after_ms};
}

HomeReading read_home(HomeCharge const& charge, SimTime now) {
    std::int64_t const ms = std::min<std::int64_t>((now - charge.start).ms, charge.end_after_ms);
    std::int64_t const flat_ms = std::min<std::int64_t>(ms, charge.taper_after_ms);
    bool const ended = ms == charge.end_after_ms;
    double const loss_kwh = charge.loss_mw * 1e-6 * Duration{ms}.hours();
    double energy_kwh = flat_energy_kwh(charge, flat_ms);
    double power_kw = flat_kw(charge);
    if (ms >= charge.taper_after_ms && charge.taper_after_ms < charge.end_after_ms) {
        vehicle::Stretch const tail = taper(charge);
        double const hours = Duration{ms - flat_ms}.hours();
        energy_kwh += tail.energy_kwh(hours);
        power_kw = tail.power_after_kw(hours);
    }
    return {soc_at(charge, energy_kwh), energy_kwh, loss_kwh, ended ? 0.0 : power_kw};
}

}  // namespace yuchong::supply
