#pragma once
// How far a run was from what somebody who knew everything could have done with the same plug-ins
// (sim/control/site_bounds.hpp). Known of a session are its site, plug-in and departure, what it asked for
// and its largest power. Of all sessions that plug in inside the recorded window:
//
//   unmet  what must stay undone of the requests under the limit of each site. What ran on at the end or
//          broke off is taken to have asked for what it got.
//   cost   the least for which each session gets what it got, under the limits, at the price of each slot
//   peak   the lowest largest slot mean of all sites together at which each gets what it got
//
// Each is a true bound: windows are widened to whole slots of the clock, a power that falls as the battery
// fills counts as if it did not, limits hold slot means, and the peak knows no limits of sites. So what was
// done, read slot by slot, is one of the plans among which the flow chooses; the gap (run - bound) is never
// negative but for the rounding of the flow, 1e-9 kWh for each session and slot.
//
//   BoundRecorder recorder(settings, window, plugs);
//   recorder.plug_in(plug, session);                     // as they come
//   for (auto const plug : recorder.open()) recorder.read(plug, now, energy_kwh);  // if
//   recorder.slot_ends(now) recorder.unplug(plug, now, reading, outcome); bounds(recorder.state(), settings,
//   window, sites);

#include "sim/base/time.hpp"
#include "sim/control/settings.hpp"
#include "sim/measure/window.hpp"
#include "sim/supply/session.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuchong::measure {

struct KnownSession {
    std::uint32_t station;
    SimTime plug_in, leave_by;     // it can charge in between; `never`: until the end of the run
    double requested_kwh, max_kw;  // at the plug
    double taken_kwh;              // so far
};

struct BoundState {
    std::int64_t seen;  // beyond the most that are kept, nothing is kept any more
    std::vector<KnownSession> sessions;
    std::vector<std::uint32_t> session_of_plug, open_plugs;
    std::vector<double> slot_kwh;  // of all sessions together, by slot of the window
};

template <class A>
void archive(A& a, BoundState& s) {
    a(s.seen, s.sessions, s.session_of_plug, s.open_plugs, s.slot_kwh);
}

class BoundRecorder {
public:
    BoundRecorder(control::BoundSettings const& settings, Window const& window, std::size_t plugs);

    // A session of the recorded window, others are passed over.
    void plug_in(std::uint32_t plug, KnownSession const& session);
    [[nodiscard]] bool slot_ends(SimTime now) const;
    [[nodiscard]] std::span<std::uint32_t const> open() const { return state_.open_plugs; }
    // Energy at the plug since plug-in. Plugs without a session that is kept are passed over.
    void read(std::uint32_t plug, SimTime now, double energy_kwh);
    void unplug(std::uint32_t plug, SimTime now, supply::SessionReading const& reading,
                supply::Outcome outcome);

    [[nodiscard]] BoundState& state() { return state_; }
    [[nodiscard]] BoundState const& state() const { return state_; }

private:
    control::BoundSettings settings_;
    Window window_;
    BoundState state_{};
};

// What the flow needs beside the sessions. Empty limits: none.
struct BoundSites {
    std::span<double const> limit_kw;      // by station, at the plugs
    std::span<double const> yuan_per_kwh;  // by slot of the window
};

struct BoundSummary {
    std::int64_t sessions;
    double unmet_bound_kwh, unmet_gap_kwh;
    double cost_bound_yuan, cost_gap_yuan, cost_gap_share;  // share: of the bound; 0 if that is 0
    double peak_bound_kw, peak_gap_kw, peak_gap_share;
};

// Slots of a window, the last may be cut short.
[[nodiscard]] std::size_t bound_slots(control::BoundSettings const& settings, Window const& window);

// Nothing if no session was seen, or more than are kept.
[[nodiscard]] std::optional<BoundSummary> bounds(BoundState const& state,
                                                 control::BoundSettings const& settings, Window const& window,
                                                 BoundSites const& sites);

}  // namespace yuchong::measure
