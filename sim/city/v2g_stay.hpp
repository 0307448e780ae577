#pragma once
// The plan of a stay that may feed back (sim/control/v2g_plan.hpp), at home or at a bidirectional pile of a
// station: who can, whether the owner lets the car during this stay, and when it charges and feeds.
// v2g_peak_shave answers to the load of the zone, plans of all cars there included; v2g_arbitrage to what
// energy costs at the place and what is paid for energy fed in.

#include "sim/city/home_plan.hpp"

namespace yuchong::city {

// Whether the owner lets the car feed back during this stay: no; is asked now; has said yes.
enum class V2gAnswer : std::uint8_t { no, asked, yes };

// Whose prices hold: a home's with time of use, or a station's without its fee.
enum class StayPlace : std::uint8_t { home, station };

struct FeedingStay {
    control::V2gStay battery;
    std::uint32_t agent;
    std::size_t zone;  // whose load it answers to
    StayPlace place;
    double soc;  // now
};

// Car and contract of this owner: the same car can at home and at stations.
[[nodiscard]] bool is_equipped(City const& city, std::uint32_t agent, double share_of_cars);
// And is there a strategy by which it does?
[[nodiscard]] bool can_feed_back(City const& city, std::uint32_t agent);

// Fills control.plan_kw in the slots of the plan, in whole watts, charging rounded up and feeding down. False
// if there is no room for a plan, or the owner says no.
bool plan_feeding(City const& city, HomeControlState& control, FeedingStay const& stay, HomePlan const& plan,
                  V2gAnswer answer);

}  // namespace yuchong::city
