#include "sim/city/charging_rows.hpp"

#include "sim/base/math.hpp"
#include "sim/city/board.hpp"
#include "sim/city/guidance_board.hpp"
#include "sim/city/roaming.hpp"
#include "sim/city/walk.hpp"
#include "sim/vehicle/session_acceptance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuchong::city {

namespace {

// What one driver brings to the choice.
struct Wish {
    double soc;
    double gain_kwh;       // at the plug
    double unlimited_min;  // a charge at a plug that limits nothing
    double peak_kw, ln_peak_kw;
    double stay_min;  // at the stop
    bool dc, super, ac;
    std::uint32_t swap_standard;  // 0: it is not swapped
};

Wish wish_of(City const& city, State const& state, std::uint32_t index, SimTime now) {
    Agent const& agent = state.agents[index];
    Visit const& visit = state.visits[agent.visit];
    demand::Car const& car = city.cars[index];
    auto const& model = city.model(car);
    auto const& charging = city.inputs.charging;
    vehicle::CarPack const pack{car.energy_kwh, car.curve_scale};
    Wish wish{};
    wish.soc = agent.soc;
    wish.dc = model.inlet_current_a > 0.0 && !agent.parks;
    wish.super = model.super_capable;
    wish.swap_standard = agent.parks ? 0 : city.swap_standard[car.model];
    wish.stay_min = agent.leaves == never ? days(1).minutes() : (agent.leaves - now).minutes();
    // A driver in need does not wait for a pile, unless there is nothing else that the car can use.
    bool const long_stay = wish.stay_min >= city.inputs.demand.charging.long_stay_min;
    wish.ac = agent.parks || (agent.forced ? depends_on_piles(city, car) : long_stay && !on_duty(agent));
    if (wish.dc) {
        auto const& curve = city.inputs.catalogue.curves[model.curve.index()];
        vehicle::DcPlug const limitless{
            charging.limits.interface_current_a * charging.limits.interface_voltage_v / 1000.0,
            charging.limits.interface_current_a, charging.limits.interface_voltage_v};
        auto const charge =
            vehicle::dc_charge(charging, curve, model, pack, limitless, 1.0, wish.soc, visit.target_soc);
        double const target = std::min(visit.target_soc, charge.stop_soc);
        wish.peak_kw = vehicle::peak_kw(curve, model, pack);
        wish.ln_peak_kw = math::log(wish.peak_kw);
        wish.gain_kwh = std::max(0.0, target - wish.soc) * charge.pack.energy_kwh / charge.pack.efficiency;
        wish.unlimited_min =
            target > wish.soc
                ? 60.0 * vehicle::hours_to_soc(charge.acceptance, wish.soc, target, wish.peak_kw, charge.pack)
                : 0.0;
    }
    return wish;
}

using supply::ac_class;
using supply::fast_class;
using supply::super_class;
using supply::swap_class;

// The classes of plugs of a site that the car would use, one bit each. A super terminal is for cars that can
// use its current, unless it is all there is.
std::uint32_t useful_classes(Wish const& wish, Site const& site) {
    bool const super = wish.super || site.power_kw[fast_class] == 0.0F;
    std::uint32_t classes = 0;
    if (wish.dc && super && site.power_kw[super_class] != 0.0F) classes |= 1U << super_class;
    if (wish.dc && site.power_kw[fast_class] != 0.0F) classes |= 1U << fast_class;
    if (wish.ac && site.power_kw[ac_class] != 0.0F) classes |= 1U << ac_class;
    if (wish.swap_standard != 0 && wish.swap_standard == site.swap_standard) classes |= 1U << swap_class;
    return classes;
}

// A station that has opened lately: rises to 0.
double not_yet_known(City const& city, std::uint32_t station, std::int32_t today) {
    std::int32_t const opened = city.sites[station].in_service_day;
    rollout::RampUp const& ramp = city.inputs.rollout.ramp_up;
    if (opened <= 0 || today - opened >= ramp.known_after_days) return 0.0;
    return ramp.constant * (1.0 - std::max(0, today - opened) / ramp.known_after_days);
}

std::array<double, supply::plug_classes> known_waits_min(City const& city, State const& state,
                                                         std::uint32_t station, Knowledge knows, SimTime now,
                                                         SimTime arrives) {
    switch (knows) {
        case Knowledge::board: break;
        case Knowledge::belief: return believed_waits_min(city, state, station, arrives);
        case Knowledge::service:
            return service_waits_min(city, state, station, now, arrives, measure::ForecastFrom::reports);
    }
    return expected_waits_min(city, state, station, now);
}

// Nobody sets off to a pile that is not free before most would have given up, for cars stay there for hours;
// at DC terminals a long wait weighs in the choice. A class with no plug in order is an endless wait.
double longest_wait_min(City const& city, std::size_t plug_class) {
    return plug_class == ac_class ? city.inputs.demand.patience.mean_min : std::numeric_limits<double>::max();
}

// A class of plugs of a site on the zone's list.
struct Offer {
    std::uint32_t option;
    std::size_t plug_class;
    double drive_min, wait_min, energy_price;
    double unknown;  // not_yet_known
};

double constant_of(demand::StationChoiceSettings const& settings, Offer const& offer, Wish const& wish) {
    if (offer.plug_class == ac_class) return settings.ac_constant;
    if (offer.plug_class == swap_class) return settings.swap_constant;
    return offer.plug_class == super_class && wish.super ? settings.super_constant : 0.0;
}

// A swap takes its time whatever the battery; its power is nothing to compare.
demand::CandidateRow row_at(City const& city, demand::StationChoiceSettings const& settings,
                            Offer const& offer, Site const& site, Wish const& wish) {
    std::size_t const c = offer.plug_class;
    bool const slow = c == ac_class, swap = c == swap_class;
    double const power_kw = slow ? site.power_kw[c] : std::min<double>(site.power_kw[c], wish.peak_kw);
    double const charge_min = std::max(wish.unlimited_min, 60.0 * wish.gain_kwh / power_kw);
    double const ln_kw = slow ? site.ln_kw[c] : std::min<double>(site.ln_kw[c], wish.ln_peak_kw);
    return {.option = offer.option,
            .noise_key = site.ordinal,
            .nest = static_cast<std::uint8_t>(c),
            .detour_min = 2.0 * offer.drive_min + (slow ? settings.walk_min : 0.0),
            .wait_min = offer.wait_min,
            .charge_min = slow   ? 0.0
                          : swap ? city.inputs.supply.swap.usual_s / 60.0
                                 : charge_min,
            .price_yuan_per_kwh = offer.energy_price + site.service_fee_yuan_per_kwh,
            .ln_kw = swap ? math::log(settings.power_reference_kw) : ln_kw,
            .constant = offer.unknown + constant_of(settings, offer, wish)};
}

}  // namespace

