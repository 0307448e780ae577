#pragma once
// Sites where they cut what drivers spend on the way and in queues most, round by round: the city is
// simulated, each zone's wishes to charge and what they cost are taken from the run (zone_demand.hpp), and
// some sites are chosen greedily as if everybody within reach of a new station had its drive and no wait.
// Then the city is simulated with them, and so on. What was promised by the choice and what the simulation
// says stand side by side.

#include "sim/city/inputs.hpp"
#include "sim/rollout/siting.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::city {

struct Part;

// What a wish to charge in public costs, by wish, in the recorded time of one run.
struct WishCost {
    double wishes;
    double drive_min, wait_min;
    double given_up_share;  // counts as a wait of demand.patience.mean each
    double minutes;         // all together
};

struct SimulatedRound {
    std::uint32_t sites;      // chosen after this run
    WishCost cost;            // of this run
    double promised_minutes;  // a wish less, by the choice
};

struct SimulatedSiting {
    std::vector<std::uint32_t> sites;    // of the part's demand points, in the order in which they were taken
    std::vector<SimulatedRound> rounds;  // the last one looks at all sites and chooses none
};

// `points`: the demand points of the part. Pre: a drawn city.
SimulatedSiting simulate_siting(Inputs const& inputs, Part const& part,
                                std::span<space::GeoPoint const> points, std::uint32_t stations);

}  // namespace yuchong::city
