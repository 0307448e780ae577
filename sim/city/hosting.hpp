#pragma once
// What more charging the distribution network under a part of the city could take, beside what is there: the
// network is laid out as for a run, every station draws its connection times the coincidence of
// grid.network.station, home piles theirs times that of grid.hosting, at every hour of the design day. With
// the record of a run, the charging of each feeder is scaled so that it draws its recorded peak instead.

#include "sim/base/for_each.hpp"
#include "sim/city/inputs.hpp"
#include "sim/city/scope.hpp"
#include "sim/grid/hosting.hpp"
#include "sim/grid/network.hpp"

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::city {

// The highest step mean of charging on a feeder in a run.
struct RecordedPeak {
    std::string feeder;  // Feeder::id
    double charging_kw;
};

// The record belongs to another network, or its charging has no place in this one.
class UnusableRecord : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct PlaceRoom {
    grid::GroupRoom together;  // one station a feeder that passes here
    Kilowatts largest;         // one station, nothing else built
};

struct HostingStudy {
    Part part;
    grid::Network network;
    Kilowatts stations, home_piles;  // what existing charging is taken to draw, before a record scales it
    Kilowatts existing;              // and after
    grid::HostingMap map;
    std::vector<PlaceRoom> zones, districts;  // of the part's geography
    PlaceRoom all;
};

// `recorded`: one a feeder, in the network's order; or none. Throws UnusableRecord.
HostingStudy study_hosting(Inputs const& inputs, std::span<RecordedPeak const> recorded,
                           ForEach const& for_each);

}  // namespace yuchong::city
