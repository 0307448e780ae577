#pragma once
// A town of four zones and three car models, by hand: enough geography for drivers to live in.

#include "sim/demand/population.hpp"
#include "sim/demand/settings.hpp"
#include "sim/space/gravity.hpp"
#include "sim/space/travel.hpp"
#include "sim/vehicle/catalogue.hpp"

namespace yuchong::demand::test {

inline space::Geography small_town() {
    space::Geography town;
    space::District district{};
    district.name = "Town";
    district.adcode = 500901;
    district.area_km2 = 100;
    district.vehicle_weight = 1;
    district.zone_count = 4;
    town.districts = {district};
    for (int i = 0; i < 4; ++i) {
        space::Zone zone{};
        zone.id = "500901-0" + std::to_string(i);
        zone.district = space::DistrictId{0};
        zone.centre = {106.50 + 0.05 * i, 29.50};
        zone.area_km2 = 25;
        zone.population = 10'000;
        zone.jobs = i == 0 ? 4.0 : 1.0;
        zone.visits = i == 1 ? 3.0 : 1.0;
        zone.vehicle_weight = 1.0 + i;
        zone.home_pile_share = 0.4;
        town.zones.push_back(zone);
    }
    return town;
}

inline space::TravelSettings roads() {
    space::TravelSettings s{};
    s.detour_factor = s.barrier_detour_factor = 1.35;
    s.shortest_minutes = 2;
    s.street_kmh.fill(25);
    s.arterial_kmh.fill(40);
    s.expressway_kmh.fill(70);
    s.street_below_km = 6;
    s.expressway_above_km = 25;
    return s;
}

inline space::GravitySettings gravity() {
    space::GravitySettings s{};
    s.near_per_min = s.far_per_min = 0.05;
    s.hour = 8;
    s.balancing_rounds = 3;
    return s;
}

inline vehicle::Catalogue three_models() {
    vehicle::Catalogue catalogue;
    catalogue.curves.push_back({"flat", {{0.0, 1.0}, {1.0, 1.0}}, 1.0, {{2022, 0.5}}});
    auto const model = [&](char const* id, vehicle::Powertrain powertrain, double kwh, double weight) {
        vehicle::Model m{};
        m.id = id;
        m.powertrain = powertrain;
        m.usable_kwh = kwh;
        m.curve = vehicle::CurveId{0};
        m.onboard_ac_kw = 7;
        m.sales_weight = weight;
        m.first_year = 2015;
        catalogue.models.push_back(m);
    };
    model("small", vehicle::Powertrain::bev, 40, 3);
    model("large", vehicle::Powertrain::bev, 80, 1);
    model("extended", vehicle::Powertrain::range_extender, 35, 1);
    return catalogue;
}

inline FleetSettings fleet() {
    FleetSettings s{};
    s.bev_share = 0.7;
    s.home_pile_factor = 1.0;
    s.home_pile_kw = {3.5, 11};
    s.home_pile_weights = {0.25, 0.75};
    s.pack_sigma = s.curve_sigma = s.consumption_sigma = 0.08;
    s.first_vintage = 2021;
    s.last_vintage = 2024;
    s.vintage_weights = {0.1, 0.2, 0.3, 0.4};
    s.soc_start_low = 0.3;
    s.soc_start_high = 0.7;
    s.soc_start_low_with_pile = 0.6;
    s.soc_start_high_with_pile = 0.9;
    return s;
}

inline ChargingChoiceSettings charging() {
    ChargingChoiceSettings s{};
    s.reserve_mean = 0.15;
    s.reserve_sd = 0.05;
    s.reserve_low = 0.05;
    s.reserve_high = 0.35;
    s.home_timer_share = 0.2;
    s.park_home_share = 0.3;
    s.park_work_share = 0.1;
    return s;
}

inline TripSettings trips() {
    TripSettings s{};
    s.used_weekday = 0.8;
    s.used_weekend = 0.6;
    s.chains_weekday = {0.42, 0.16, 0.06, 0.26, 0.07, 0.03};
    s.chains_weekend = {0.04, 0.02, 0.01, 0.55, 0.35, 0.03};
    s.to_work_mean_h = 7.6;
    s.to_work_sd_h = 0.8;
    s.from_work_mean_h = 17.8;
    s.from_work_sd_h = 1.1;
    s.other_start_mean_h = {10.0, 15.0, 19.0};
    s.other_start_sd_h = {1.5, 1.5, 1.5};
    s.other_start_weights = {0.4, 0.3, 0.3};
    s.other_dwell_median_min = 75;
    s.other_dwell_sigma = 0.8;
    s.shortest_stay_min = 5;
    s.trip_consumption_sigma = 0.06;
    return s;
}

}  // namespace yuchong::demand::test
