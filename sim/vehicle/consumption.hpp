#pragma once
// Energy from the battery to drive: rolling, drag, climb, stop-and-go, auxiliaries and cabin.
//
// Two laws for the road, one for the rest. A segment is an edge with one grade: what is left of a descent
// after rolling and drag is recuperated. A trip knows only totals: flat traction plus climb and descent
// apart, an upper bound, as a gentle descent saves more than recuperation would return. Weather enters
// through a Climate, the same for all cars at one temperature: reckon it once an hour.

#include "sim/vehicle/catalogue.hpp"
#include "sim/vehicle/settings.hpp"

namespace yuchong::vehicle {

struct Climate {
    double hvac_kw;          // of a car; RoadLoad::hvac_scale multiplies it
    double pull_down_h;      // first part of a trip ...
    double pull_down_extra;  // ... with this much more HVAC power (0.6: 1.6 times)
    double recuperation;     // share of the rated recuperation; set it to 0 for a full battery (SoC > 0.95)
    double cold_factor;      // >= 1, times all energy
};

Climate climate_at(ConsumptionSettings const& settings, double ambient_c);

// Pre: distance_km >= 0, speed_kmh > 0.
struct Trip {
    double distance_km;
    double speed_kmh;  // mean, stops included
    double climb_m;    // sum of the rises
    double descent_m;  // sum of the falls, >= 0
    double stops_per_km;
};

struct Segment {
    double distance_km;
    double speed_kmh;
    double rise_m;  // < 0 downhill
    double stops_per_km;
};

// At the battery, without auxiliaries; negative when a descent returns more than it takes.
double segment_traction_kwh(ConsumptionSettings const& settings, RoadLoad const& road, Segment const& segment,
                            Climate const& climate);

// Whole trip from the battery, auxiliaries, cabin and cold pack included.
double trip_kwh(ConsumptionSettings const& settings, RoadLoad const& road, Trip const& trip,
                Climate const& climate);

// The parts of it: hill climb / descent per totals, and what runs by the clock.
double hill_kwh(ConsumptionSettings const& settings, RoadLoad const& road, double climb_m, double descent_m,
                Climate const& climate);
double standing_kwh(RoadLoad const& road, double hours, Climate const& climate);

}  // namespace yuchong::vehicle
