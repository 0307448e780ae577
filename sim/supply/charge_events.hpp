#pragma once
// The one next event of a plug whose session is charging.

#include "sim/supply/state.hpp"

namespace yuchong::supply {

// Whether the plug's own physics ends the charge, or the event of its group's flow does.
enum class EndedBy : std::uint8_t { plug, flow };

// Sets the earliest of charge end, a watched crossing, the thermal review and the driver's leaving, and what
// it means for predictions. `soc` is the session's state of charge at `now` (its cursor may lie behind).
void schedule_charging(Supply const& supply, State& state, PlugId plug, double soc, EndedBy ended_by,
                       SimTime now);

}  // namespace yuchong::supply
