#pragma once
// Numbers of the grid floor, filled by io from models/base_load.yaml. No defaults: figures and sources stand
// in models/.

#include "sim/base/time.hpp"

#include <array>
#include <cstdint>

namespace yuchong::grid {

// Load of the whole city over a day in one season.
struct SeasonLoad {
    double peak_mw;                // [MW, > 0] at shape 1
    std::array<double, 24> shape;  // [pu of the peak, 0..1] at the full hours 0..23, linear between
};

// Section `grid.base_load`.
struct BaseLoadSettings {
    double
        residents;  // [persons, > 0] whose load this is: a geography of one's own has its share by residents
    SeasonLoad summer_heatwave, summer_normal, winter, spring_autumn;
    std::array<int, 12> season;  // [0 winter, 1 spring or autumn, 2 summer] of each month, January first
    double normal_maximum_c;     // [C] up to this daily maximum a summer day is normal ...
    double heatwave_maximum_c;   // [C] ... from this on it is a heatwave, linear between
    double weekend_factor;       // [-, 0.5..1.2] Saturday and Sunday against a weekday
};

// What a run does with the distribution network. Section `grid`.
enum class FlowScope : std::uint8_t { none, feeders };            // no network; power flow of every feeder
enum class Enforcement : std::uint8_t { none, station, feeder };  // limits that hold charging back

struct FlowSettings {
    FlowScope flow;
    Duration step;        // [1 min..1 h, divides an hour] from one power flow to the next
    Enforcement enforce;  // needs flow
};

}  // namespace yuchong::grid
