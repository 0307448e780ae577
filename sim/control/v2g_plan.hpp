#pragma once
// One stay of a battery that may feed back, laid out over equal slots: when it charges, when it feeds, and
// how strongly. What a kWh costs rises with the power drawn, and what it earns falls with the power fed in:
//
//     minimise  sum over slots of  slot_h ((buy + steepness c / 2) c - (sell - steepness g / 2) g)
//               + wear of what leaves the battery
//     with      charging power c in 0..charge_kw and feeding power g in 0..discharge_kw, at the plug,
//               energy in the battery between its bounds at all times and at departure_kwh at the end.
//
// With the load of others as buy and sell and a steepness of 1 that is half the sum of squares of the total:
// valley filling that may also shave peaks, as far as the losses of the round trip allow. With prices and a
// small steepness it is arbitrage, where slots of equal price are shared evenly.
//
// The optimum, exactly: without bounds on the way one value of a stored kWh rules all slots, and the energy
// gained is a continuous, piecewise linear, rising function of it. Where the path then leaves a bound by
// most, the true path touches that bound: the stay is cut in two there, until no bound is left. That this is
// optimal for separable convex costs is shown by van der Klauw, Gerards and Hurink, OR Spectrum 39(3), 2017,
// doi 10.1007/s00291-017-0474-2.

#include "sim/control/vehicle_to_grid.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace yuchong::control {

// Energies in the battery, powers at the plug.
struct V2gStay {
    double energy_kwh;               // now; within the bounds
    double least_kwh, most_kwh;      // what it may hold meanwhile
    double departure_kwh;            // what it holds at the end; within the bounds
    double charge_kw, discharge_kw;  // [kW, >= 0]
    RoundTrip efficiency;
};

// By slot, in any unit of value: yuan/kWh, or kW of load.
struct V2gValues {
    std::span<double const> buy, sell;
    double steepness_per_kw;  // > 0
    double wear;              // [>= 0] by kWh that leaves the battery
};

// Keeps its scratch: allocates only when it meets more slots than ever before.
class V2gPlanner {
public:
    // Fills plan_kw for all slots: > 0 charges, < 0 feeds back, to 1e-9 kWh of departure_kwh. Returns what
    // the battery lacks at departure although it charges as hard as it can, kWh. Where selling would pay more
    // than buying at the same moment costs, it counts as much as buying does: nobody trades with himself.
    // Throws BrokenInvariant if spans differ in length, bounds cross, or steepness_per_kw <= 0.
    double plan(V2gStay const& stay, V2gValues const& values, double slot_h, std::span<double> plan_kw);

private:
    // Slots [begin, end) that take the battery from one energy to another.
    struct Part {
        std::size_t begin, end;
        double from_kwh, to_kwh;
    };
    struct Gain {
        double kwh, per_value;
    };

    [[nodiscard]] Gain gain_at(Part const& part, double value) const;
    [[nodiscard]] double value_for(Part const& part) const;
    void draw_up(Part const& part, double value, std::span<double> plan_kw) const;
    // The slot after which the path is farthest outside its bounds; part.end if it is within.
    [[nodiscard]] std::size_t worst_breach(Part const& part, std::span<double const> plan_kw) const;
    [[nodiscard]] double stored_kwh(double plan_kw) const;

    V2gStay stay_{};
    double slot_h_ = 0.0, charge_per_value_ = 0.0, feed_per_value_ = 0.0;
    std::vector<double> charge_from_, feed_from_;  // the value of a stored kWh at which it begins, by slot
    std::vector<Part> parts_;
};

}  // namespace yuchong::control
