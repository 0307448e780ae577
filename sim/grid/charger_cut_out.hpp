#pragma once
// Chargers hold their power while the voltage sinks, and drop out below a limit. Constant power without that
// limit would let a feeder collapse that in truth sheds load; so a solve with cut-out looks for a state in
// which every connected charger has its voltage:
//
//   1. solve; connected chargers below `drop_below_pu` drop out together; repeat until there are none;
//   2. chargers that had dropped before this solve and now see more than `return_above_pu` come back
//      together, once; go on with 1.
//
// A charger that drops out during a solve stays out until the next, so the search ends. If no flow exists
// with all connected chargers, the one with the lowest voltage drops out and the rest is tried again;
// voltages are compared with all loads as impedances, which always have a flow.

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

struct CutOut {
    double drop_below_pu;    // [pu, > 0]
    double return_above_pu;  // [pu, > drop_below_pu]
};

// returned, dropped_now: within the running solve only.
enum class ChargerState : std::uint8_t { connected, returned, dropped, dropped_now };

constexpr bool draws(ChargerState state) {
    return state == ChargerState::connected || state == ChargerState::returned;
}

// The nodes whose charger is out, in ascending order.
std::vector<std::uint32_t> dropped_nodes(std::span<ChargerState const> chargers);

}  // namespace yuchong::grid
