#pragma once
// Carbon dioxide of charging: each hour's energy at the intensity of its hour. Energy fed back is credited at
// the intensity of the hour in which it displaces other generation; losses of the round trip stay charged, as
// more was drawn than comes back.

#include "sim/base/quantity.hpp"
#include "sim/control/settings.hpp"

#include <span>

namespace yuchong::control {

// kg; negative if feeding back saved more than charging cost. Energies in kWh, intensities in kg/kWh, by
// step. Throws BrokenInvariant if the spans differ in length; `fed_back_kwh` may be empty.
double carbon_kg(std::span<double const> charged_kwh, std::span<double const> fed_back_kwh,
                 std::span<double const> intensity_kg_per_kwh);

// kg that the same distance would have emitted with a combustion engine.
double combustion_kg(Kilometres distance, CombustionSettings const& settings);

}  // namespace yuchong::control
