#pragma once
// Whether an owner lets the car feed back during a stay: binary logit on what it earns and on how much charge
// there is to spare. Whoever asks keeps the car above its least SoC, and full enough when it leaves.

#include "sim/demand/settings.hpp"

namespace yuchong::demand {

struct V2gOffer {
    double reward_yuan;  // of the stay, net of wear
    double soc;
    double required_soc;  // when the car leaves
};

double opt_in_probability(V2gOffer const& offer, V2gChoiceSettings const& settings);

// The answer to a uniform u in (0, 1) keyed by car and event: a better offer loses nobody who said yes.
bool opts_in(V2gOffer const& offer, V2gChoiceSettings const& settings, double u);

}  // namespace yuchong::demand
