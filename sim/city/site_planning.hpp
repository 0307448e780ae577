#pragma once
// Where the next super-charging stations of a scenario should stand, beside those it has: every demand point
// of its zones is a place where somebody lives (weighted by the new-energy cars there) and a site that could
// be taken. The methods are those of sim/rollout/siting.hpp:
//
//   coverage     as many cars as possible within the circle of a station; sites left over shorten the way
//   p_median     the mean way on roads to the nearest station as short as possible, greedy and then by swaps
//   equal        every district gets as many, each where it shortens the way most
//   demand       districts get them in proportion to their cars
//   simulated    where they cut drives and waits most in simulations of the scenario (simulated_siting.hpp)
//   grid_aware   as coverage, but a zone gets no more than its feeders have room for (city/hosting.hpp)

#include "sim/base/for_each.hpp"
#include "sim/city/inputs.hpp"
#include "sim/city/scope.hpp"
#include "sim/city/simulated_siting.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace yuchong::city {

using rollout::SitingPolicy;

// What is reached with so many of the new stations.
struct Reached {
    double covered_share;  // of the cars, within the circle
    double mean_km;        // on roads, to the nearest super-charging station; `far_km` at most
};

struct PlannedSite {
    space::GeoPoint position;
    space::ZoneId zone;
    Reached after;
};

// How good the choice is, by what its method makes small: what is saved by it, and by any at most.
struct SitingQuality {
    double saved, most_possible;  // cars covered, or car-kilometres
    std::uint32_t swaps;          // p_median: after the greedy choice
    bool settled;                 // p_median: no swap is left that helps
};

struct DistrictSites {
    std::uint32_t before, added;  // super-charging stations
    Reached reached_before, reached_after;
};

struct SitePlan {
    Part part;
    SitingPolicy policy;
    double vehicles;  // of the points
    std::uint32_t candidates, existing;
    Reached before;
    std::vector<PlannedSite> sites;        // in the order in which they help most
    std::optional<SitingQuality> quality;  // of coverage, p_median and grid_aware
    std::vector<SimulatedRound> rounds;    // of simulated
    std::vector<DistrictSites> districts;
};

SitePlan plan_sites(Inputs const& inputs, SitingPolicy policy, std::uint32_t stations,
                    ForEach const& for_each);
// The same beside the super stations that stand in this part on a civil day. Neither grid_aware nor
// simulated (checked), which look at the scenario as a whole.
SitePlan plan_sites_in(Part part, Inputs const& inputs, SitingPolicy policy, std::uint32_t stations,
                       std::int32_t day);

}  // namespace yuchong::city
