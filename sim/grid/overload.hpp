#pragma once
// A load series against a limit, and how many chargers fit under one.

#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"

#include <cstdint>
#include <span>

namespace yuchong::grid {

struct Overload {
    double hours;          // of steps whose mean lies above the limit
    KilowattHours energy;  // above the limit, inside those steps
    double largest_pu;     // the highest step mean over the limit
    double load_factor;    // mean over highest step mean; 0 without load
};

// Of step means in kW. Pre: step > 0, limit > 0. An empty series has nothing: all zeros.
Overload overload(std::span<double const> mean_kw, Duration step, Kilowatts limit);

// Power that a transformer has left beside what it carries already, at one power factor; below 0 if it has
// none. Pre: 0 < power factor <= 1.
Kilowatts headroom(double rating_kva, double loading_limit_pu, double power_factor, Kilowatts base_peak);

// Share of n equal chargers' power that is drawn at once at most: floor + (1 - floor) / sqrt(n).
double coincidence(double floor, std::uint32_t chargers);

// The most chargers of one power whose coincident peak fits into the headroom. Pre: power > 0,
// 0 < floor <= 1, so that the peak grows with every charger.
std::uint32_t most_chargers(Kilowatts headroom, Kilowatts power, double coincidence_floor);

}  // namespace yuchong::grid
