#pragma once
// Chongqing's 1,031 zones and a charging network over them for the tests of the distribution network, with
// rules near those of models/grid.yaml, not read from there.

#include "sim/base/hash.hpp"
#include "sim/grid/network_synthesis.hpp"
#include "sim/space/geodesy.hpp"
#include "sim/space/synthesis.hpp"
#include "tests/space/city_fixture.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace yuchong::grid::fixture {

inline BaseLoadSettings base_load_settings() {
    BaseLoadSettings s{};
    s.residents = 32'054'159;
    s.summer_heatwave = {30280, {0.90, 0.85, 0.81, 0.78, 0.75, 0.73, 0.73, 0.75, 0.80, 0.86, 0.91, 0.95,
                                 0.97, 0.97, 0.98, 0.98, 0.97, 0.95, 0.93, 0.94, 0.97, 1.00, 0.99, 0.95}};
    s.summer_normal = {25000, {0.76, 0.71, 0.68, 0.66, 0.65, 0.65, 0.67, 0.72, 0.80, 0.87, 0.92, 0.95,
                               0.94, 0.92, 0.93, 0.94, 0.94, 0.92, 0.91, 0.95, 0.99, 1.00, 0.95, 0.86}};
    s.winter = {24000, {0.66, 0.62, 0.60, 0.59, 0.59, 0.61, 0.67, 0.76, 0.87, 0.94, 0.97, 0.97,
                        0.92, 0.90, 0.91, 0.92, 0.94, 0.97, 1.00, 0.99, 0.96, 0.91, 0.83, 0.74}};
    s.spring_autumn = {20000, {0.66, 0.62, 0.60, 0.59, 0.59, 0.62, 0.68, 0.76, 0.85, 0.91, 0.95, 0.97,
                               0.92, 0.91, 0.92, 0.93, 0.93, 0.93, 0.95, 1.00, 0.99, 0.95, 0.86, 0.75}};
    s.season = {0, 0, 1, 1, 1, 2, 2, 2, 2, 1, 1, 0};
    s.normal_maximum_c = 33;
    s.heatwave_maximum_c = 39;
    s.weekend_factor = 0.94;
    return s;
}

inline LoadShapeSettings shape_settings() {
    LoadShapeSettings s{};
    s.feeder_share = 0.5;
    s.load_per_job = 1.2;
    s.industrial_share = {0.15, 0.40, 0.50, 0.40};
    s.residential = {
        .summer = {0.62, 0.56, 0.52, 0.50, 0.49, 0.50, 0.54, 0.58, 0.60, 0.62, 0.65, 0.70,
                   0.76, 0.78, 0.76, 0.74, 0.75, 0.80, 0.86, 0.92, 0.98, 1.00, 0.92, 0.78},
        .winter = {0.55, 0.49, 0.46, 0.45, 0.46, 0.50, 0.60, 0.70, 0.68, 0.64, 0.62, 0.66,
                   0.70, 0.66, 0.62, 0.62, 0.68, 0.80, 0.95, 1.00, 0.98, 0.90, 0.78, 0.65},
        .spring_autumn = {0.50, 0.46, 0.43, 0.42, 0.43, 0.48, 0.60, 0.68, 0.64, 0.60, 0.60, 0.66,
                          0.72, 0.66, 0.60, 0.60, 0.66, 0.78, 0.90, 1.00, 0.99, 0.93, 0.80, 0.62}};
    s.commercial = {
        .summer = {0.42, 0.40, 0.39, 0.38, 0.38, 0.40, 0.48, 0.62, 0.80, 0.92, 0.97, 0.99,
                   0.95, 0.98, 1.00, 0.99, 0.97, 0.94, 0.90, 0.88, 0.80, 0.66, 0.54, 0.47},
        .winter = {0.40, 0.38, 0.37, 0.37, 0.38, 0.42, 0.52, 0.68, 0.86, 0.96, 1.00, 0.98,
                   0.92, 0.94, 0.96, 0.96, 0.97, 0.98, 0.96, 0.90, 0.80, 0.64, 0.52, 0.45},
        .spring_autumn = {0.40, 0.38, 0.37, 0.37, 0.37, 0.40, 0.48, 0.64, 0.84, 0.95, 0.99, 1.00,
                          0.94, 0.96, 0.98, 0.98, 0.97, 0.96, 0.94, 0.90, 0.80, 0.65, 0.53, 0.45}};
    DayShape const works{0.72, 0.70, 0.69, 0.69, 0.69, 0.70, 0.74, 0.84, 0.96, 1.00, 1.00, 0.98,
                         0.90, 0.95, 1.00, 0.99, 0.97, 0.93, 0.86, 0.82, 0.80, 0.78, 0.76, 0.74};
    s.industrial = {works, works, works};
    s.upstream = {0.95, 0.94, 0.93, 0.92, 0.91, 0.90, 0.90, 0.91, 0.93, 0.96, 0.98, 0.99,
                  0.98, 0.98, 0.99, 0.99, 0.98, 0.96, 0.95, 0.95, 0.97, 1.00, 0.99, 0.97};
    s.heat_from_c = 28;
    s.heat_per_k = 0.022;
    s.design_c = 36;
    s.power_factor = {0.97, 0.95, 0.93};
    return s;
}

