#pragma once
// Parameters of the truth cases, written out: the tests must not follow models/ when somebody edits it.

#include "sim/vehicle/acceptance.hpp"
#include "sim/vehicle/catalogue.hpp"
#include "sim/vehicle/settings.hpp"

#include <string>
#include <vector>

namespace yuchong::vehicle::figures {

inline ChargeCurve curve(std::string id, std::vector<std::pair<double, double>> points) {
    double peak = 0.0;
    for (auto const& [soc, c_rate] : points) peak = c_rate > peak ? c_rate : peak;
    return {.id = std::move(id), .points = std::move(points), .peak_c_rate = peak, .vintages = {}};
}

inline ChargeCurve lfp400() {
    return curve("lfp-400v", {{0, .9}, {.05, 1.35}, {.6, 1.35}, {.8, .7}, {.9, .5}, {1, .12}});
}
inline ChargeCurve nmc400() {
    return curve("nmc-400v", {{0, 1.2}, {.05, 2}, {.3, 2}, {.5, 1.5}, {.8, .75}, {.9, .4}, {1, .1}});
}
inline ChargeCurve nmc800() {
    return curve(
        "nmc-800v",
        {{0, 1}, {.07, 2.8}, {.3, 2.8}, {.35, 2.2}, {.55, 2.2}, {.75, 1.9}, {.8, 1}, {.9, .57}, {1, .23}});
}
inline ChargeCurve super800() {
    return curve("super-800v", {{0, 3.5}, {.05, 5}, {.35, 5}, {.6, 4.2}, {.8, 2.6}, {.9, 1.2}, {1, .3}});
}
inline ChargeCurve truck() {
    return curve("truck", {{0, 1}, {.05, 1.5}, {.7, 1.5}, {.85, 1}, {.95, .5}, {1, .15}});
}
inline ChargeCurve bus() { return curve("bus", {{0, .7}, {.05, 1}, {.8, 1}, {.95, .4}, {1, .1}}); }
inline ChargeCurve range_extender() {
    return curve("range-extender", {{0, .7}, {.1, 1}, {.6, 1}, {.85, .5}, {1, .1}});
}

inline Acceptance acceptance_kw(ChargeCurve const& template_curve, double energy_kwh) {
    Acceptance acceptance;
    for (auto const& [soc, c_rate] : template_curve.points) acceptance.push({soc, c_rate * energy_kwh});
    return acceptance;
}

inline ChargingSettings charging() {
    return {
        .limits = {.stop_soc = 0.995,
                   .stop_c_rate = 0.02,
                   .interface_current_a = 800,
                   .interface_voltage_v = 1000,
                   .super_capable_above_kw = 200},
        .efficiency = {.battery_fast = 0.97,
                       .battery_slow = 0.985,
                       .fast_from_c_rate = 1.0,
                       .onboard_by_kw = LinearTable({{0, 0.82}, {4, 0.92}, {7, 0.94}})},
        .ac = {.taper_from_soc_lfp = 0.97, .taper_from_soc_nmc = 0.95},
        .thermal = {.derating_lfp = LinearTable({{-20, .05},
                                                 {-10, .15},
                                                 {0, .3},
                                                 {10, .6},
                                                 {20, .9},
                                                 {25, 1},
                                                 {45, 1},
                                                 {50, .7},
                                                 {55, .3},
                                                 {60, 0}}),
                    .derating_nmc = LinearTable({{-20, .08},
                                                 {-10, .22},
                                                 {0, .42},
                                                 {10, .7},
                                                 {20, .95},
                                                 {25, 1},
                                                 {45, 1},
                                                 {50, .7},
                                                 {55, .3},
                                                 {60, 0}}),
                    .fast_lfp_from_c_rate = 3,
                    .derating_floor = 0.05,
                    .review_step_k = 3,
                    .heat_capacity_kwh_per_k_kwh = 0.125 / 75,
                    .loss_idle_kw_per_k = 0.03,
                    .loss_cooled_kw_per_k = 0.3,
                    .coolant_c = 20,
                    .hold_c = 32,
                    .heat_below_c = 20,
                    .heater_kw = 3,
                    .driving_k_per_min = 0.15,
                    .driving_most_k = 8,
                    .precondition_c = 28,
                    .precondition_efficiency = 0.9,
                    .precondition_share_high_voltage = 0.5,
                    .precondition_share_low_voltage = 0.15,
                    .high_voltage_above_v = 600},
        .losses = {.module = {.standing_kw = 0.06, .linear = 0.022, .quadratic_per_kw = 4e-4},
                   .ac_pile = {.standing_kw = 0.005, .linear = 0, .quadratic_per_kw = 0},
                   .host_active_kw = 1.5,
                   .host_idle_kw = 0.3},
    };
}

inline RoadLoad suv() {
    return {.mass_kg = 1900,
            .drag_area_m2 = 0.66,
            .rolling_resistance = 0.01,
            .traction_efficiency = 0.88,
            .recuperation_efficiency = 0.7,
            .auxiliary_kw = 0.35,
            .hvac_scale = 1};
}

// A 100 kWh car of the megawatt class, as in CH-04 and CH-05.
inline Model super_car() {
    return {.id = "test-super",
            .name = "Super",
            .maker = "Test",
            .segment = "suv",
            .powertrain = Powertrain::bev,
            .chemistry = Chemistry::nmc,
            .usable_kwh = 100,
            .curve = CurveId{0},
            .curve_scale = 1,
            .voltage_empty_v = 730,
            .voltage_slope_v = 90,
            .inlet_current_a = 600,
            .onboard_ac_kw = 11,
            .super_capable = true,
            .sales_weight = 1,
            .first_year = 2024,
            .road = suv()};
}

inline ConsumptionSettings consumption() {
    return {.gravity_ms2 = 9.81,
            .air_density_kg_m3 = 1.18,
            .slowest_drag_kmh = 10,
            .stop_from_ms = 11,
            .hvac_kw = LinearTable({{-10, 4},
                                    {0, 2.6},
                                    {10, 1.2},
                                    {18, .3},
                                    {20, .2},
                                    {24, .2},
                                    {28, .7},
                                    {32, 1.3},
                                    {36, 1.9},
                                    {40, 2.5},
                                    {42, 2.8}}),
            .pull_down_min = 10,
            .pull_down_factor = 1.6,
            .cold_below_c = 10,
            .cold_share_per_k = 0.005,
            .recuperation_full_c = 10,
            .recuperation_none_c = -10};
}

}  // namespace yuchong::vehicle::figures