bool depends_on_piles(City const& city, demand::Car const& car) {
    return city.model(car).inlet_current_a == 0.0 && city.swap_standard[car.model] == 0;
}

CandidateRows charging_rows(City const& city, State const& state, std::uint32_t index, space::Offset place,
                            Knowledge knows, SimTime now) {
    CandidateRows rows;
    Agent const& agent = state.agents[index];
    Visit const& visit = state.visits[agent.visit];
    demand::Car const& car = city.cars[index];
    auto const& settings = city.fleet(car).choice;
    int const hour = city.calendar.hour(now);
    std::int32_t const today = city.calendar.day(now);
    double const energy_price = city.tariff.price(city.calendar.month(now), hour).value();
    bool const bev = city.model(car).powertrain == vehicle::Powertrain::bev;
    Wish const wish = wish_of(city, state, index, now);
    auto const tried = std::span(visit.tried).first(visit.attempt);
    auto const candidates = city.candidates.of(agent.stop.zone);
    std::uint32_t stations = 0;

    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (stations == settings.candidates || rows.full()) break;
        std::uint32_t const s = candidates[i].station;
        if (std::ranges::find(tried, s) != tried.end()) continue;
        Site const& site = city.sites[s];
        std::uint32_t const classes = useful_classes(wish, site);
        if (classes == 0) continue;
        auto const trip = city.travel.trip_out(candidates[i].link, place, hour);
        if (agent.parks && trip.distance_km > settings.park_farthest_km) continue;
        double const drive_min = trip.time.minutes();
        if (drive_min > settings.farthest_min && !rows.empty()) continue;
        if (!wish.dc && wish.swap_standard == 0 && drive_min >= wish.stay_min) continue;  // it left before
        if (bev && !rows.empty()) {
            double const kwh = trip_kwh(city, car, trip, car.consumption, now);
            if (agent.soc - kwh / car.energy_kwh < settings.lowest_arrival_soc) continue;
        }
        double const unknown = not_yet_known(city, s, today);
        auto const waits = known_waits_min(city, state, s, knows, now, now + trip.time);
        bool serves = false;
        for (std::size_t c = 0; c < waits.size(); ++c) {
            if ((classes >> c & 1U) == 0 || waits[c] > longest_wait_min(city, c)) continue;
            rows.push(row_at(city, settings,
                             {.option = static_cast<std::uint32_t>(i),
                              .plug_class = c,
                              .drive_min = drive_min,
                              .wait_min = waits[c],
                              .energy_price = energy_price,
                              .unknown = unknown},
                             site, wish));
            serves = true;
        }
        stations += serves ? 1 : 0;
    }
    return rows;
}

}  // namespace yuchong::city
