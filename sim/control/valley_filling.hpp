#pragma once
// Valley filling: charge where the load of the others is low, so that the sum becomes as flat as it can.
//
// One need (or one fleet with a common window): x = min(cap, max(0, L - base)) in each slot, with the one
// level L at which the energy is met. It minimises the sum over slots of every increasing convex function of
// base + x, hence also the peak. L is exact: the total is piecewise linear in L with corners at base and
// base + cap; they are sorted and swept, O(n log n).
//
// Many needs: each in turn fills against the load of all others until nobody moves by more than the tolerance
// (cyclic best response). That is block-coordinate descent on a strictly convex function of the total over a
// product of convex sets, so the total converges to the only optimum; who carries which part of it need not
// be unique. Without a shared limit it is also the lowest peak. Compare Gan, Topcu and Low, IEEE Trans. Power
// Syst. 28(2), 2013; Ma, Callaway and Hiskens, IEEE Trans. Control Syst. Technol. 21(1), 2013.
//
// Every need gets deliverable_kwh, up to rounding: feasible ones are always filled. The order of the needs
// decides between plans of equal total only; shuffle them by a keyed draw to favour nobody.

#include "sim/control/settings.hpp"
#include "sim/control/slots.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::control {

struct Fill {
    double level_kw;   // minus infinity if nothing was asked, infinity if even full slots fall short
    double unmet_kwh;  // [kWh, >= 0]
};

// Keeps its scratch: allocates only when it meets more slots than ever before.
class ValleyFiller {
public:
    // Fills `plan_kw` for the slots of `base_kw`; base may be negative, max_kw may be no_limit_kw.
    Fill fill(std::span<double const> base_kw, double energy_kwh, double max_kw, double slot_h,
              std::span<double> plan_kw);
    // With a cap for each slot (room under a limit, say), each >= 0.
    Fill fill(std::span<double const> base_kw, double energy_kwh, std::span<double const> max_kw,
              double slot_h, std::span<double> plan_kw);

private:
    std::vector<double> base_, top_;
};

struct Sweeps {
    std::uint32_t count;
    double last_change_kw;  // of any slot of any plan in the last sweep
    bool converged;         // whether that is within the tolerance
};

// `load_kw` is the base load by slot of the grid and becomes base and plans. `plans` is where to start from:
// zeros, or an earlier solution with the same windows.
Sweeps fill_valley(std::span<ChargingNeed const> needs, SlotGrid grid, SweepSettings const& settings,
                   ValleyFiller& filler, std::span<double> load_kw, Plans& plans);

}  // namespace yuchong::control
