#pragma once
// A small city for tests, and the 38 districts of models/chongqing with the settings of a synthetic
// geography. The numbers are test values near those of models/, not read from there.

#include "sim/space/settings.hpp"
#include "sim/space/travel.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuchong::space::fixture {

inline GeographySettings geography_settings(std::uint32_t zones) {
    return {.zones = zones,
            .fewest_zones = 5,
            .zone_population_share = 0.4,
            .seat_concentration = 0.8,
            .ellipse_margin = 1.15,
            .position_jitter = 0.25,
            .urban_zone_exponent = 3.0,
            .central_share = 0.3,
            .town_share = 0.65,
            .population_sigma = 0.35,
            .attraction_sigma = 0.4,
            .urban_population_weight = {0.8, 1.1, 0.12, 0.03},
            .rural_population_weight = {0.02, 0.02, 1.0, 0.7},
            .built_up_per_km2 = {18000, 12000, 7000, 5000},
            .built_up_share_max = 0.85,
            .jobs_per_resident = {1.3, 0.35, 0.35, 0.15},
            .visits_per_resident = {2.0, 0.7, 0.55, 0.25},
            .vehicles_per_resident = {0.9, 1.15, 0.7, 0.35},
            .home_pile_factor = {0.7, 1.0, 1.15, 1.3},
            .base_load_per_resident = {1.3, 1.1, 0.8, 0.45},
            .base_load_per_job = 0.6,
            .steeper_share = 0.25,
            .flatter_share = 0.15,
            .point_spacing_km = 0.5,
            .most_points = 120,
            .point_weight_decay = 1.2};
}

// Three made-up districts: a dense core, a county town beside it, a large empty county.
inline std::vector<DistrictFacts> three_districts() {
    return {{"Core",
             "核",
             900001,
             Ring::core,
             Relief::hills,
             {106.55, 29.55},
             {106.56, 29.56},
             100.0,
             900e3,
             0.98,
             240.0,
             0.35,
             9.0},
            {"Town",
             "镇",
             900002,
             Ring::inner,
             Relief::valley,
             {106.90, 29.70},
             {106.80, 29.65},
             1500.0,
             700e3,
             0.65,
             330.0,
             0.45,
             4.0},
            {"County",
             "县",
             900003,
             Ring::outer,
             Relief::mountains,
             {108.70, 31.90},
             {108.66, 31.95},
             3300.0,
             200e3,
             0.42,
             780.0,
             0.60,
             1.0}};
}

inline TravelSettings travel_settings() {
    TravelSettings s{};
    s.detour_factor = 1.35;
    s.barrier_detour_factor = 1.6;
    s.barrier_extra_max_km = 4.0;
    s.shortest_minutes = 2.0;
    s.street_kmh.fill(26.0);
    s.arterial_kmh.fill(36.0);
    s.expressway_kmh.fill(66.0);
    s.street_kmh[8] = 20.0;
    s.arterial_kmh[8] = 28.0;
    s.expressway_kmh[8] = 60.0;
    s.street_below_km = 3.0;
    s.expressway_above_km = 15.0;
    s.stops_per_km_street = 2.0;
    s.stops_per_km_arterial = 1.0;
    s.stops_per_km_expressway = 0.1;
    s.climb_m_per_km = {4.0, 10.0, 18.0};
    return s;
}

// models/chongqing/districts.csv; its fields hold no commas.
inline std::vector<DistrictFacts> chongqing_districts() {
    std::ifstream file(YUCHONG_SOURCE_DIR "/models/chongqing/districts.csv");
    if (!file) throw std::runtime_error("models/chongqing/districts.csv cannot be read");
    std::vector<DistrictFacts> districts;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::vector<std::string> f;
        std::stringstream row(line);
        for (std::string field; std::getline(row, field, ',');) f.push_back(field);
        Ring const ring = f.at(3) == "core" ? Ring::core : f.at(3) == "inner" ? Ring::inner : Ring::outer;
        Relief const relief = f.at(4) == "valley"  ? Relief::valley
                              : f.at(4) == "hills" ? Relief::hills
                                                   : Relief::mountains;
        auto const number = [&](std::size_t i) { return std::stod(f.at(i)); };
        districts.push_back({f.at(1),
                             f.at(2),
                             static_cast<std::uint32_t>(number(0)),
                             ring,
                             relief,
                             {number(7), number(8)},
                             {number(9), number(10)},
                             number(6),
                             number(5),
                             number(12),
                             number(11),
                             number(13),
                             number(14)});
    }
    return districts;
}

}  // namespace yuchong::space::fixture
