#pragma once
// The physics of one session that draws min(its acceptance, its cap): walked in closed form from the cursor
// (t_ref, soc), stretch by stretch. Inside a stretch power is linear in the energy taken, so the integral of
// P^2 is that energy times the mean of the powers at both ends. One that feeds back has one flat stretch
// down.

#include "sim/supply/state.hpp"

#include <limits>

namespace yuchong::supply {

inline constexpr double endless_h = std::numeric_limits<double>::infinity();

// Where the session stands `hours` after its cursor. Pre: hours >= 0.
struct Walked {
    double soc;
    double loss_kwh;  // conversion loss on the way
    double max_kw;    // largest power on the way
};
Walked walk(Session const& session, vehicle::Acceptance const& acceptance, double hours);

// Moves the cursor to `now`.
void advance(Session& session, vehicle::Acceptance const& acceptance, SimTime now);

// Energy at the plug between two states of charge, as the present efficiency has it.
double energy_between_kwh(Session const& session, double from_soc, double to_soc);
// Energy drawn at the plug since plug-in at this state of charge, and energy fed back there.
double energy_at_kwh(Session const& session, double soc);
double fed_at_kwh(Session const& session, double soc);
// At the plug, what it takes to charge again what was fed back.
inline double refill_kwh(Session const& session, double fed_kwh) {
    return fed_kwh > 0.0 ? fed_kwh / (session.feed_efficiency * session.pack.efficiency) : 0.0;
}
inline double feed_kw(Session const& session) { return session.feed_w / 1000.0; }

// The most power that a session will ever still want from this state of charge on, as far as control lets it.
double largest_demand_kw(State const& state, std::uint32_t plug, double soc);

// Power drawn at the plug at this state of charge; 0 from stop_soc on, and while it feeds back.
double power_at_kw(Session const& session, vehicle::Acceptance const& acceptance, double soc);

// The instant `hours` of physics after `from`, rounded up; `never` for endless.
SimTime after_hours(SimTime from, double hours);

// The first SoC in (soc, stop) at which the demand leaves (low_kw, high_kw]; stop if it never does.
double crossing_soc(vehicle::Acceptance const& acceptance, double soc, double stop_soc, double low_kw,
                    double high_kw);

}  // namespace yuchong::supply
