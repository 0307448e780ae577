#pragma once
// Counts and sums behind the KPIs. Public visits are counted by their arrival, sessions by their plug-in,
// both only inside the recorded window; energy and waiting are clipped to it. The wait of a visit is the time
// it stood in line, 0 if it found a plug at once, and counts for every visit that stayed (plugged in,
// reneged, or waits still); visits that balked have no wait.
//
//   tally.wait_ended(arrival, now);                    // at plug-in, at giving up, and at the close for
//   those in line tally.visit_ended(arrival, Outcome::served);       // once per attempt; `running` at the
//   close tally.session_ended(place, plug_class, plug_in, energy_in_window);   // once per plug-in, home
//   included

#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"
#include "sim/measure/session_row.hpp"
#include "sim/measure/window.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace yuchong::measure {

inline constexpr std::size_t outcomes = 5;             // of supply::Outcome
inline constexpr KilowattHours noticeable_unmet{0.5};  // a driver would notice: 3 km

// Cumulative vehicle-ms (occupied) and plug-ms in working order (available) by supply::PlugClass.
struct PlugLedger {
    std::array<std::int64_t, supply::plug_classes> occupied_ms, available_ms;
};

struct TallyState {
    std::array<std::int64_t, outcomes> visits;  // by Outcome, arrival in the window
    std::int64_t zero_waits;                    // of visits that arrived in the window
    std::vector<std::uint32_t> waits_ms;        // the positive ones, in order of their end
    std::int64_t clipped_wait_ms;               // all waits clipped to the window: Little's right-hand side
    std::array<std::int64_t, places> sessions;  // by Place, plug-in in the window
    std::array<double, places> energy_kwh;      // by Place, at the plug, inside the window
    std::array<double, supply::plug_classes> public_energy_kwh;  // by PlugClass, likewise
    double unmet_kwh;                // of sessions that were served, plug-in in the window
    std::int64_t sessions_unmet;     // those that lacked more than noticeable_unmet
    std::int64_t sessions_fed_back;  // plug-in in the window
    double owed_begin_kwh,
        owed_kwh;               // asked for and not got by sessions that run when the window opens, and ends
    PlugLedger opened, closed;  // at the beginning and the end of the window
};

template <class A>
void archive(A& a, TallyState& s) {
    a(s.visits, s.zero_waits, s.waits_ms, s.clipped_wait_ms, s.sessions, s.energy_kwh, s.public_energy_kwh,
      s.unmet_kwh, s.sessions_unmet, s.sessions_fed_back, s.owed_begin_kwh, s.owed_kwh, s.opened, s.closed);
}

class Tally {
public:
    explicit Tally(Window const& window);

    // Pre: to - arrival is not negative and below 49 days (checked).
    void wait_ended(SimTime arrival, SimTime to);
    // The wait of a depot's own vehicle: in Little's law, in no KPI.
    void depot_wait_ended(SimTime arrival, SimTime to) {
        state_.clipped_wait_ms += window_.overlap(arrival, to).ms;
    }
    void visit_ended(SimTime arrival, supply::Outcome outcome);
    void session_ended(Place place, supply::PlugClass plug_class, SimTime plug_in, KilowattHours in_window);
    // What a session that was served left with less than it asked for; nothing if it is not positive.
    void need_ended(SimTime plug_in, KilowattHours lacks);
    // A session that fed back, at its end.
    void session_fed_back(SimTime plug_in) { state_.sessions_fed_back += window_.contains(plug_in) ? 1 : 0; }
    // What a session that runs at window.begin, or at window.end, still lacks; nothing if it is not positive.
    void owed_at_begin(KilowattHours lacks) { state_.owed_begin_kwh += std::max(0.0, lacks.value()); }
    void owed_at_end(KilowattHours lacks) { state_.owed_kwh += std::max(0.0, lacks.value()); }
    // Public plugs, at window.begin and at window.end.
    void open(PlugLedger const& ledger) { state_.opened = ledger; }
    void close(PlugLedger const& ledger) { state_.closed = ledger; }

    [[nodiscard]] TallyState& state() { return state_; }
    [[nodiscard]] TallyState const& state() const { return state_; }

private:
    Window window_;
    TallyState state_{};
};

// The wait distribution of a tally; quantiles are exact, linear between order statistics. All 0 without
// visits.
struct WaitSummary {
    double mean_s, p50_s, p90_s, p95_s;
    double share_5_min, share_10_min, share_15_min;  // waits of at most so long
};
WaitSummary summarise_waits(TallyState const& state);

}  // namespace yuchong::measure
