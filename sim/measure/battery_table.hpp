#pragma once
// What the recorded span did to each battery, brought to years: as if every year were like the span, from a
// new battery on. By vehicle; made once, at the end.

#include <cstdint>
#include <vector>

namespace yuchong::measure {

struct BatteryTable {
    std::vector<std::uint32_t> vehicle;
    std::vector<std::uint16_t> model;             // index into the catalogue
    std::vector<float> life_years;                // until the loss is the end of life
    std::vector<float> first_year_loss;           // of nominal capacity
    std::vector<float> first_year_calendar_loss;  // of it by time alone
    std::vector<float> full_cycles_per_year;
    std::vector<float> plug_c_rate;  // mean at plugs, 1/h
};

// Means over vehicles. 0 where there are none.
struct BatterySummary {
    double life_lfp_years, life_nmc_years;
    double first_year_loss;
    double full_cycles_per_year;
    double cost_yuan;  // of all: price of the pack by the part of its life that the span takes
};

}  // namespace yuchong::measure
