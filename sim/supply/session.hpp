#pragma once
// What a car tells a station, and what a station answers. A station never sees an agent: the request carries
// the battery and the driver's limits as numbers, and a ticket that is handed back untouched.

#include "sim/base/time.hpp"
#include "sim/supply/network.hpp"
#include "sim/vehicle/catalogue.hpp"

#include <cstdint>
#include <span>

namespace yuchong::supply {

struct SessionRequest {
    std::uint32_t ticket;    // the caller's number
    vehicle::ModelId model;  // curve, voltage, inlet current, AC charger
    double energy_kwh;       // usable energy of this very pack
    double curve_scale;      // of this very car, times the model's
    double soc;              // at plug-in
    double target_soc;
    double pack_temp_c;  // at plug-in
    double ambient_c;
    PlugClass wants;                // preferred class; see station.hpp for what it accepts instead
    bool accepts_fast, accepts_ac;  // may be served by the other classes
    std::uint8_t priority;          // 0 first, and it alone may take a held plug; non-preemptive
    PlugId plug{};                  // only this one; invalid: any that fits
    Duration patience;              // waits at most this long in the queue
    Duration stay_after;            // idle occupancy after the charge has ended (at least)
    SimTime leave_by;               // unplugs then even if not full; `never` if not bounded
    Duration fixed_service{-1};     // >= 0 (tests only): charge lasts exactly this, no battery physics
};

enum class Outcome : std::uint8_t { served, balked, reneged, failed, running };

// Why a slot's next event fires. Numbers are written to checkpoints: append only.
enum class PlugEvent : std::uint8_t {
    overhead_done,  // handshake over, current flows; or the car is unplugged and gone
    progress,       // a module crossing, a breakpoint that matters to others, a thermal knot
    charge_end,     // target reached, or power below the stop limit
    unplug          // the driver starts to unplug
};

// The next event of a plug (or of a host, for continuous sharing, or of the bay of a swap station) has
// changed; at == never cancels it.
struct Reschedule {
    enum class Slot : std::uint8_t { plug, host, bay } slot;
    std::uint32_t index;
    SimTime at;
    PlugEvent kind;
};

// What a finished or running session looks like up to some instant.
struct SessionReading {
    double soc;
    double energy_kwh;        // drawn at the plug (DC for terminals, AC for piles)
    double loss_kwh;          // converter and standing losses of this session between grid and plug
    double power_kw;          // at the plug, now
    double max_kw;            // largest so far, drawn
    double fed_kwh = 0.0;     // at the plug, fed back
    double refill_kwh = 0.0;  // at the plug, what it takes to charge that again
};

// Something the caller must tell a car, in the order in which it happened.
//   plugged_in    it stands at the plug, the handshake begins
//   charge_ended  no more current; it may stay
//   unplugged     it is gone, the plug is free
//   failed        the session broke off (no start, interruption, fault of the plug): the car is free to go at
//                 once, no `unplugged` follows; the plug stays blocked while it leaves
//   swap_began    it stands in the bay of a swap station (plug: any slot there)
//   swapped       it has a charged pack; its reading tells what it was given
struct Notice {
    enum class Kind : std::uint8_t { plugged_in, charge_ended, unplugged, failed, swap_began, swapped } kind;
    std::uint32_t ticket;
    PlugId plug;
    SessionReading
        reading;  // at this instant: the plug may already serve the next car when the caller reads this
};

struct Changes {
    std::span<Reschedule const> reschedules;
    std::span<Notice const> notices;
};

}  // namespace yuchong::supply
