#include "sim/io/fields_domain.hpp"
#include "sim/space/weather.hpp"

namespace yuchong::io {

void fields(Fields& f, space::GeographySettings& s) {
    f.count("zones", s.zones, between(1, space::most_zones), "Zones in all districts together");
    f.count("fewest_zones", s.fewest_zones, between(1, 1'000), "Zones of any district, at least");
    f.share("zone_population_share", s.zone_population_share,
            "Zones shared out by population, the rest by area");
    f.number("seat_concentration", s.seat_concentration, between(0.5, 1.5),
             "0.5: zones even over the area; more: nearer the seat");
    f.number("ellipse_margin", s.ellipse_margin, above_up_to(1, 5),
             "Half axis over the distance from centroid to seat, at least");
    f.number("position_jitter", s.position_jitter, between(0, 0.5), "Of the distance to the next zone");
    f.number("urban_zone_exponent", s.urban_zone_exponent, between(1, 5),
             "Share of urban zones = urbanisation to this power");
    f.share("central_share", s.central_share, "Central among the urban zones");
    f.share("town_share", s.town_share, "Towns among the other zones");
    f.number("population_sigma", s.population_sigma, between(0, 1),
             "Lognormal spread of population between zones");
    f.number("attraction_sigma", s.attraction_sigma, between(0, 1),
             "Lognormal spread of jobs and visits between zones");
    f.numbers("urban_population_weight", s.urban_population_weight, unit::none, weighing, "By kind of zone");
    f.numbers("rural_population_weight", s.rural_population_weight, unit::none, weighing, "By kind of zone");
    f.require(any_positive(s.urban_population_weight) && any_positive(s.rural_population_weight),
              {"urban_population_weight", "rural_population_weight"}, "all weights are zero",
              "people have to live somewhere", "give one kind of zone a weight");
    f.numbers("built_up_per_km2", s.built_up_per_km2, unit::none, between(1, 1e6),
              "Persons per km2 of built-up area, by kind of zone");
    f.share("built_up_share_max", s.built_up_share_max, above_up_to(0, 1),
            "Built-up share of a zone's area, at most");
    f.numbers("jobs_per_resident", s.jobs_per_resident, unit::none, weighing, "By kind of zone");
    f.numbers("visits_per_resident", s.visits_per_resident, unit::none, weighing, "By kind of zone");
    f.numbers("vehicles_per_resident", s.vehicles_per_resident, unit::none, weighing,
              "Relative, by kind of zone");
    f.numbers("home_pile_factor", s.home_pile_factor, unit::none, weighing, "Relative, by kind of zone");
    f.numbers("base_load_per_resident", s.base_load_per_resident, unit::none, weighing,
              "Relative, by kind of zone");
    f.number("base_load_per_job", s.base_load_per_job, weighing, "On the same scale as per resident");
    f.share("steeper_share", s.steeper_share, "Outer zones one relief class steeper than their district");
    f.share("flatter_share", s.flatter_share, "Outer zones one relief class flatter");
    f.quantity("point_spacing_km", s.point_spacing_km, unit::kilometre, between(0.1, 5),
               "Between demand points of the built-up area");
    f.count("most_points", s.most_points, between(1, 1'000), "Demand points of a zone, at most");
    f.number("point_weight_decay", s.point_weight_decay, between(0, 5),
             "Weight falls by exp(-this) from centre to edge");
}

void fields(Fields& f, space::TravelSettings& s) {
    f.number("detour_factor", s.detour_factor, between(1, 3), "Road distance over straight distance");
    f.number("barrier_detour_factor", s.barrier_detour_factor, between(1, 10),
             "The same across a river or a ridge");
    f.require(s.barrier_detour_factor >= s.detour_factor, {"barrier_detour_factor", "detour_factor"},
              "crossing a barrier is shorter than not", "it must not be below detour_factor", "raise it");
    f.quantity("barrier_extra_max_km", s.barrier_extra_max_km, unit::kilometre, between(0, 100),
               "A barrier adds at most this");
    f.number("shortest_minutes", s.shortest_minutes, between(0.1, 30),
             "No move between zones is faster, min");
    f.numbers("street_kmh", s.street_kmh, unit::kilometre_per_hour, between(3, 130),
              "City streets, by hour of departure");
    f.numbers("arterial_kmh", s.arterial_kmh, unit::kilometre_per_hour, between(3, 130),
              "Arterial roads, by hour");
    f.numbers("expressway_kmh", s.expressway_kmh, unit::kilometre_per_hour, between(3, 130),
              "Expressways, by hour");
    f.quantity("street_below_km", s.street_below_km, unit::kilometre, between(0, 500),
               "A trip's first part runs on streets");
    f.quantity("expressway_above_km", s.expressway_above_km, unit::kilometre, between(0, 500),
               "What lies beyond runs on expressways");
    f.require(s.street_below_km < s.expressway_above_km, {"expressway_above_km", "street_below_km"},
              "expressways begin before streets end", "it must be above street_below_km", "raise it");
    f.number("stops_per_km_street", s.stops_per_km_street, between(0, 20), "Stops per km on streets");
    f.number("stops_per_km_arterial", s.stops_per_km_arterial, between(0, 20), "Stops per km on arterials");
    f.number("stops_per_km_expressway", s.stops_per_km_expressway, between(0, 20),
             "Stops per km on expressways");
    f.numbers("climb_m_per_km", s.climb_m_per_km, unit::metre_per_kilometre, between(0, 200),
              "By relief: valley, hills, mountains");
}

void fields(Fields& f, space::GravitySettings& s) {
    f.number("near_per_min", s.near_per_min, between(0.001, 1),
             "Decay of attraction with travel time, 1/min");
    f.share("far_share", s.far_share, "Trips that follow the flatter decay");
    f.number("far_per_min", s.far_per_min, between(0.001, 1), "The flatter decay, 1/min");
    f.number("hour", s.hour, between(0, 23), "Hour of the day whose travel times count");
    f.count("balancing_rounds", s.balancing_rounds, between(0, 50),
            "0: attraction only; more: arrivals follow attraction");
}

void fields(Fields& f, space::WeatherSettings& s) {
    f.numbers("mean_c", s.mean_c, unit::celsius, between(-40, 50),
              "Monthly mean of the day's mean, January first");
    f.numbers("maximum_c", s.maximum_c, unit::celsius, between(-40, 50), "Monthly mean of the day's maximum");
    f.numbers("minimum_c", s.minimum_c, unit::celsius, between(-40, 50), "Monthly mean of the day's minimum");
    for (std::size_t m = 0; m < s.mean_c.size(); ++m) {
        f.require(s.minimum_c[m] <= s.mean_c[m] && s.mean_c[m] <= s.maximum_c[m],
                  {"mean_c", "maximum_c", "minimum_c"}, "a month's mean lies outside its minimum and maximum",
                  "minimum <= mean <= maximum", "check the twelve months");
        f.require(space::keeps_mean(s, m), {"mean_c", "maximum_c", "minimum_c"},
                  "a month's mean lies too near to its minimum or maximum",
                  "the day's curve would overshoot outside 0.375 to 0.625 of their range",
                  "check the twelve months");
    }
    f.number("hour_of_minimum", s.hour_of_minimum, from_to_below(0, 24), "Coldest hour of the day");
    f.number("hour_of_maximum", s.hour_of_maximum, from_to_below(0, 24), "Warmest hour of the day");
    f.require(s.hour_of_minimum < s.hour_of_maximum, {"hour_of_maximum", "hour_of_minimum"},
              "the warmest hour comes before the coldest", "the day's curve runs from minimum to maximum",
              "swap them");
    f.number("day_sigma_k", s.day_sigma_k, between(0, 10), "Spread of the daily anomaly, K");
    f.number("day_persistence", s.day_persistence, between(0, 0.98), "Correlation from one day to the next");
    f.number("offset_k", s.offset_k, between(-20, 20), "Added to everything, K: a heatwave, a cold spell");
}

}  // namespace yuchong::io
