#pragma once
// What this car takes from this plug: vehicle::dc_charge or ac_charge with the numbers of a request, and the
// pack's heater. The heater draws at the plug beside the battery; its share of the power at a review holds
// until the next one: acceptance and energy at the plug grow by it and the efficiency falls, so every closed
// form stays as it is.

#include "sim/supply/session.hpp"
#include "sim/supply/supply.hpp"
#include "sim/vehicle/session_acceptance.hpp"
#include "sim/vehicle/thermal.hpp"

namespace yuchong::supply {

// The table of temperature's share that holds for this car.
vehicle::Chemistry derating_row(Supply const& supply, SessionRequest const& request);

// Without heater. `pack_c` is the pack's temperature now, request.soc decides the battery's efficiency. Pre:
// fits().
vehicle::Charge plug_charge(Supply const& supply, PlugId plug, SessionRequest const& request, double pack_c);

// DC only: no temperature of its pack lets this car take more from this plug, the heater included [kW].
double warm_peak_kw(Supply const& supply, PlugId plug, SessionRequest const& request);

// The pack's temperature from now on, at the battery's power at `soc`; DC only.
vehicle::PackHeat session_heat(Supply const& supply, SessionRequest const& request,
                               vehicle::Charge const& charge, double pack_c, double soc);

// The same charge as seen at the plug while the heater draws. Pre: power > 0 at soc.
vehicle::Charge with_heater(vehicle::Charge const& charge, double heater_kw, double soc,
                            double plug_limit_kw);

}  // namespace yuchong::supply
