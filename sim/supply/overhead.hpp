#pragma once
// Time at the plug beside the charge itself.

#include "sim/supply/session.hpp"
#include "sim/supply/supply.hpp"

#include <algorithm>

namespace yuchong::supply {

// Settings in seconds, rounded to whole milliseconds.
inline Duration from_seconds(double s) { return {static_cast<std::int64_t>(std::llround(s * 1'000.0))}; }

// A pack slides into its slot and is connected: nobody handles a cable.
inline bool is_slot(Supply const& supply, PlugId plug) {
    return supply.network.plugs[plug.index()].plug_class == PlugClass::swap;
}

inline Duration plug_in_overhead(Supply const& supply, PlugId plug) {
    if (is_slot(supply, plug)) return Duration{0};
    OverheadSettings const& overhead = supply.settings.overhead;
    return from_seconds(supply.network.plugs[plug.index()].host ? overhead.dc_plug_in_s
                                                                : overhead.ac_plug_in_s);
}

inline Duration unplug_overhead(Supply const& supply, PlugId plug) {
    if (is_slot(supply, plug)) return Duration{0};
    OverheadSettings const& overhead = supply.settings.overhead;
    return from_seconds(supply.network.plugs[plug.index()].host ? overhead.dc_unplug_s
                                                                : overhead.ac_unplug_s);
}

// When the car starts to unplug if its charge ends at `end`: after its stay, at leave_by at the latest.
inline SimTime departure(SessionRequest const& request, SimTime end) {
    return std::max(end, std::min(end + request.stay_after, request.leave_by));
}

// When the plug is free again if the charge ends at `end`; `never` if that is not known.
inline SimTime expected_free(Supply const& supply, PlugId plug, SessionRequest const& request, SimTime end) {
    SimTime const last = std::min(end, request.leave_by);
    return last == never ? never : departure(request, last) + unplug_overhead(supply, plug);
}

}  // namespace yuchong::supply
