#pragma once
// Pack temperature and what it allows. The share of the peak C-rate that a cold or hot pack accepts is frozen
// between reviews; a review is due when the pack has crossed a knot of the table or moved by review_step_k,
// at a time in closed form. A pack that stays inside a flat part of the table (25..45 C) needs none.
//
//   C dT/dt = q - h (T - T_sink)   =>   T(t) = target + (T0 - target) exp(-rate t)
//
// While DC charging, below heat_below_c the heater works and nothing cools; from there up the thermal
// management keeps the pack from falling below heat_below_c, and cools it towards hold_c as well as the
// chilled coolant can once its own losses would carry it beyond. Temperatures in C, heat in kW, heat capacity
// in kWh/K, time in hours.

#include "sim/vehicle/catalogue.hpp"
#include "sim/vehicle/settings.hpp"

namespace yuchong::vehicle {

// Which of the two tables a car follows: packs made for fast charging stand the cold like NMC whatever their
// chemistry.
Chemistry derating_row(ThermalSettings const& settings, Model const& model, ChargeCurve const& curve);

// Share of the peak C-rate allowed at this pack temperature, at least the floor.
double derating(ThermalSettings const& settings, Chemistry row, double pack_c);

double heat_capacity_kwh_per_k(ThermalSettings const& settings, double usable_kwh);

// An exponential approach to a target temperature, valid until the next review.
struct PackHeat {
    double target_c;
    double rate_per_h;
    double heater_kw;  // drawn at the plug beside the charging power
};

// The plain balance: heat q into a pack with loss h to a sink. Pre: capacity > 0, loss > 0.
PackHeat heat_balance(double capacity_kwh_per_k, double loss_kw_per_k, double sink_c, double heat_kw);

// A DC charge whose battery takes up waste_kw = (1 - efficiency) P now.
PackHeat pack_heat(ThermalSettings const& settings, double usable_kwh, double pack_c, double ambient_c,
                   double waste_kw);

double temperature_after_c(PackHeat const& heat, double pack_c, double hours);

// Hours until the frozen derating must be looked up again; infinity if it never changes.
double hours_to_review(ThermalSettings const& settings, Chemistry row, PackHeat const& heat, double pack_c);

enum class Preconditioning { none, heats_on_the_way };

struct PlugIn {
    double pack_c;
    double spent_kwh;  // taken from the battery to heat it before arrival
};

// The pack on arrival at a plug: ambient plus what driving adds, or warmed for a DC station.
PlugIn plug_in_temperature(ThermalSettings const& settings, double usable_kwh, double ambient_c,
                           double minutes_driven, Preconditioning preconditioning);

// Share of such cars that warm their pack on the way to a DC station.
double precondition_share(ThermalSettings const& settings, Model const& model);

}  // namespace yuchong::vehicle
