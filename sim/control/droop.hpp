#pragma once
// What a charger does by itself on the frequency it sees. (On the voltage: sim/grid/volt_var.hpp.)

#include "sim/control/settings.hpp"

namespace yuchong::control {

// Change of charging power over the rating, in [-1, 1]: more when the frequency is high, less when it is low,
// nothing inside the dead band. Where charging is all that can change, the caller clips to what is drawn.
double frequency_droop(double frequency_hz, DroopSettings const& settings);

}  // namespace yuchong::control
