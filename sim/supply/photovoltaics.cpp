#include "sim/supply/photovoltaics.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cstddef>

namespace yuchong::supply {

namespace {

// Conditions by definition of the ratings.
constexpr double noct_air_c = 20.0, noct_w_m2 = 800.0;
constexpr double peak_cell_c = 25.0, peak_w_m2 = 1'000.0;

}  // namespace

double clear_sky_w_m2(PhotovoltaicSettings const& settings, int month, double hour_of_day) {
    check(month >= 1 && month <= months_per_year, "no such month (it lies outside 1 to 12)");
    check(hour_of_day >= 0.0 && hour_of_day <= hours_per_day, "no such hour (it lies outside 0 to 24)");
    auto const& hours = settings.clear_sky.w_m2[static_cast<std::size_t>(month - 1)];
    auto const before = static_cast<std::size_t>(hour_of_day);
    double const from = hours[before % hours_per_day], to = hours[(before + 1) % hours_per_day];
    return from + (hour_of_day - static_cast<double>(before)) * (to - from);
}

double mean_irradiance_w_m2(PhotovoltaicSettings const& settings, int month, double hour_of_day) {
    double const clear = clear_sky_w_m2(settings, month, hour_of_day);
    return settings.mean_of_clear[static_cast<std::size_t>(month - 1)] * clear;
}

double panel_c(PhotovoltaicSettings const& settings, double irradiance_w_m2, double air_c) {
    return air_c + (settings.noct_c - noct_air_c) / noct_w_m2 * irradiance_w_m2;
}

double solar_kw(PhotovoltaicSettings const& settings, double peak_kw, double irradiance_w_m2, double air_c) {
    double const warmer_k = panel_c(settings, irradiance_w_m2, air_c) - peak_cell_c;
    double const share = irradiance_w_m2 / peak_w_m2 * (1.0 + settings.gamma_per_k * warmer_k);
    return std::max(peak_kw * share * settings.inverter_efficiency * (1.0 - settings.other_losses), 0.0);
}

}  // namespace yuchong::supply
