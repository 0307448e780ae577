#pragma once
// Which stations give and take reactive power by the voltage, and what that leaves for charging.
//
// The converters of the hosts, which feed the DC terminals, are always at the grid and work without a vehicle
// as well. A station's share in the power flow is one inverter: rated like all converters of its hosts, or
// like its connection if that is smaller, so that it never overloads its own transformer. All that the
// station draws, AC piles beside the terminals included, counts as drawn through it. Stations of AC piles
// only, and home piles, have none: the chargers are in the vehicles.
//
// With priority `active` reactive power is what the rating leaves beside the charging of the step. With
// priority `reactive` charging is held back: at the beginning of each grid step a station may draw what the
// reactive power leaves that the voltage of the last solution asks for, and its AC piles on top.

#include "sim/city/inputs.hpp"
#include "sim/city/scope.hpp"
#include "sim/grid/distribution.hpp"

#include <span>

namespace yuchong::city {

struct City;

// Empty with volt_var off.
grid::StationInverters station_inverters(Inputs const& inputs, supply::Network const& network,
                                         RandomSource const& random);

// Does reactive power come before charging?
[[nodiscard]] bool reserves_for_volt_var(Inputs const& inputs);
// Lowers what stations may draw to what the voltages of the last solution leave. Pre: reserves_for_volt_var.
void reserve_for_volt_var(City const& city, grid::DistributionState const& flow, std::span<double> cap_kw);

}  // namespace yuchong::city
