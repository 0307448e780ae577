#pragma once
// The vehicles that exist: plain data, filled by io from models/vehicles.yaml, each figure with its source
// there.

#include "sim/base/id.hpp"
#include "sim/base/table.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace yuchong::vehicle {

enum class Chemistry : std::uint8_t { lfp, nmc };
enum class Powertrain : std::uint8_t { bev, range_extender };

using ModelId = Id<struct ModelTag>;
using CurveId = Id<struct CurveTag>;

// C-rates of cars built up to a year, times the template of today.
struct VintageFactor {
    std::int32_t through_year;
    double factor;
};

// Charging template: C-rate (power over usable energy, 1/h) at SoC, warm pack. peak_c_rate and
// Model::super_capable follow from the rest: with_peaks() of session_acceptance.hpp fills them.
struct ChargeCurve {
    std::string id;
    std::vector<std::pair<double, double>> points;  // (soc, c_rate), soc from 0 to 1, c_rate > 0
    double peak_c_rate;
    std::vector<VintageFactor> vintages = {};  // years increasing; later cars have factor 1
};

double vintage_factor(ChargeCurve const& curve, std::int32_t year);

// What moving the car costs. Mass and drag area are the model's own; the rest comes from its road-load class
// (`vehicles.classes`).
struct RoadLoad {
    double mass_kg;
    double drag_area_m2;
    double rolling_resistance;
    double traction_efficiency;
    double recuperation_efficiency;
    double auxiliary_kw;
    double hvac_scale;  // times the car table of HVAC power
};

struct Model {
    std::string id;    // kebab-case, unique
    std::string name;  // as sold
    std::string maker;
    std::string segment;
    Powertrain powertrain;
    Chemistry chemistry;
    double usable_kwh;
    CurveId curve;
    double curve_scale;      // times the template's C-rates
    double voltage_empty_v;  // pack voltage under charge, V(s) = empty + slope s
    double voltage_slope_v;
    double inlet_current_a;  // 0: no DC inlet
    double onboard_ac_kw;
    bool flat = false;    // draws onboard_ac_kw, times the car's own scale, to the target, without loss
    bool super_capable;   // peak above models/charging.yaml super_capable_above_kw
    double sales_weight;  // share among private cars of its powertrain, before normalisation
    std::int32_t first_year;
    RoadLoad road;
    std::string swap_standard = {};  // whose packs fit it; empty: it is not made for swapping
};

struct Catalogue {
    std::vector<ChargeCurve> curves;
    std::vector<Model> models;
};

}  // namespace yuchong::vehicle
