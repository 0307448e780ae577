#pragma once
// Fleets by hand: round numbers, so that a test can say what must come of them.

#include "sim/demand/fleet_settings.hpp"

namespace yuchong::demand::test {

inline FleetStock stock() {
    FleetStock s{};
    s.vehicles = 1000;
    s.models = {"large"};
    s.model_weights = {1};
    s.model_index = {1};
    s.core_share = 0.9;
    s.soc_start_low = 0.4;
    s.soc_start_high = 0.9;
    s.works_ever = 1;
    s.works_weekday = 0.8;
    s.works_weekend = 0.5;
    return s;
}

inline RoamingSettings roaming() {
    RoamingSettings s{};
    s.stock = stock();
    s.days_off = DaysOff::parked;
    s.after_duty = AfterDuty::home;
    s.start_mean_h = {7, 16};
    s.start_sd_h = {1, 2};
    s.start_weights = {0.6, 0.4};
    s.shortest_duty_h = 8;
    s.longest_duty_h = 13;
    s.break_from_h = {11.5, 17, 25};
    s.break_until_h = {13.5, 19, 26};
    s.break_min = {45, 30, 60};
    s.orders_per_idle_hour = 2.0;
    for (std::size_t h = 0; h < 24; ++h) s.orders_by_hour[h] = h < 6 ? 0.5 : h < 18 ? 1.0 : 2.0;
    s.search_per_km = 0.06;
    s.search_soc50 = 0.35;
    s.search_width = 0.08;
    s.reserve_soc = 0.12;
    return s;
}

inline DepotSettings depot() {
    DepotSettings s{};
    s.stock = stock();
    s.begin_h = 6;
    s.end_h = 20;
    s.stagger_h = 1.5;
    s.midday_from_h = 11.5;
    s.midday_until_h = 14;
    s.midday_min = 75;
    s.mean_km = 140;
    s.sd_km = 30;
    s.vehicles_per_depot = 30;
    return s;
}

}  // namespace yuchong::demand::test
