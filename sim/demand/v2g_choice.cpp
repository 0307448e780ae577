#include "sim/demand/v2g_choice.hpp"

#include "sim/base/math.hpp"

namespace yuchong::demand {

double opt_in_probability(V2gOffer const& offer, V2gChoiceSettings const& settings) {
    double const utility = settings.constant + settings.reward_per_yuan * offer.reward_yuan +
                           settings.spare_per_soc * (offer.soc - offer.required_soc);
    return 1.0 / (1.0 + math::exp(-utility));
}

bool opts_in(V2gOffer const& offer, V2gChoiceSettings const& settings, double u) {
    return u < opt_in_probability(offer, settings);
}

}  // namespace yuchong::demand
