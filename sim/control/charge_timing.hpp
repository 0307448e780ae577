#pragma once
// When one need charges, by itself: at once, as late as possible, in its own cheapest slots, or from the
// start of cheap hours on. Nothing is shared here, so each of these delivers deliverable_kwh: feasible needs
// are always filled, whatever anybody else does.
//
// Cheap hours begin for everybody at the same moment, and so would charging: the valley-edge spike. A uniform
// u in (0, 1) of the caller's, drawn for the car and night, spreads the starts; u = 0: no spread.

#include "sim/base/time.hpp"
#include "sim/control/settings.hpp"
#include "sim/control/slots.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::control {

// Full power from the window's first slot on, or up to the end of its last. Returns what stays unmet, kWh;
// plans hold one entry a slot of the window.
double charge_at_once(ChargingNeed const& need, double slot_h, std::span<double> plan_kw);
double charge_late(ChargingNeed const& need, double slot_h, std::span<double> plan_kw);

// Keeps its scratch: allocates only when it meets more slots than ever before.
class CheapestSlots {
public:
    // `price` holds the window's slots. Full power in the cheapest, the dearest used one in part; slots of
    // equal price from the earliest on. With a spread, the slots used of that last price begin up to spread_h
    // later, by u, as far as the window has more of them than are needed: the cost stays the same.
    double fill(std::span<double const> price, ChargingNeed const& need, double slot_h,
                std::span<double> plan_kw);
    double fill(std::span<double const> price, ChargingNeed const& need, double slot_h,
                SpreadSettings const& spread, double u, std::span<double> plan_kw);

private:
    std::vector<std::uint32_t> order_;
};

// The last start that still ends by `departure`, or `arrival` if there is none. Full power takes `charging`.
SimTime latest_start(SimTime arrival, SimTime departure, Duration charging);

// From the begin of cheap hours on, u * spread later, but neither before arrival nor after the latest start.
SimTime delayed_start(SimTime arrival, SimTime departure, Duration charging, SimTime cheap_from,
                      SpreadSettings const& spread, double u);

}  // namespace yuchong::control
