#pragma once
// Whether an owner lets the car feed back during a stay: binary logit on what it earns and on how much charge
// there is to spare. Whoever asks keeps the car above its least SoC, and full enough when it leaves.

namespace yuchong::demand {

// Utilities; filled by io.
struct V2gChoiceSettings {
    double constant;
    double reward_per_yuan;  // by event
    double spare_per_soc;    // for all of the battery
};

struct V2gOffer {
    double reward_yuan;  // of the event, net of wear
    double soc;
    double required_soc;  // when the car leaves
};

double opt_in_probability(V2gOffer const& offer, V2gChoiceSettings const& settings);

// The answer to a uniform u in (0, 1) keyed by car and event: a better offer loses nobody who said yes.
bool opts_in(V2gOffer const& offer, V2gChoiceSettings const& settings, double u);

}  // namespace yuchong::demand
