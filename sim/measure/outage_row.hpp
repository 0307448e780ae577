#pragma once
// A feeder without supply, one row a grid step: what it would have drawn and what vehicles carried of it.

#include "sim/base/time.hpp"

#include <cstdint>
#include <span>

namespace yuchong::measure {

struct OutageRow {
    SimTime begin, end;
    std::uint32_t outage;  // position in grid.outages
    std::uint32_t feeder;
    double load_kw;          // base load of the feeder, mean
    double homes_kw;         // of it behind public transformers: what vehicles there can reach
    double carried_kw;       // fed by vehicles, mean, net of what their piles lose
    double available_kw;     // what those plugged in could give at the beginning of the quarter of an hour
    double available_kwh;    // what they hold above the reserve, at the plug
    std::uint32_t vehicles;  // of them
    std::uint32_t plugged;   // cars at private piles there, able or not
};

struct OutageSummary {
    double load_kwh = 0.0, homes_kwh = 0.0, carried_kwh = 0.0;
};
[[nodiscard]] inline OutageSummary summarise(std::span<OutageRow const> rows) {
    OutageSummary sum;
    for (OutageRow const& row : rows) {
        double const hours = (row.end - row.begin).hours();
        sum.load_kwh += row.load_kw * hours;
        sum.homes_kwh += row.homes_kw * hours;
        sum.carried_kwh += row.carried_kw * hours;
    }
    return sum;
}

}  // namespace yuchong::measure
