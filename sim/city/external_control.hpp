#pragma once
// One control step of strategy `external`: the controller from outside is shown every session at the sites
// and asked for their set-points; once it has failed the fallback of the scenario decides, for good.

#include "sim/base/time.hpp"

namespace yuchong::city {

struct City;
struct State;

[[nodiscard]] bool external_decides(City const& city);
// Fills in state.control.grant_kw for the sessions gathered there. Throws ControllerFailed, if there is no
// fallback, and StepInterrupted; nothing has changed then.
void ask_controller(City const& city, State& state, SimTime now);

}  // namespace yuchong::city
