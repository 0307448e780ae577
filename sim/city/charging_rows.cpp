#include "sim/city/charging_rows.hpp"

#include "sim/city/board.hpp"
#include "sim/city/walk.hpp"
#include "sim/vehicle/session_acceptance.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::city {

namespace {

// What one driver brings to the choice.
struct Wish {
    double soc;
    double gain_kwh;       // at the plug
    double unlimited_min;  // a charge at a plug that limits nothing
    double peak_kw;
    double stay_min;  // at the stop
    bool dc, super, ac;
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
    wish.stay_min = agent.leaves == never ? days(1).minutes() : (agent.leaves - now).minutes();
    wish.ac = agent.parks || (!agent.forced && wish.stay_min >= city.inputs.demand.charging.long_stay_min);
    if (wish.dc) {
        auto const& curve = city.inputs.catalogue.curves[model.curve.index()];
        vehicle::DcPlug const limitless{
            charging.limits.interface_current_a * charging.limits.interface_voltage_v / 1000.0,
            charging.limits.interface_current_a, charging.limits.interface_voltage_v};
        auto const charge =
            vehicle::dc_charge(charging, curve, model, pack, limitless, 1.0, wish.soc, visit.target_soc);
        double const target = std::min(visit.target_soc, charge.stop_soc);
        wish.peak_kw = vehicle::peak_kw(curve, model, pack);
        wish.gain_kwh = std::max(0.0, target - wish.soc) * charge.pack.energy_kwh / charge.pack.efficiency;
        wish.unlimited_min =
            target > wish.soc
                ? 60.0 * vehicle::hours_to_soc(charge.acceptance, wish.soc, target, wish.peak_kw, charge.pack)
                : 0.0;
    }
    return wish;
}

}  // namespace

CandidateRows charging_rows(City const& city, State const& state, std::uint32_t index, SimTime now) {
    CandidateRows rows;
    Agent const& agent = state.agents[index];
    Visit const& visit = state.visits[agent.visit];
    demand::Car const& car = city.cars[index];
    auto const& settings = city.inputs.demand.choice;
    int const hour = city.calendar.hour(now);
    double const energy_price = city.tariff.price(city.calendar.month(now), hour).value();
    bool const bev = city.model(car).powertrain == vehicle::Powertrain::bev;
    Wish const wish = wish_of(city, state, index, now);
    auto const tried = std::span(visit.tried).first(visit.attempt);
    std::uint32_t stations = 0;

    for (std::uint32_t const s : city.candidates.of(agent.stop.zone)) {
        if (stations == settings.candidates || rows.full()) break;
        if (state.supply.ledger[s].open == 0 || std::find(tried.begin(), tried.end(), s) != tried.end())
            continue;
        supply::Station const& station = city.network().stations[s];
        auto const trip =
            city.travel.trip_to(space::ZoneId{agent.stop.zone}, station.position, station.zone, hour);
        if (agent.parks && trip.distance_km > settings.park_farthest_km) continue;
        double const drive_min = trip.time.minutes();
        if (drive_min > settings.farthest_min && !rows.empty()) break;  // the list runs from near to far
        double const soc_there = agent.soc - trip_kwh(city, car, trip, car.consumption, now) / car.energy_kwh;
        if (bev && soc_there < settings.lowest_arrival_soc && !rows.empty()) continue;
        Offer const& offer = city.offers[s];
        ++stations;
        for (std::size_t c = 0; c < offer.size(); ++c) {
            auto const plug_class = static_cast<supply::PlugClass>(c);
            bool const slow = plug_class == supply::PlugClass::ac;
            if (offer[c] == 0.0 || !(slow ? wish.ac : wish.dc)) continue;
            bool const only_super = offer[static_cast<std::size_t>(supply::PlugClass::fast)] == 0.0;
            if (plug_class == supply::PlugClass::super && !wish.super && !only_super) continue;
            double const wait = expected_wait_min(city, state, s, plug_class, now);
            if (!std::isfinite(wait)) continue;
            double const power = slow ? offer[c] : std::min(offer[c], wish.peak_kw);
            double const charge_min = slow ? 0.0 : std::max(wish.unlimited_min, 60.0 * wish.gain_kwh / power);
            double const constant = slow ? settings.ac_constant
                                    : plug_class == supply::PlugClass::super && wish.super
                                        ? settings.super_constant
                                        : 0.0;
            rows.push({.option = s,
                       .noise_key = station.ordinal,
                       .nest = static_cast<std::uint8_t>(c),
                       .detour_min = 2.0 * drive_min + (slow ? settings.walk_min : 0.0),
                       .wait_min = wait,
                       .charge_min = charge_min,
                       .price_yuan_per_kwh = energy_price + station.service_fee_yuan_per_kwh,
                       .power_kw = power,
                       .constant = constant});
        }
    }
    return rows;
}

}  // namespace yuchong::city
