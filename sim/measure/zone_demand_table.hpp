#pragma once
// Wishes to charge in public by the zone they come from, and what each costs.

#include <string>
#include <vector>

namespace yuchong::measure {

struct ZoneDemandTable {
    std::vector<std::string> zones;
    std::vector<double> wishes, given_up;
    std::vector<double> drive_min, drive_km, wait_min;  // by wish, means; NaN without one
};

}  // namespace yuchong::measure
