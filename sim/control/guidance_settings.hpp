#pragma once
// What drivers know of stations they do not stand at, and what a service that guides them does. Filled by io
// from models/information.yaml and a scenario's section `information`. models.md calls the designs g0 to g6.

#include "sim/base/time.hpp"

#include <array>
#include <cstdint>

namespace yuchong::control {

// What adopters are told. From `queue` on they are sent to a station; `board` guides nobody.
enum class GuidanceDesign : std::uint8_t {
    board,        // the status board, as an app shows it: when one more car could plug in
    belief,       // g0 nothing but what such an hour has been like so far
    queue,        // g1 cars in line and free plugs, as published
    predicted,    // g2 the wait at the car's own arrival
    in_transit,   // g3 with the cars that are on their way
    randomised,   // g4 spread over the best ones
    reservation,  // g5 with a place kept
    assignment    // g6 all that ask within a step at once, best for all together
};

// What those know whom nobody guides.
enum class PublicKnowledge : std::uint8_t { board, belief };

// How g4 spreads cars: by logit over the k best, or to the best of k drawn blindly.
enum class SpreadRule : std::uint8_t { best_logit, best_of_sample };

inline constexpr std::uint32_t most_spread = 16;

// Section `information.randomised`.
struct RandomisedSettings {
    SpreadRule rule;
    std::uint32_t k;  // [1..most_spread]
    double noise;     // [-, > 0] scale of the logit, in utility
};

// Section `information.reservation`.
struct ReservationSettings {
    Duration hold_before, hold_after;  // [0..1 h] a plug is kept from, and until, around the arrival
    double no_show_share;              // [share, 0..1] of bookings whose driver goes elsewhere after all
};

struct GuidanceSettings {
    GuidanceDesign design;
    PublicKnowledge others;
    double adoption;          // [share, 0..1] of the drivers who have the service
    double compliance;        // [share, 0..1] of them who go where it sends them
    double vehicle_share;     // [share, 0..1] of the cars that report SoC, arrival and departure
    Duration step;            // [10 s..10 min] reservations are booked and cars assigned
    double belief_smoothing;  // [above 0..1] weight of the latest day
    std::array<double, 3> usual_session_min;  // [min, > 0] super, fast, AC: of cars that report nothing
    RandomisedSettings randomised;
    ReservationSettings reservation;
    Duration watch;  // [whole steps] between looks at the queues
};

// Does anybody know anything but the board?
[[nodiscard]] inline bool guides(GuidanceSettings const& settings) {
    return settings.design != GuidanceDesign::board || settings.others != PublicKnowledge::board;
}

}  // namespace yuchong::control
