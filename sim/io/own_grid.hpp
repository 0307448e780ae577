#pragma once
// The files of a scenario's own distribution network (grid.own_network) as they are written: the network as
// `yuchong powerflow` reads it, and connections.csv, which says who hangs on it. own_network.hpp judges what
// they mean together with the zones and stations.

#include "sim/io/csv.hpp"
#include "sim/io/network_tables.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace yuchong::io {

struct NamedFile {
    std::string path;
    AskedFrom asked_from;
};

struct OwnGridFiles {
    std::string network_path;
    std::optional<NetworkTables> network;  // whole if there
    std::optional<CsvTable> connections;
    std::uint64_t hash = 0;  // of the bytes of all of them
};

// Problems go to the report, at the key that names a file if it cannot be found.
OwnGridFiles read_own_grid(NamedFile const& network, NamedFile const& connections, Report& report);

}  // namespace yuchong::io
