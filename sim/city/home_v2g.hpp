#pragma once
// Stays at home that may feed back (v2g_stay.hpp).
//
// A stay is planned in the part of the battery that charges with full power: between the reserve and where
// the taper begins, and the hours that the taper takes are kept free at its end. So whoever could be full
// without feeding back leaves full. A car that comes in below the reserve only charges.

#include "sim/city/v2g_stay.hpp"

namespace yuchong::city {

// As plan_feeding().
bool fill_v2g(City const& city, HomeControlState& control, std::uint32_t agent,
              supply::HomeCharge const& charge, HomePlan const& plan, V2gAnswer answer);

}  // namespace yuchong::city
