#pragma once
// One row of /sessions: a plug-in, or a visit that never came to one (balked, reneged). Times that did not
// happen are `never`. Written when the car has left, or at the end of the run with outcome `running`.

#include "sim/base/time.hpp"
#include "sim/supply/session.hpp"

#include <cstdint>
#include <limits>

namespace yuchong::measure {

enum class Place : std::uint8_t { home, public_station, depot };  // numbers are written to files: append only
inline constexpr std::size_t places = 3;

inline constexpr std::uint32_t no_station = std::numeric_limits<std::uint32_t>::max();

struct SessionRow {
    // Bits of `flags`: the row reaches beyond the recorded window, so only part of its energy is in the
    // totals.
    static constexpr std::uint8_t began_before_window = 1;
    static constexpr std::uint8_t runs_past_window = 2;

    std::uint32_t vehicle;
    std::uint32_t station;  // index into the network; no_station at home
    std::uint16_t model;    // index into the catalogue
    std::uint8_t fleet;
    supply::PlugClass plug_class;  // used, or wanted if there was no plug-in
    Place place;
    supply::Outcome outcome;
    std::uint8_t flags;
    SimTime arrival, plug_in, charge_end, unplug;
    std::int64_t wait_ms;  // arrival to plug-in, or to giving up
    double energy_kwh;     // metered at the plug, the whole session
    double requested_kwh;  // that an undisturbed charge would have come to
    double v2g_kwh;        // fed back at the plug, the whole session
    double soc_start, soc_end;
    double max_kw;  // largest power at the plug
};

}  // namespace yuchong::measure
