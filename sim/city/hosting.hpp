#pragma once
// What more charging the distribution network under a part of the city could take, beside what is there: the
// network is laid out as for a run, every station draws its connection times the coincidence of
// grid.network.station, home piles theirs times that of grid.hosting, at every hour of the design day.

#include "sim/base/for_each.hpp"
#include "sim/city/inputs.hpp"
#include "sim/city/scope.hpp"
#include "sim/grid/hosting.hpp"
#include "sim/grid/network.hpp"

#include <vector>

namespace yuchong::city {

struct PlaceRoom {
    grid::GroupRoom together;  // one station a feeder that passes here
    Kilowatts largest;         // one station, nothing else built
};

struct HostingStudy {
    Part part;
    grid::Network network;
    Kilowatts stations, home_piles;  // what existing charging is taken to draw
    grid::HostingMap map;
    std::vector<PlaceRoom> zones, districts;  // of the part's geography
    PlaceRoom all;
};

HostingStudy study_hosting(Inputs const& inputs, ForEach const& for_each);

}  // namespace yuchong::city
