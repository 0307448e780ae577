#pragma once
// Cars at home that feed back: who can, whether the owner lets them during a stay, and the plan of the stay
// (sim/control/v2g_plan.hpp). v2g_peak_shave answers to the load of the zone, plans of all cars there
// included; v2g_arbitrage to the residential price with time of use and what is paid for energy fed in.
//
// A stay is planned in the part of the battery that charges with full power: between the reserve and where
// the taper begins, and the hours that the taper takes are kept free at its end. So whoever could be full
// without feeding back leaves full. A car that comes in below the reserve only charges.

#include "sim/city/home_plan.hpp"

namespace yuchong::city {

// Whether the owner lets the car feed back during this stay: no; is asked now; has said yes.
enum class V2gAnswer : std::uint8_t { no, asked, yes };

// Car, pile and contract of this owner.
[[nodiscard]] bool can_feed_back(City const& city, std::uint32_t agent);

// Fills control.plan_kw in the slots of the plan, in whole watts, charging rounded up and feeding down. False
// if there is no room for a plan, or the owner says no.
bool fill_v2g(City const& city, HomeControlState& control, std::uint32_t agent,
              supply::HomeCharge const& charge, HomePlan const& plan, V2gAnswer answer);

}  // namespace yuchong::city
