#pragma once
// Networks of one geography, put together station by station.

#include "sim/supply/network.hpp"

namespace yuchong::supply {

// A station of another network, with its hosts and plugs, behind those there are.
void append(Network& part, Network const& network, Station const& station);
// All of them. Pre: no station id is in both.
void append(Network& part, Network const& network);

}  // namespace yuchong::supply
