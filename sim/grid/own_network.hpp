#pragma once
// A distribution network of one's own, as tables have it, made into the network that runs and studies use:
// one substation at the slack bus, a feeder for every branch that leaves it, its buses as nodes depth first,
// and 10/0.4 kV transformers where connections say so.
//
//   OwnNetwork const own = ...;                      // sim/io/own_grid.cpp reads and checks one
//   Network const network = build_own_network(own, demand, rules, shapes, catalogue);
//
// A bus keeps the load its file gives it, at its own voltage. A connection at a bus of 1 kV and more gets a
// node behind the bus, with the series impedance of its transformer; at a bus below 1 kV the branch to the
// bus is the transformer, and nothing is added.

#include "sim/grid/load_shapes.hpp"
#include "sim/grid/network.hpp"
#include "sim/grid/network_rules.hpp"
#include "sim/grid/network_synthesis.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace yuchong::grid {

inline constexpr double low_voltage_below_kv = 1.0;  // IEC 60038: low voltage ends at 1 kV

struct OwnBus {
    std::string name;     // unique
    double nominal_kv;    // [kV, > 0] between phases
    double p_kw, q_kvar;  // [kW, >= 0], [kvar] at the design instant
};

// Closed. Per unit on base_mva and the nominal voltage of its ends.
struct OwnBranch {
    std::uint32_t from, to;                                      // in OwnNetwork::buses
    double r_pu, x_pu;                                           // [pu, >= 0] not both 0
    double rating_pu = std::numeric_limits<double>::infinity();  // [pu of current, > 0]
};

// One 10/0.4 kV transformer: homes of a zone behind it, or a station, or both.
struct OwnConnection {
    std::uint32_t bus;  // not the slack
    std::optional<space::ZoneId> zone;
    double households = 0.0;               // [>= 0] of `zone`; above 0: a public transformer
    std::optional<std::uint32_t> station;  // in NetworkDemand::stations
    // [kVA] of the series grid.network.community.series where a node is made. None: of a station, as large as
    // its connection wants, of the sizes of StationRules.
    std::optional<double> transformer_kva;
};

struct OwnNetwork {
    std::vector<OwnBus> buses;
    std::vector<OwnBranch> branches;
    std::uint32_t slack;  // in buses; without load
    std::vector<OwnConnection> connections;
    std::uint32_t transformers;  // [>= 1] of the substation
    double mva;                  // of each: a size of SubstationRules::series
};

// A node's zone is that of its connection, else of the nearest bus towards the slack that has one, else the
// first; by it the load of the bus is split into classes. Throws BrokenInvariant unless the network is radial
// and whole, every station connected once, and all sizes in the catalogue.
Network build_own_network(OwnNetwork const& own, NetworkDemand const& demand, NetworkRules const& rules,
                          LoadShapes const& shapes, Catalogue const& catalogue);

}  // namespace yuchong::grid
