#include "sim/control/carbon.hpp"

#include "sim/base/check.hpp"

#include <cstddef>

namespace yuchong::control {

double carbon_kg(std::span<double const> charged_kwh, std::span<double const> fed_back_kwh,
                 std::span<double const> intensity_kg_per_kwh) {
    check(charged_kwh.size() == intensity_kg_per_kwh.size() &&
              (fed_back_kwh.empty() || fed_back_kwh.size() == charged_kwh.size()),
          "energies do not fit the carbon intensities (one of each a step)");
    double kg = 0.0;
    for (std::size_t k = 0; k < charged_kwh.size(); ++k) {
        double const net_kwh = charged_kwh[k] - (fed_back_kwh.empty() ? 0.0 : fed_back_kwh[k]);
        kg += net_kwh * intensity_kg_per_kwh[k];
    }
    return kg;
}

double combustion_kg(Kilometres distance, CombustionSettings const& settings) {
    return distance.value() / 100.0 * settings.litres_per_100km * settings.kg_per_litre;
}

}  // namespace yuchong::control
