#pragma once
// The on-load tap changer of a substation transformer, as a small state machine on the clock of the grid:
// while the bus voltage lies outside the dead band, a tap follows after the first delay and more after each
// further one; back inside, the count starts anew. Voltages above the band lower the tap, which lowers the
// voltage.
//
//     tap = advance(tap, settings, bus_voltage_pu, minutes(5));
//     Complex const source = no_load_voltage(tap, settings, grid_voltage);

#include "sim/base/time.hpp"
#include "sim/grid/complex.hpp"

namespace yuchong::grid {

struct TapChangerSettings {
    double target_pu;      // [pu, > 0] of the bus voltage
    double dead_band_pu;   // [pu, > step_pu / 2] either side of the target; narrower and taps hunt
    double step_pu;        // [pu, > 0] of voltage a tap
    int lowest, highest;   // [taps, lowest <= 0 <= highest]
    Duration first_delay;  // [> 0] from leaving the band to the first tap
    Duration next_delay;   // [> 0] between taps
};

struct TapChanger {
    int tap = 0;         // voltage is 1 + tap * step_pu of the no-load ratio
    Duration outside{};  // how long the voltage has called for the next tap
    enum class Call : signed char { lower = -1, none = 0, raise = 1 } call = Call::none;
    enum class Waits : signed char { first, next } waits = Waits::first;
    bool operator==(TapChanger const&) const = default;
};

// After `elapsed` with the bus at `voltage_pu` at the start of it. Taps within that span are taken to move
// the voltage by step_pu each; the next solve shows what they did. Throws BrokenInvariant on impossible
// settings.
TapChanger advance(TapChanger tap, TapChangerSettings const& settings, double voltage_pu, Duration elapsed);

// The bus voltage without load.
Complex no_load_voltage(TapChanger const& tap, TapChangerSettings const& settings, Complex grid_voltage);

}  // namespace yuchong::grid
