#pragma once
// Sessions as ACN-Data gives them (Lee, Li and Low, "ACN-Data: analysis and applications of an open EV
// charging dataset", ACM e-Energy 2019): a JSON object whose `_items` have connectionTime, disconnectTime (as
// in HTTP, GMT) and kWhDelivered. What such a file does not know stands in `demand.replay`.

#include "sim/io/session_table.hpp"
#include "sim/io/source_text.hpp"

#include <string>
#include <vector>

namespace yuchong::io {

// Section `demand.replay`.
struct ReplaySettings {
    std::string station;  // at which all sessions of the file plug in; empty: the only one there is
    double max_kw;        // [kW, > 0] of each
    double battery_kwh;   // [kWh, > 0]
    double soc_end;       // [share, above 0..1] with all of kWhDelivered
    double hours_ahead;   // [h, -12..14] of GMT: the clock of the sessions' place, read as the city's
};

// Problems go to the report, with the line of the session.
std::vector<SessionEntry> acn_sessions(SourceText const& source, ReplaySettings const& replay,
                                       CivilTime const& start, Report& report);

}  // namespace yuchong::io
