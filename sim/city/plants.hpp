#pragma once
// Storages and solar panels of the city's stations: one clock that looks at all of them every plant_step, in
// phase control, after limits of the grid and before sessions that begin at the same instant. Each gets the
// sun of the quarter of an hour (at its middle, a mean day of the month, the day's own air temperature), the
// order of its rule at the price of the hour, and a new budget. No station without a plant is touched.

#include "sim/base/archive.hpp"
#include "sim/base/time.hpp"
#include "sim/measure/audit.hpp"
#include "sim/measure/plant_summary.hpp"
#include "sim/supply/state.hpp"

#include <span>
#include <vector>

namespace yuchong::city {

struct City;
struct State;

// The sun so far, for 1 kW of rated power; the books of all panels.
struct Sun {
    SimTime since;
    double kw = 0.0;   // from then on
    double kwh = 0.0;  // up to then
};

// Of the minute, filled anew each time: no state.
struct PlantMinute {
    std::vector<double> connection_kwh;  // by station, net; empty if no station has a plant
    std::vector<supply::PlantFlows> flows;
    std::vector<double> soc;
    double import_kwh = 0.0;  // of all stations
};

[[nodiscard]] bool has_plants(City const& city);
PlantMinute make_plant_minute(City const& city);

// What the connections of all stations carried in the minute just metered: net of storage and sun.
[[nodiscard]] std::span<double const> connection_kwh(State const& state);

void plant_tick(City const& city, State& state, SimTime now);
// After all meters were read for the minute that ends now. Pre: has_plants.
void read_plants(City const& city, State& state);
void record_plants(City const& city, State& state, SimTime now);

// Energy that has gone through all connections, of stations without a plant as metered.
[[nodiscard]] double through_connections_kwh(City const& city, State const& state);
void audit_plants(City const& city, State const& state, SimTime now, std::vector<measure::AuditRow>& rows);
[[nodiscard]] measure::PlantSummary plant_summary(City const& city, State const& state);

}  // namespace yuchong::city
