#pragma once
// Sessions of a file, to be replayed (docs/replay.md): one row a plug-in, measured or from another program.

#include "sim/base/calendar.hpp"
#include "sim/city/inputs.hpp"
#include "sim/io/csv.hpp"
#include "sim/supply/network.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuchong::io {

struct SessionEntry {
    CsvCell station, terminal;
    std::optional<std::uint32_t> number;  // of the terminal at its station, from 1
    Duration arrival, departure;          // after time.start, may be negative
    double energy_kwh, max_kw;            // at the plug
    double battery_kwh, soc_start;
};

// Problems go to the report; what is returned is whole only if there were none. Times without a zone are the
// city's; plain numbers are seconds after `start`.
std::vector<SessionEntry> sessions_of(CsvTable const& table, CivilTime const& start, Report& report);

// Those that arrive within the run, at the stations of this network, in the order of the file.
std::vector<city::ReplayedSession> resolve_sessions(std::vector<SessionEntry> const& entries,
                                                    supply::Network const& network,
                                                    city::TimeSettings const& time, Report& report);

}  // namespace yuchong::io
