#pragma once
// What a result tells of the rollout: a row a day, and what became of each target.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuchong::measure {

// Of the districts in scope, whatever the scale. NaN: nothing to measure.
struct RolloutDay {
    std::int32_t day;  // civil
    double vehicles, stations, plugs, super_stations, super_terminals, service_area_stations;
    double circle_share;        // of the vehicles at home in core districts
    double storage_rule_share;  // of the stations with storage
};

struct RolloutTarget {
    std::string id, title, title_zh, unit, source;
    double required, value;
    std::int8_t met;                          // 1, 0; -1: not measurable
    std::optional<std::int32_t> met_on, due;  // civil days
};

struct RolloutTable {
    std::vector<RolloutDay> days;
    std::vector<std::string> districts;
    std::vector<float> super_stations_by_district;  // day by day
    std::vector<RolloutTarget> targets;             // none unless the whole drawn city is in scope
};

// Half the mean difference of two of them, over their mean (Gini 1912): 0 all alike, towards 1 one has all; 0
// for nothing at all.
[[nodiscard]] double gini(std::span<double const> values);

}  // namespace yuchong::measure
