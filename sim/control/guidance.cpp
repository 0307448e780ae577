#include "sim/control/guidance.hpp"

#include "sim/base/check.hpp"
#include "sim/base/math.hpp"
#include "sim/control/guidance_settings.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace yuchong::control {

namespace {

bool better(Option const& a, Option const& b) {
    return a.score != b.score ? a.score > b.score : a.lot < b.lot;
}

bool drawn_earlier(Option const& a, Option const& b) { return a.lot < b.lot; }

// The first k positions by an order, in it.
struct Foremost {
    std::array<std::size_t, most_spread> position;
    std::size_t count = 0;

    template <class Before>
    Foremost(std::span<Option const> options, std::uint32_t k, Before before) {
        check(!options.empty() && 1 <= k && k <= most_spread,
              "no option, or too many to choose among (k lies between 1 and most_spread)");
        for (std::size_t i = 0; i < options.size(); ++i) {
            if (count == k && !before(options[i], options[position[count - 1]])) continue;
            std::size_t at = count < k ? count++ : count - 1;
            for (; at > 0 && before(options[i], options[position[at - 1]]); --at)
                position[at] = position[at - 1];
            position[at] = i;
        }
    }
};

}  // namespace

std::size_t best_option(std::span<Option const> options) {
    check(!options.empty(), "no option to choose (the caller has to ask somebody else)");
    return static_cast<std::size_t>(std::min_element(options.begin(), options.end(), better) -
                                    options.begin());
}

std::size_t best_of_sample(std::span<Option const> options, std::uint32_t k) {
    Foremost const sample(options, k, drawn_earlier);
    std::size_t best = sample.position[0];
    for (std::size_t n = 1; n < sample.count; ++n) {
        // Later lots lose a tie: which of equals was drawn first is as good as any other draw.
        if (options[sample.position[n]].score > options[best].score) best = sample.position[n];
    }
    return best;
}

std::size_t among_best(std::span<Option const> options, std::uint32_t k, double noise, double u) {
    Foremost const best(options, k, better);
    std::array<double, most_spread> weight;
    double sum = 0.0;
    for (std::size_t n = 0; n < best.count; ++n) {
        weight[n] = math::exp((options[best.position[n]].score - options[best.position[0]].score) / noise);
        sum += weight[n];
    }
    double left = u * sum;
    for (std::size_t n = 0; n < best.count; ++n) {
        left -= weight[n];
        if (left < 0.0) return best.position[n];
    }
    return best.position[best.count - 1];
}

double queue_wait_min(std::uint32_t waiting, std::uint32_t plugs, std::uint32_t occupied,
                      double session_min) {
    if (plugs == 0) return std::numeric_limits<double>::infinity();
    if (occupied < plugs) return 0.0;
    return (waiting + 1.0) * session_min / plugs;
}

}  // namespace yuchong::control
