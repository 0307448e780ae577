#pragma once
// What a load does to a transformer beside heating it: losses, and which limit it breaks.

#include "sim/base/quantity.hpp"
#include "sim/grid/transformer_thermal.hpp"

#include <cmath>
#include <cstdint>

namespace yuchong::grid {

struct TransformerLosses {
    Kilowatts no_load;  // P0, at rated voltage
    Kilowatts load;     // Pk, at rated current
};

// P0 + f Pk K^2, where f stands for the harmonics of rectifiers (1 without).
constexpr Kilowatts losses(TransformerLosses const& rated, double loading_pu, double harmonic_factor) {
    return rated.no_load + harmonic_factor * loading_pu * loading_pu * rated.load;
}

// The loading at which the smallest share of the energy is lost.
inline double best_loading_pu(TransformerLosses const& rated, double harmonic_factor) {
    return std::sqrt(rated.no_load / (harmonic_factor * rated.load));
}

enum class LoadLimit : std::uint8_t { none, loading, hot_spot, top_oil };

// The limit that is exceeded most, each measured in per unit of itself; none if all are kept.
LoadLimit exceeded_limit(LoadLimits const& limits, double loading_pu, TransformerHeat const& heat);

// The largest load that keeps all limits for ever at this ambient temperature; 0 if even no load is too warm.
double most_steady_loading_pu(ThermalSettings const& settings, LoadLimits const& limits, Celsius ambient);

}  // namespace yuchong::grid
