#pragma once
// What stations and the whole programme are worth, if every year were like the recorded time. Columns by
// station, as in /stations; NaN: there is no such figure.

#include <vector>

namespace yuchong::measure {

struct EconomicsTable {
    std::vector<double> sold_kwh_per_year;  // at the plugs
    std::vector<double> utilisation;        // of the rated power, by energy
    std::vector<double> capital_yuan, capacity_yuan_per_year, npv_yuan, irr, payback_years,
        levelised_cost_yuan_per_kwh, break_even_utilisation;
};

struct EconomicsSummary {
    double capital_yuan, npv_yuan;
    double profitable_share;             // of the stations: a present value above 0
    double levelised_cost_yuan_per_kwh;  // of all they sell together
};

}  // namespace yuchong::measure
