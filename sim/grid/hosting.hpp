#pragma once
// Hosting capacity: how much charging could still be connected to the network as it stands. At each 10 kV
// node in turn one new station with its own transformer, drawing a constant power at the power factor of
// chargers, is made as large as the limits allow at every hour of the design day:
//
//   branch_rating   no branch carries more than its rating
//   feeder_head     nor does the feeder where it leaves the bus
//   voltage         no node falls below operation.low_voltage_pu
//   substation      what its feeders draw stays within continuous_limit of all its transformers, and within
//                   overload of those left when one is out, if there is more than one
//
// Every limit is approached monotonically as the power grows, so the room is where the first one is met. The
// bus is at the lower edge of the tap changer's dead band. Powers at a substation are added as magnitudes,
// which is on the safe side by the angle between chargers and base load (below 1 %). Branches that are
// overloaded today are set aside where the new power does not pass through them, and leave no room where it
// does. Feeders of single stations are their owners' and take nobody.
//
// Stations at several nodes: one a feeder, each at the node with most room, all feeders of one substation
// held back by the same factor if together they need more than it has. Losses grow faster than the power that
// causes them, so nothing breaks by holding back.

#include "sim/base/for_each.hpp"
#include "sim/base/quantity.hpp"
#include "sim/grid/load_shapes.hpp"
#include "sim/grid/network.hpp"
#include "sim/grid/network_rules.hpp"
#include "sim/grid/operation.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::grid {

enum class HostingLimit : std::uint8_t { branch_rating, feeder_head, voltage, substation };
inline constexpr std::size_t hosting_limits = 4;

// The network and what draws on it today.
struct HostingCase {
    Network const& network;
    DesignDay const& day;
    std::span<double const> charging_kw;  // by transformer: existing charging behind it, at every hour
    OperationSettings const& operation;
    SubstationRules const& substation;
};

// What one more station may draw at a node.
struct NodeRoom {
    std::uint32_t node;   // in Network::nodes
    Kilowatts room;       // 0: a limit is met or broken already
    Kilowatts by_lines;   // if the substation were no limit
    HostingLimit limit;   // of `room`: the first to be met
    std::uint32_t where;  // in Network::nodes: outer end of the branch, or lowest voltage; else the bus
    int hour;             // of the design day
    double head_kva;      // that the feeder then draws more at the bus, at most
};

struct FeederRoom {
    std::vector<NodeRoom> best_in_zone;  // the node with most room in each of its zones, by zone
    NodeRoom best{}, typical{};          // most room, and the median over its 10 kV nodes
    std::uint32_t candidates = 0;        // those nodes; 0: a feeder of a single station, all else is void
    std::uint32_t overloaded = 0;        // branches above their rating today
};

struct SubstationRoom {
    double limit_kva, room_kva;  // room may be below 0
    int hour;                    // with least room
};

// By feeder and by substation of the network.
struct HostingMap {
    std::vector<FeederRoom> feeders;
    std::vector<SubstationRoom> substations;
};

HostingMap find_hosting(HostingCase const& hosting, ForEach const& for_each);

// A new station by the feeder it is connected to.
struct HostingSite {
    FeederId feeder;
    NodeRoom at;
};

// What stations of several feeders may draw together.
struct GroupRoom {
    Kilowatts room, by_lines;  // together; and the sum of `by_lines`
    HostingLimit limit;        // of the largest part of `by_lines`
    std::uint32_t sites;
};
// Pre: no feeder stands twice.
GroupRoom connect_together(Network const& network, HostingMap const& map, std::span<HostingSite const> sites);

// One site a feeder, at its best node among those whose zone is chosen. `chosen` by zone.
std::vector<HostingSite> best_sites(Network const& network, HostingMap const& map,
                                    std::vector<bool> const& chosen);

}  // namespace yuchong::grid
