#pragma once
// Solar panels at a station: power from irradiance and air temperature, and the irradiance of Chongqing by
// month and hour.
//
//   P = peak G / 1000 (1 + gamma (T - 25)) eta,   T = air + (NOCT - 20) G / 800
//
// G in W/m2 on the panels, T of their cells in C. NOCT is the cell temperature at 800 W/m2 and 20 C air, the
// peak is rated at 1000 W/m2 and 25 C: by definition (IEC 61215).

#include "sim/supply/network.hpp"

#include <array>

namespace yuchong::supply {

inline constexpr int months_per_year = 12;
inline constexpr int hours_per_day = 24;

// [W/m2, 0..1400] at the full hours 0 to 23 of civil time in the middle of a month, on the horizontal, no
// clouds.
struct ClearSky {
    std::array<std::array<double, hours_per_day>, months_per_year> w_m2;
};

// Section `supply.photovoltaics`.
struct PhotovoltaicSettings {
    double noct_c;               // [C, 30..70]
    double gamma_per_k;          // [1/K, -0.01..0] of power, by cell temperature
    double inverter_efficiency;  // [-, 0.5..1]
    double other_losses;         // [share, 0..0.5] soiling, wiring, mismatch
    ClearSky clear_sky;
    std::array<double, months_per_year> mean_of_clear;  // [share, 0..1] what clouds leave on average
    std::array<double, socket_classes> share;  // [share, 0..1] of drawn stations that have some, by best plug
    double kw_per_plug;                        // [kW, > 0] rated power of theirs
    double feed_in_yuan_per_kwh;               // [yuan/kWh, 0..10] for surplus
};

// Cloudless irradiance on the horizontal. Pre: month 1..12, 0 <= hour_of_day <= 24; linear between full
// hours.
double clear_sky_w_m2(PhotovoltaicSettings const& settings, int month, double hour_of_day);
// Of a mean day of the month.
double mean_irradiance_w_m2(PhotovoltaicSettings const& settings, int month, double hour_of_day);

double panel_c(PhotovoltaicSettings const& settings, double irradiance_w_m2, double air_c);
double solar_kw(PhotovoltaicSettings const& settings, double peak_kw, double irradiance_w_m2, double air_c);

}  // namespace yuchong::supply
