#pragma once
// A private AC pile's session: flat power, then a straight taper (ac_charge of
// sim/vehicle/session_acceptance.hpp), two stretches in closed form. One cache line, no station, no sharing.
// The owner keeps an array of them and meters the flat ones by their constant power (whole watts, so that a
// running sum stays exact) and the tapering ones by read_home(). Power and energy are AC at the plug. The
// flat part and the whole last whole milliseconds, rounded up, and current flows for all of them: SoC may
// pass soc_stop by a millisecond's charge, and no energy is lost.
//
// A pile that feeds back is the same record with a negative power and the efficiency of the way out: its
// energy counts down, it never tapers, and it goes on until its owner ends it.

#include "sim/base/time.hpp"
#include "sim/vehicle/session_acceptance.hpp"

#include <cstdint>

namespace yuchong::supply {

struct HomeCharge {
    SimTime start;
    double soc_start;
    double soc_taper;                            // flat below
    double soc_stop;                             // the charge ends here
    double lam_per_h;                            // < 0: P(t) = flat exp(lam t) from the taper on
    float energy_kwh;                            // usable energy of the pack
    float efficiency;                            // SoC gained by energy at the plug; above 1: fed back
    std::int32_t flat_w;                         // whole watts; < 0: feeds back
    std::uint32_t loss_mw;                       // standing loss of the pile while current flows, milliwatts
    std::uint32_t taper_after_ms, end_after_ms;  // from start
};
static_assert(sizeof(HomeCharge) <= 64);

// Pre: model.onboard_ac_kw > 0 (checked). If there is nothing to charge, it ends at `start`.
HomeCharge start_home(vehicle::ChargingSettings const& settings, vehicle::Model const& model,
                      vehicle::CarPack const& car, double pile_kw, double soc, double target_soc,
                      SimTime start);

// The same charge at no more than some watts. The taper of the car is as it was: what a limit leaves alone is
// not slower for it. Pre: limit_w > 0 (checked).
HomeCharge limited_home(HomeCharge const& charge, std::int32_t limit_w);
// The battery of this charge feeding back with some watts at the plug instead. What it loses on the way out
// is what the charger loses on the way in. Pre: feed_w > 0 (checked).
HomeCharge feeding_home(HomeCharge const& charge, std::int32_t feed_w);
[[nodiscard]] inline bool feeds(HomeCharge const& charge) { return charge.flat_w < 0; }

// How long the charge tapers, begun below where it does.
Duration taper_length(HomeCharge const& charge);

// Energy at the plug between two states of charge.
inline double energy_between_kwh(HomeCharge const& charge, double from_soc, double to_soc) {
    return (to_soc - from_soc) * static_cast<double>(charge.energy_kwh) /
           static_cast<double>(charge.efficiency);
}

inline SimTime taper_begins(HomeCharge const& charge) {
    return charge.start + Duration{charge.taper_after_ms};
}
inline SimTime charge_ends(HomeCharge const& charge) { return charge.start + Duration{charge.end_after_ms}; }

struct HomeReading {
    double soc;
    double energy_kwh;  // at the plug since start; < 0: fed back
    double loss_kwh;    // of the pile beside it
    double power_kw;    // at the plug, now
};
// Pre: now >= start. Constant after the end.
HomeReading read_home(HomeCharge const& charge, SimTime now);

}  // namespace yuchong::supply
