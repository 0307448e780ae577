#pragma once
// Who gets how much: sessions claim and release power, and the grants of their coupling group follow.
//
// While a host (or coupled station) can give everybody the most it will ever still want, claims touch nobody
// else and need no events. Otherwise power is scarce: grants are shared by the station's rule at every
// arrival, departure and change of demand that somebody else would notice, and only sessions whose grant
// changes are advanced and rescheduled.
//
// Module rules. A crossing is an event if it frees a module that somebody lacks or asks for one more. fair
// and fcfs depend on demands only through the number of modules wanted, so grants are exactly those of
// continuous re-allocation. greedy also ranks by the gain of the last, partly used module, which changes all
// the time; like a real host it re-allocates only when somebody's number of modules wanted changes.
// Continuous rules. While power is scarce the whole group has one event, on the slot of its first host
// (sim/supply/flow.hpp).

#include "sim/supply/state.hpp"

namespace yuchong::supply {

// A session begins to claim power: phase charging from here. Pre: cursor at `now`.
void claim_power(Supply const& supply, State& state, PlugId plug, SimTime now);
// It claims no more: cursor and meter are brought to `now`, phase staying from here, the others share what it
// held.
void release_power(Supply const& supply, State& state, PlugId plug, SimTime now);
// Power is shared anew because this session's demand crossed a level that matters, and its next event is set.
void review_power(Supply const& supply, State& state, PlugId plug, SimTime now);
// The event of a continuous group's flow; sessions that have reached their end are left for the caller to
// end.
void review_flow(Supply const& supply, State& state, GroupId group, SimTime now);

// From now on converters and AC piles of the station may use these shares of what they could, until told
// anew.
struct PowerShares {
    double converters, piles;  // 0..1
};
void limit_power(Supply const& supply, State& state, StationId station, PowerShares shares, SimTime now);

// The session at this plug, and no later one, may draw at most so much at the plug until told anew; endless
// lifts it. Pre: most_kw >= 0.
void limit_session_power(Supply const& supply, State& state, PlugId plug, double most_kw, SimTime now);

// The session at this pile, and no later one, feeds back so many watts until told anew; 0: it draws.
void feed_power(Supply const& supply, State& state, PlugId plug, std::int32_t feed_w, SimTime now);

// Brings cursor and meter to `now` without changing what flows.
void settle(Supply const& supply, State& state, PlugId plug, SimTime now);

// The session's cursor as it would be at `now`, read only.
struct SessionNow {
    double soc, loss_kwh, max_kw, power_kw;
};
// What is told of a session that stands there.
SessionReading reading_at(Session const& session, SessionNow const& then);
SessionNow session_now(Supply const& supply, State const& state, PlugId plug, SimTime now);

[[nodiscard]] bool shares_power(Supply const& supply, PlugId plug);

}  // namespace yuchong::supply
