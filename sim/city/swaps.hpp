#pragma once
// Swap stations in the city: what a swap is to the car that comes for it, how many packs are to be charged or
// feed back at the price of the hour (a clock at full hours), and what is recorded of them.

#include "sim/measure/bill.hpp"
#include "sim/measure/swap_recorder.hpp"
#include "sim/supply/session.hpp"

#include <cstdint>

namespace yuchong::city {

struct City;
struct State;

[[nodiscard]] bool has_swaps(City const& city);
[[nodiscard]] bool packs_feed_back(City const& city);
void start_swaps(City const& city, State& state);

void swap_tick(City const& city, State& state, SimTime now);
// The swap in a bay ends. `swap`: of Supply::swaps.
void bay_event(City const& city, State& state, std::uint32_t swap, SimTime now);

// A car enters the bay, and leaves it with another pack.
void swap_began(City const& city, State& state, supply::Notice const& notice, SimTime now);
void swapped(City const& city, State& state, supply::Notice const& notice, SimTime now);

// Pre: has_swaps; a step of /stations ends or the window opens.
void record_swaps(City const& city, State& state, SimTime now);
[[nodiscard]] measure::SwapSummary swap_summary(City const& city, State const& state,
                                                measure::Bill const& bill);

}  // namespace yuchong::city
