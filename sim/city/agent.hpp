#pragma once
// The mutable part of a car. One cache line is all that an event reads of it; what only a visit or a home
// charge needs lives in pooled records beside it, so that parked cars cost nothing more.

#include "sim/base/time.hpp"
#include "sim/demand/day_plan.hpp"
#include "sim/measure/session_row.hpp"
#include "sim/supply/home_pile.hpp"

#include <array>
#include <cstdint>
#include <limits>

namespace yuchong::city {

enum class Activity : std::uint8_t {
    parked,     // at a stop of its day, or (walked ahead) driving between unobserved stops
    heading,    // on the way to a station
    waiting,    // in a station's queue
    plugged,    // at a public plug
    home_pile,  // at its own pile
    retired,    // will do nothing more (a scripted visitor that has left)
    swapping    // in the bay of a swap station
};

inline constexpr std::uint32_t no_visit = std::numeric_limits<std::uint32_t>::max();

// Where a car's day stands: the stop it is at and the leg that comes next.
struct Stop {
    SimTime since;     // arrival there
    std::int32_t day;  // civil day of the next leg's plan
    std::uint16_t zone;
    std::uint8_t leg;  // index of the next leg in that plan
    demand::Place place;
};
static_assert(sizeof(Stop) == 16);

// What a walk over unobserved trips has used; booked into the totals when the walk's end is reached.
struct Walked {
    float km, kwh;                 // of what departed in the recorded window, like all but `trips`
    std::uint16_t trips, days;     // days: on which a first leg began ...
    std::uint8_t duty_days;        // ... and of them on duty
    std::uint8_t orders, refused;  // of roaming vehicles; a search for a station comes long before 255
    std::uint8_t short_of_range;   // trips
};
static_assert(sizeof(Walked) == 16);

struct alignas(64) Agent {
    double soc;           // at `stop`
    SimTime leaves;       // planned departure from `stop`; never: no more trips before the end
    Stop stop;            // where the next event finds it
    Walked walked;        // since the last event
    std::uint32_t visit;  // pooled record, or no_visit
    Activity activity;
    bool decided;            // whether to charge at this stop has been settled
    bool forced;             // it has to charge before it leaves
    bool parks;              // it looks for, or stands at, an AC pile for the whole of its stop
    std::uint8_t decisions;  // station choices made on this day, numbers the draws
    std::int32_t decision_day;
};
static_assert(sizeof(Agent) == 64);

// Where the walk began whose end the agent's event is; lets the close book a walk only up to its own instant.
using WalkOrigin = Stop;

inline constexpr std::size_t most_attempts = 4;

// A charge at the own pile: the timer runs, current flows flat, then tapers, then the car is full or has had
// to stop.
enum class HomeStage : std::uint8_t { timer, flat, taper, full };

// One wish to charge in public or at home, from the choice to the way back.
struct alignas(64) Visit {
    std::uint32_t agent;
    std::uint32_t station;  // tried now; no_station at home
    std::uint32_t plug;
    supply::PlugClass wanted;
    std::uint8_t attempt;  // stations tried before this one
    std::uint8_t starts;   // failed starts at this station
    measure::Place place;
    std::uint16_t from_zone;  // where the wish arose
    std::array<std::uint32_t, most_attempts> tried;
    SimTime arrival, plug_in, charge_end;  // never: not yet
    double soc_start, target_soc;
    double requested_kwh;               // at the plug, from plug-in to the end of an undisturbed charge
    double energy_at_window_begin_kwh;  // what the meter showed when the window opened
    float pack_temp_c;
    supply::HomeCharge home;  // at home only, like the rest: the present stretch, or the next one
    double earlier_kwh, earlier_loss_kwh;  // of the stretches before it
    float earlier_max_kw;
    std::uint32_t plan;        // of HomeControlState, or no_plan
    std::uint32_t taper_slot;  // index in HomeMeter::tapering
    HomeStage home_stage;
};

}  // namespace yuchong::city
