#pragma once
// The charging stations as numbers: filled by io from models/supply.yaml and a scenario's `supply` section.
// Nothing here has a default: every figure and its source stands in models/. Conversion losses and
// auxiliaries are vehicle::LossSettings (models/charging.yaml).

#include "sim/supply/photovoltaics.hpp"
#include "sim/supply/storage.hpp"

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

struct SupplySettings {
    OverheadSettings overhead;
    ReliabilitySettings reliability;
    QueueSettings queue;
    StorageSettings storage{};
    PhotovoltaicSettings photovoltaics{};
};

}  // namespace yuchong::supply
