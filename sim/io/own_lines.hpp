#pragma once
// The network of grid.own_network behind its slack bus, without who hangs on it: is it one that a run can
// use? Buses and branches stay in the order of their tables.

#include "sim/grid/own_network.hpp"
#include "sim/io/network_tables.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yuchong::io {

// Buses as connections see them.
struct KnownBuses {
    std::vector<BusRow> const& rows;
    std::map<std::string, std::uint32_t> const& number;  // by name
    std::optional<std::uint32_t> slack;
    std::vector<std::uint32_t> parent;  // the next bus towards the slack; empty unless the network is a tree
};

class OwnLines {
public:
    // Problems of names, of the slack and of the tree go to the report, at their lines. `path`: of the case.
    // Tables and report must outlive it.
    OwnLines(NetworkTables const& tables, std::string const& path, Report& report);

    // And problems of single buses and branches: shunts, generation, negative reactances. Meaningful only if
    // nothing is wrong; without connections and substation.
    grid::OwnNetwork read();
    [[nodiscard]] KnownBuses buses() const { return {tables_.buses, joined_.bus, joined_.slack, parent_}; }

private:
    void complain(Mark const& mark, std::string problem, std::string why, std::string hint);
    void find_tree();
    grid::OwnBus bus_of(std::uint32_t i);
    void check_load(BusRow const& row, bool slack);
    grid::OwnBranch branch_of(JoinedBranch const& joined);

    NetworkTables const& tables_;
    Report& report_;
    JoinedTables joined_;
    std::vector<std::uint32_t> parent_;  // by bus
};

}  // namespace yuchong::io
