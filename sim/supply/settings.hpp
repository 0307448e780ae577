#pragma once
// The charging stations as numbers: filled by io from models/supply.yaml and a scenario's `supply` section.
// Nothing here has a default: every figure and its source stands in models/. Conversion losses and
// auxiliaries are vehicle::LossSettings (models/charging.yaml).

#include "sim/base/calendar.hpp"
#include "sim/supply/photovoltaics.hpp"
#include "sim/supply/storage.hpp"

#include <cstdint>
#include <vector>

namespace yuchong::supply {

// Time at the plug without current, models.md 1.8. Section `supply.overhead`.
struct OverheadSettings {
    double dc_plug_in_s;  // [s, 0..600] plug, handshake, insulation test
    double dc_unplug_s;   // [s, 0..600] unplug and leave
    double ac_plug_in_s;  // [s, 0..600]
    double ac_unplug_s;   // [s, 0..600]
};

// What goes wrong, models.md 2.7. Section `supply.reliability`.
struct ReliabilitySettings {
    double start_failure_share;  // [share, 0..1] of plug-ins that end after the handshake without current
    double interruption_share;   // [share, 0..1] of sessions cut at a uniform place between start and target
    double plug_mtbf_h;          // [h, > 0] mean up-time of a plug
    double plug_mttr_h;          // [h, > 0] mean repair time of a plug
    double repair_sigma;         // [-, 0..2] lognormal spread of the repair time
    double ghost_share;          // [share, 0..1] of faults that the app does not show at once
    double ghost_mean_h;         // [h, > 0] mean time until it does
};

// Who may use what. Section `supply.queue`.
struct QueueSettings {
    bool others_may_use_super;  // other DC cars take an idle super terminal if no super-capable car waits
};

// Piles that also take current back from a car. Section `supply.bidirectional`.
struct BidirectionalSettings {
    double share;                 // [share, 0..1] of the AC piles of drawn stations
    double discharge_kw;          // [kW, 0..most_feeding_kw] at the pile, at most its rating
    double discharge_efficiency;  // [share, 0.5..1] battery to pile, on-board converter included
};
// Of one pile; plans of stays are written down in 16 bits of watts.
inline constexpr double most_feeding_kw = 30.0;

enum class ClosedStations : std::uint8_t { all, dc, super };  // those with such terminals

// Stations that have to close for some hours of the day, as in a shortage of power. An entry of
// `supply.closures`.
struct Closure {
    CivilTime from, until;                 // until is exclusive
    double closed_from_h, closed_until_h;  // [h of day, 0..24] from < until
    ClosedStations stations;
    double share;  // [share, 0..1] of them; the same ones in every closure of as many
};

// When a swap station charges its packs: sim/control/swap_rule.hpp.
enum class SwapRule : std::uint8_t { eager, valley, feed_back };

// Swap stations, models.md 2.8. Section `supply.swap`.
struct SwapSettings {
    double least_s, usual_s, most_s;  // [s, 10..3600] a swap takes: triangular; all alike: always so long
    double target_soc;                // [SoC, 0.5..1] packs are charged to it, and handed out from it on
    double pack_c;                    // [C, 10..40] the station keeps its packs at
    SwapRule rule;
    double reserve_share;  // [share, 0..1] of the packs, ready or on charge outside the valley; not eager
    double feed_share;     // [share, above 0..1] of a slot's power that it takes back at most under feed_back
    double floor_soc;      // [SoC, 0..0.5] no pack feeds back below it

    [[nodiscard]] bool feeds_back() const { return rule == SwapRule::feed_back; }
};

struct SupplySettings {
    OverheadSettings overhead;
    ReliabilitySettings reliability;
    QueueSettings queue;
    StorageSettings storage{};
    PhotovoltaicSettings photovoltaics{};
    BidirectionalSettings bidirectional{};
    std::vector<Closure> closures{};
    SwapSettings swap{};
};

}  // namespace yuchong::supply
