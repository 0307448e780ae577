#pragma once
// What a charger does by itself on the frequency and the voltage it sees. Curves as in IEEE 1547-2018.

#include "sim/control/settings.hpp"

#include <cstdint>

namespace yuchong::control {

// Change of charging power over the rating, in [-1, 1]: more when the frequency is high, less when it is low,
// nothing inside the dead band. Where charging is all that can change, the caller clips to what is drawn.
double frequency_droop(double frequency_hz, DroopSettings const& settings);

// Reactive power over the rating, > 0 fed in: straight between the points, flat beyond them. Pre: at least
// one point, voltages increasing.
double volt_var(double voltage_pu, VoltVarSettings const& settings);

// An inverter carries P^2 + Q^2 <= S^2; what has priority stays (up to S), the other is cut.
enum class PowerPriority : std::uint8_t { active, reactive };
struct ApparentPower {
    double active_kw, reactive_kvar;
};
ApparentPower within_rating(ApparentPower wanted, double rating_kva, PowerPriority priority);

}  // namespace yuchong::control
