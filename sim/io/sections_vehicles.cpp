#include "sim/io/sections.hpp"

#include "sim/vehicle/session_acceptance.hpp"

#include <fmt/format.h>

#include <map>

namespace yuchong::io {

namespace {

constexpr std::size_t most_models = 65'535;  // cars hold 16-bit numbers of them

void fields_of_model(Fields& f, VehicleEntry& s, std::span<std::string const> curves,
                     std::span<std::string const> classes) {
    vehicle::Model& m = s.model;
    f.text("id", m.id, "Short name, unique");
    f.text("name", m.name, "Name as sold");
    f.text("maker", m.maker, "Maker");
    f.text("segment", m.segment, "Market segment");
    std::size_t road_class = classes.size();
    for (std::size_t i = 0; i < classes.size(); ++i) road_class = classes[i] == s.road_class ? i : road_class;
    Id<RoadClass> id = road_class < classes.size() ? Id<RoadClass>(road_class) : Id<RoadClass>{};
    f.reference("class", id, classes, "One of vehicles.classes");
    if (id) s.road_class = classes[id.index()];
    f.choice("powertrain", m.powertrain, powertrain_names, "Powertrain");
    f.choice("chemistry", m.chemistry, chemistry_names, "Battery chemistry");
    f.quantity("usable_kwh", m.usable_kwh, unit::kilowatt_hour, between(5, 1'000), "Usable energy");
    f.reference("curve", m.curve, curves, "One of vehicles.curves");
    f.number("curve_scale", m.curve_scale, above_up_to(0, 10), "Times the curve's C-rates");
    f.quantity("voltage_empty_v", m.voltage_empty_v, unit::volt, between(20, 1'500),
               "Pack voltage under charge at SoC 0");
    f.quantity("voltage_slope_v", m.voltage_slope_v, unit::volt, between(0, 1'000), "What it rises to SoC 1");
    f.quantity("inlet_current_a", m.inlet_current_a, unit::ampere, between(0, 3'000), "DC inlet; 0: AC only");
    f.quantity("onboard_ac_kw", m.onboard_ac_kw, unit::kilowatt, between(0, 50), "On-board AC charger");
    f.quantity("mass_kg", m.road.mass_kg, unit::kilogram, between(100, 100'000), "Mass with driver");
    f.quantity("drag_area_m2", m.road.drag_area_m2, unit::square_metre, between(0.1, 20),
               "Drag coefficient times area");
    f.number("sales_weight", m.sales_weight, weighing,
             "Share among private cars of its powertrain, any scale");
    f.count("first_year", m.first_year, between(1990, 2200), "First model year");
    f.text("swap_standard", m.swap_standard,
           "Swap stations whose pack_of has the same one serve it; else it is not made for swapping",
           Presence::optional);
    f.text("source", s.source, "Where the figures come from, or the word estimate");
    f.require(m.inlet_current_a > 0 || m.onboard_ac_kw > 0, {"onboard_ac_kw", "inlet_current_a"},
              "the model cannot be charged", "it has neither a DC inlet nor an AC charger", "give it one");
}

}  // namespace

void require_unique(Fields& f, std::string_view list, std::vector<std::string> const& ids) {
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto const [before, fresh] = first.emplace(ids[i], i);
        f.require(fresh, fmt::format("{}.{}.id", list, i), fmt::format("the id {} is used twice", ids[i]),
                  fmt::format("item {} has it too", before->second), "give each its own");
    }
}

void fields(Fields& f, vehicle::ChargeCurve& s) {
    f.text("id", s.id, "Name of the curve");
    f.points("points", s.points, between(0, 1), between(0.02, 12), Length{.fewest = 2},
             "C-rate by SoC of a warm pack, [share, 1/h]");
    bool const spans = !s.points.empty() && s.points.front().first == 0.0 && s.points.back().first == 1.0;
    f.require(spans, "points", "the curve does not reach from SoC 0 to 1", "every SoC needs a power",
              "add the ends");
    std::size_t const breakpoints = vehicle::most_breakpoints(s);
    f.require(breakpoints <= vehicle::Acceptance::capacity, "points",
              fmt::format("the curve has too many points and bends, up to {} with its limits", breakpoints),
              fmt::format("a charge keeps {}", vehicle::Acceptance::capacity), "draw it with fewer");
    std::vector<std::pair<double, double>> vintages;
    for (auto const& v : s.vintages) vintages.emplace_back(v.through_year, v.factor);
    f.points("vintages", vintages, between(1990, 2200), above_up_to(0, 2), Length{},
             "C-rates of cars built through a year, times the template, [year, factor]");
    s.vintages.clear();
    for (auto const& [year, factor] : vintages)
        s.vintages.push_back({static_cast<std::int32_t>(year), factor});
}

void fields(Fields& f, RoadClass& s) {
    f.number("rolling_resistance", s.road.rolling_resistance, between(0.001, 0.1),
             "Rolling resistance coefficient");
    f.share("traction_efficiency", s.road.traction_efficiency, between(0.3, 1), "Battery to wheel");
    f.share("recuperation_efficiency", s.road.recuperation_efficiency, between(0, 1), "Wheel to battery");
    f.quantity("auxiliary_kw", s.road.auxiliary_kw, unit::kilowatt, between(0, 50), "Drawn while driving");
    f.number("hvac_scale", s.road.hvac_scale, between(0, 50), "Times the cabin power of a car");
}

void fields(Fields& f, VehicleSection& s) {
    f.list("curves", s.curves, one_or_more(), "Charging templates");
    auto const curves = ids_of(s.curves, [](auto const& c) { return c.id; });
    require_unique(f, "curves", curves);
    f.by_id("classes", s.classes, &RoadClass::id, "Road load that the models of a class share");
    auto const classes = ids_of(s.classes, [](auto const& c) { return c.id; });
    f.list_each("models", s.models, Length{1, most_models}, "The vehicles that exist", Presence::required,
                [&](VehicleEntry& entry) { fields_of_model(f, entry, curves, classes); });
    require_unique(f, "models", ids_of(s.models, [](auto const& m) { return m.model.id; }));
}

}  // namespace yuchong::io
