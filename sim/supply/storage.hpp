#pragma once
// A battery beside a station. It covers what the station draws beyond its grid limit and recharges from what
// is left below it. Under constant draw its power is constant too, so energy is linear in time and the moment
// at which it is empty or full exact: nothing is stepped. Whenever draw, limit or order change, and when
// stop_kwh is reached, plan_storage is asked anew.
//
//   StorageFlow const flow = plan_storage(storage, state, order, draw_kw, grid_limit_kw);
//   double const due_h = hours_to_stop(storage, state, flow);
//   advance(storage, state, flow, elapsed_h);
//
// Powers are AC at the station's bus in kW and never negative where named by direction, energies kWh, time
// hours. Self-discharge and standby consumption are not modelled.

#include "sim/supply/network.hpp"

#include <array>
#include <cstdint>

namespace yuchong::supply {

// Section `supply.storage`.
struct StorageSettings {
    double charge_efficiency;     // [-, 0.5..1] AC to cells
    double discharge_efficiency;  // [-, 0.5..1] cells to AC
    double lowest_soc;            // [SoC, 0..1) of nominal energy, used down to
    double highest_soc;           // [SoC, > lowest_soc..1] and up to
    double c_rate;                // [1/h, 0.05..4] AC power over nominal energy
    double reserve_share;         // [share, 0..1] of usable energy, kept for draw beyond the grid limit
    // Which drawn stations have one, and how large it is: see sim/supply/equipment.hpp.
    std::array<double, socket_classes> share;  // [share, 0..1] of stations, by their best plug
    double least_power_share;                  // [share, 0..1] of the transformer's kVA
    double least_hours;                        // [h, > 0] at that power
    double least_kwh;                          // [kWh, > 0]
    double start_share;                        // [share, 0..1] of usable energy when the simulation opens
    StorageRule rule;
};

// One storage; frozen.
struct Storage {
    double power_kw;
    double usable_kwh;
    double reserve_kwh;
    double charge_efficiency;
    double discharge_efficiency;
};
// Power is the C-rate times the nominal energy.
Storage storage_of(StorageSettings const& settings, double nominal_kwh);

// Plain data. loss_kwh is summed from powers and efficiencies, not from the other three, for audits.
struct StorageState {
    double energy_kwh = 0.0;  // 0..usable_kwh
    double charged_kwh = 0.0, discharged_kwh = 0.0, loss_kwh = 0.0;
};
template <class A>
void archive(A& a, StorageState& s) {
    a(s.energy_kwh, s.charged_kwh, s.discharged_kwh, s.loss_kwh);
}

// What it does beside covering draw beyond the grid limit and taking in surplus, which it always does.
enum class StorageOrder : std::uint8_t {
    hold,
    recharge,  // from the grid, up to its limit
    relieve    // carries the station as far as it can, down to the reserve, without feeding the grid
};

struct StorageFlow {
    double charge_kw, discharge_kw;  // one of them is 0
    double served_kw;                // of the draw
    double grid_kw;                  // from the grid; below 0: surplus that nobody takes
    double stop_kwh;                 // at this energy the flow ends
};

// draw_kw: what the station would draw, less what the sun gives; below 0 is surplus. Pre: grid_limit_kw >= 0.
StorageFlow plan_storage(Storage const& storage, StorageState const& state, StorageOrder order,
                         double draw_kw, double grid_limit_kw);

// Infinite if it goes on for ever.
double hours_to_stop(Storage const& storage, StorageState const& state, StorageFlow const& flow);

// Beyond stop_kwh, by the millisecond to which an event is rounded, nothing more flows.
void advance(Storage const& storage, StorageState& state, StorageFlow const& flow, double hours);

}  // namespace yuchong::supply
