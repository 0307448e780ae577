#pragma once
// The stations at work: queue, terminals, shared power. Free functions over a frozen Network and a mutable
// State (sim/supply/state.hpp). Every call first advances whatever it touches to `now` in closed form, then
// changes it, and returns what the caller has to reschedule and to tell; the spans live until the next call.
//
// At one instant (design: release < control < arrive < decide < measure): plugs are released and power shared
// anew first, then arrivals take what is free. A released plug goes at once to the first waiting car that can
// use it (lowest priority number, then arrival), so a later arrival never overtakes the queue.

#include "sim/supply/prediction.hpp"
#include "sim/supply/session.hpp"
#include "sim/supply/state.hpp"

namespace yuchong::supply {

struct Arrival {
    enum class Kind : std::uint8_t {
        plugged_in,
        queued,
        balked
    } kind;       // plugged in: or in the bay of a swap
                  // station
    PlugId plug;  // where, if plugged in
    Changes changes;
};

// A car stands at the station. It balks if the station is closed, no plug in order fits it, all bays are
// taken, or the predicted wait exceeds its patience. Cars that arrive in the same millisecond are served in
// the order of the calls: the caller orders them by a draw keyed by station and tick.
Arrival arrive(Supply const& supply, State& state, StationId station, SessionRequest const& request,
               SimTime now);

// A waiting car gives up. Pre: it waits there (checked).
Changes renege(Supply const& supply, State& state, StationId station, std::uint32_t ticket, SimTime now);

// The event of a plug's slot, or of a host's, fires.
Changes plug_event(Supply const& supply, State& state, PlugId plug, PlugEvent kind, SimTime now);
Changes host_event(Supply const& supply, State& state, HostId host, SimTime now);

// A driver unplugs before the charge has ended.
Changes unplug(Supply const& supply, State& state, PlugId plug, SimTime now);

// One more plug of the class is held: cars of priority 1 or later leave it vacant for one that is on its way.
void hold_plug(State& state, StationId station, PlugClass plug_class);
// One fewer; what is vacant goes to those who wait. Pre: one is held (checked).
Changes release_hold(Supply const& supply, State& state, StationId station, PlugClass plug_class,
                     SimTime now);
// A car arrives for whom a plug of the class is held: it alone may take that one, and the hold ends.
Arrival arrive_at_held(Supply const& supply, State& state, StationId station, PlugClass held,
                       SessionRequest const& request, SimTime now);

// A plug breaks (a session there ends as failed) or is repaired (the queue may move).
Changes break_down(Supply const& supply, State& state, PlugId plug, SimTime now);
Changes repair(Supply const& supply, State& state, PlugId plug, SimTime now);

// The station goes into service, or takes nobody any more (waiting cars are not sent away, sessions run out).
void open_station(Supply const& supply, State& state, StationId station, SimTime now);
void close_station(Supply const& supply, State& state, StationId station, SimTime now);

// Control caps what the station may draw at its connection, AC, from `now` on until it is called again;
// beyond the connection's own limit, or endless: no cap. Converters and AC piles are cut to the same share of
// what they could draw at most; the rule shares what is left, module rules in whole modules. Auxiliaries and
// standing losses cannot be capped: the station draws at most max(cap, fixed_kw of supply.largest_load), at
// every instant. A session that gets nothing stays and waits. Where the station has a plant the cap is on
// what is left after storage and sun, and AC piles come first (sim/supply/plant.hpp). Pre: cap >= 0, the
// supply couples by station or the station has a plant (checked).
Changes cap_station(Supply const& supply, State& state, StationId station, Kilowatts cap, SimTime now);

// Control lets the session at a plug draw at most so much there, from `now` on until it is called again;
// endless lifts it. The next session at the plug starts without a limit. A session that may draw nothing
// stays and waits. Pre: most >= 0 (checked).
Changes limit_session(Supply const& supply, State& state, PlugId plug, Kilowatts most, SimTime now);

// The session at a bidirectional pile feeds so many watts back there from `now` on, until it is called again
// or the session ends; 0: it draws again. Meanwhile nothing else ends it but its departure or a fault:
// whoever asks knows what the battery holds. Pre: 0 <= feed_w <= feed_limit_kw (checked).
Changes feed_session(Supply const& supply, State& state, PlugId plug, std::int32_t feed_w, SimTime now);

// The session at a plug up to `now`, in closed form, without touching the state; zeros if there is none.
SessionReading read_session(Supply const& supply, State const& state, PlugId plug, SimTime now);

}  // namespace yuchong::supply
