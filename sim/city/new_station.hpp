#pragma once
// A station as rollout.new_station says, added to a network.

#include "sim/city/inputs.hpp"

#include <string>

namespace yuchong::city {

void add_new_station(supply::Network& network, Inputs const& inputs, space::GeoPoint position,
                     space::ZoneId zone, std::string id, std::int32_t in_service_day);

}  // namespace yuchong::city