inline NetworkRules rules() {
    NetworkRules r{};
    r.detour = 1.25;
    r.spread = {0.0, 0.0, 0.20, 0.6};
    r.cable = {{"YJV22-8.7/15-3x300", "YJV22-8.7/15-3x400"},
               {"YJV22-8.7/15-3x70", "YJV22-8.7/15-3x120", "YJV22-8.7/15-3x240"},
               1.5,
               8.0,
               30,
               0.3,
               0.5};
    r.overhead = {{"JKLYJ-10-120", "JKLYJ-10-185", "JKLYJ-10-240"},
                  {"JKLYJ-10-70", "JKLYJ-10-95", "JKLYJ-10-185"},
                  3.0,
                  25.0,
                  12,
                  0.2,
                  1.5};
    r.loading = {0.05, 0.5, 0.50, 0.67, 0.75, 0.06, 0.07, 3};
    r.community = {"S13-M",
                   {{50, {0, 0, 0, 0.15}},
                    {100, {0, 0, 0.10, 0.40}},
                    {200, {0, 0, 0.25, 0.30}},
                    {315, {0, 0.05, 0.25, 0.10}},
                    {400, {0.10, 0.20, 0.25, 0.05}},
                    {500, {0.15, 0.20, 0.10, 0}},
                    {630, {0.30, 0.30, 0.05, 0}},
                    {800, {0.30, 0.20, 0, 0}},
                    {1000, {0.15, 0.05, 0, 0}}},
                   0.45,
                   0.8,
                   0.35,
                   2.6};
    r.customer = {60, 110, 0.8, 2500};
    r.station = {100,   {100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500},
                 0.95,  0.6,
                 10000, 1.0};
    r.substation = {{40000, 50000, 63000}, "SZ11", 1.2, 0.8, 42};
    return r;
}

// models/grid/*.csv; their fields hold no commas.
inline std::vector<std::vector<std::string>> rows_of(std::string const& name) {
    std::ifstream file(YUCHONG_SOURCE_DIR "/models/grid/" + name);
    if (!file) throw std::runtime_error(name + " cannot be read");
    std::vector<std::vector<std::string>> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::vector<std::string> fields;
        std::stringstream row(line);
        for (std::string field; std::getline(row, field, ',');) fields.push_back(field);
        rows.push_back(std::move(fields));
    }
    return rows;
}

inline Catalogue catalogue() {
    auto const number = [](std::string const& text) { return text.empty() ? 0.0 : std::stod(text); };
    Catalogue c;
    for (auto const& f : rows_of("conductors.csv")) {
        ConductorKind const kind = f.at(1).starts_with("overhead") ? ConductorKind::overhead_insulated
                                                                   : ConductorKind::cable_three_core;
        c.conductors.push_back({f.at(0), kind, ConductorMaterial::copper, number(f.at(3)), number(f.at(4)),
                                number(f.at(5)), number(f.at(6)), number(f.at(7)), number(f.at(8)),
                                number(f.at(9)), number(f.at(10)), number(f.at(11))});
    }
    for (auto const& f : rows_of("transformers.csv")) {
        c.transformers.push_back(with_series_impedance(
            {f.at(0), f.at(1) == "substation" ? TransformerUse::substation : TransformerUse::distribution,
             number(f.at(2)), number(f.at(3)), number(f.at(4)), number(f.at(5)), number(f.at(6)),
             number(f.at(7)) / 100.0, number(f.at(8)) / 100.0, 0.0, 0.0, f.at(9),
             f.at(10) == "on_load" ? TapChanger::on_load : TapChanger::off_circuit,
             static_cast<int>(number(f.at(11))), number(f.at(12)) / 100.0}));
    }
    return c;
}

inline RandomSource const random{7};

inline space::Geography chongqing() {
    return space::synthesize_geography(space::fixture::chongqing_districts(),
                                       space::fixture::geography_settings(1031), random);
}

// `scale` thins loads, people and areas; stations are the caller's.
inline NetworkDemand demand_of(space::Geography const& geography, double scale) {
    NetworkDemand demand;
    for (space::District const& d : geography.districts) demand.districts.push_back(d.name);
    double const feeders_kw =
        1000.0 * base_load_settings().summer_heatwave.peak_mw * shape_settings().feeder_share * scale;
    for (space::Zone const& z : geography.zones) {
        demand.zones.push_back({z.id, z.district.index(), z.centre, z.kind, scale * z.area_km2,
                                scale * z.built_up_km2, scale * z.population, scale * z.jobs,
                                feeders_kw * z.base_load_share});
    }
    return demand;
}

// As many as Chongqing had at the end of 2025, dealt round the zones by population: two in three with direct
// current.
inline void add_stations(NetworkDemand& demand, std::uint32_t count) {
    double people = 0.0;
    for (ZoneDemand const& z : demand.zones) people += z.population;
    double const per_station = people / count;
    double owed = 0.0;
    std::uint32_t number = 0;
    for (std::size_t z = 0; z < demand.zones.size(); ++z) {
        ZoneDemand const& zone = demand.zones[z];
        owed += zone.population / per_station;
        for (; owed >= 0.5 && number < count; owed -= 1.0, ++number) {
            std::string const id = zone.id + "-s" + std::to_string(number);
            Block const b = random.draw({DrawClass::test, 0, static_cast<std::uint32_t>(hash_text(id))});
            space::LocalPlane const plane(zone.position);
            double const limit_kw = b.uniform(0) < 0.33   ? 7.0 + 80.0 * b.uniform(1)
                                    : b.uniform(0) < 0.95 ? 118.75 + 800.0 * b.uniform(1)
                                                          : 1187.5 + 2000.0 * b.uniform(1);
            demand.stations.push_back(
                {id, space::ZoneId{z}, plane.geo({b.uniform(2) - 0.5, b.uniform(3) - 0.5}), limit_kw});
        }
    }
}

struct Built {
    NetworkDemand demand;
    LoadShapes shapes;
    Network network;
};

inline Built build(NetworkDemand demand) {
    LoadShapes const shapes(shape_settings(), base_load_settings());
    Network network = synthesize_network(demand, rules(), shapes, catalogue(), random);
    return {std::move(demand), shapes, std::move(network)};
}

}  // namespace yuchong::grid::fixture
