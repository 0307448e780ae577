#pragma once
// The numbers behind synthetic zones, destinations and weather, filled by io from models/city.yaml,
// travel.yaml and weather.yaml. No defaults: every figure and its source stands in models/. TravelSettings is
// in travel.hpp.

#include "sim/space/geography.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace yuchong::space {

// One row of models/<city>/districts.csv.
struct DistrictFacts {
    std::string name, name_zh;
    std::uint32_t adcode;  // [code] 6-digit division code, unique
    Ring ring;
    Relief relief;
    GeoPoint centroid, seat;  // [degrees]
    double area_km2;          // [km2, > 0]
    double population;        // [persons, > 0]
    double urbanisation;      // [share, 0..1]
    double seat_elevation_m;  // [m, -400..6000]
    double home_pile_share;   // [share, 0..1] private cars with a pile of their own
    double vehicle_weight;    // [-, > 0] share of the city's new-energy cars, any scale
};

// A city holds tables of all pairs of zones, some 40 bytes each.
inline constexpr std::uint32_t most_zones = 5'000;

// How towns and streets are drawn inside their district. Section `city.geography`.
// Arrays run over ZoneKind: central, residential, town, rural.
struct GeographySettings {
    std::uint32_t zones;           // [count, 1..5000] in all districts together
    std::uint32_t fewest_zones;    // [count, >= 1] in any district
    double zone_population_share;  // [share, 0..1] zones by population, the rest by area
    double seat_concentration;     // [-, 0.5..1.5] 0.5: zones even over the area; more: denser near the seat
    double ellipse_margin;         // [-, > 1] half axis over the distance from centroid to seat, at least
    double position_jitter;        // [-, 0..0.5] of the distance to the next zone
    double urban_zone_exponent;    // [-, 1..5] share of urban zones = urbanisation ^ this
    double central_share;          // [share, 0..1] of the urban zones, nearest to the seat, at least one
    double town_share;             // [share, 0..1] of the other zones
    double population_sigma;       // [-, 0..1] lognormal spread between zones
    double attraction_sigma;       // [-, 0..1] lognormal spread of jobs and visits between zones
    std::array<double, 4> urban_population_weight;  // [-, >= 0] of a zone in its district's urban population
    std::array<double, 4> rural_population_weight;  // [-, >= 0] and in its rural population
    std::array<double, 4> built_up_per_km2;         // [persons/km2, > 0] density of the built-up area
    double built_up_share_max;                      // [share, 0..1] of a zone's area
    std::array<double, 4> jobs_per_resident;        // [-, >= 0]
    std::array<double, 4> visits_per_resident;      // [-, >= 0]
    std::array<double, 4> vehicles_per_resident;    // [-, >= 0] relative
    std::array<double, 4> home_pile_factor;         // [-, >= 0] relative; the district's mean is kept
    std::array<double, 4> base_load_per_resident;   // [-, >= 0] relative
    double base_load_per_job;                       // [-, >= 0] on the same scale
    double steeper_share,
        flatter_share;          // [share, 0..1] town and rural zones one relief class off the district's
    double point_spacing_km;    // [km, 0.1..5] between demand points of the built-up area
    std::uint32_t most_points;  // [count, 1..1000] demand points in a zone; beyond, they stand wider
    double point_weight_decay;  // [-, 0..5] weight falls by exp(-this) from the centre to the edge
};

// Where trips of one purpose end. Section `travel.work_trips` and `travel.other_trips`. Most trips weigh a
// destination by attraction * exp(-near_per_min * minutes); a share of them by the flatter far_per_min.
struct GravitySettings {
    double near_per_min;             // [1/min, 0.001..1]
    double far_share;                // [share, 0..1] of the trips
    double far_per_min;              // [1/min, 0.001..1]
    double hour;                     // [h of day, 0..23] whose travel times count
    std::uint32_t balancing_rounds;  // [count, 0..50] 0: attraction only; more: arrivals follow attraction
};

// Air temperature. Section `weather`. Arrays run from January to December.
struct WeatherSettings {
    std::array<double, 12> mean_c, maximum_c,
        minimum_c;                            // [C, -40..50] monthly means of the day's mean and extremes
    double hour_of_minimum, hour_of_maximum;  // [h of day] 0 <= minimum < maximum < 24
    double day_sigma_k;                       // [K, 0..10] spread of the daily anomaly
    double day_persistence;                   // [-, 0..0.98] correlation from one day to the next
    double offset_k;                          // [K, -20..20] added to everything: a heatwave, a cold spell
};

}  // namespace yuchong::space
