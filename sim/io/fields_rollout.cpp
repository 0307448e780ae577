#include "sim/io/fields_domain.hpp"

namespace yuchong::io {

void fields(Fields& f, rollout::NewStation& s) {
    f.count("super", s.super, between(0, 500), "Super terminals of its host");
    f.count("fast", s.fast, between(0, 500), "Fast terminals of its host");
    f.require(s.super + s.fast > 0, {"super", "fast"}, "the station has no terminal", "nobody could charge",
              "write at least one");
    f.count("modules", s.modules, between(1, 1'000), "Power modules of its host");
    f.count("bays", s.bays, between(0, 500), "Waiting places");
    f.quantity("grid_limit_kw", s.grid_limit_kw, unit::kilowatt, above_up_to(0, 50'000), "Its connection");
    f.quantity("fee_yuan_per_kwh", s.fee_yuan_per_kwh, unit::yuan_per_kwh, between(0, 10), "Service fee");
}

void fields(Fields& f, rollout::StationEconomics& s) {
    f.share("discount_rate", s.discount_rate, between(0, 0.5), "A year, real");
    f.count("years", s.years, between(1, 40), "Looked at");
    f.number("host_yuan_per_kw", s.host_yuan_per_kw, between(0, 1e5), "Host and terminals, by kW of modules");
    f.number("civil_yuan_per_kw", s.civil_yuan_per_kw, between(0, 1e5), "Civil works, by kW of modules");
    f.number("connection_yuan_per_kw", s.connection_yuan_per_kw, between(0, 1e5),
             "Grid connection, by its kW");
    f.share("fixed_share", s.fixed_share, between(0, 1), "Upkeep, rent and staff a year, of the capital");
    f.quantity("variable_yuan_per_kwh", s.variable_yuan_per_kwh, unit::yuan_per_kwh, between(0, 10),
               "Other costs of a kWh sold");
    f.share("efficiency", s.efficiency, above_up_to(0.5, 1), "Energy sold over energy bought");
    f.share("salvage_share", s.salvage_share, between(0, 1), "Of the capital, at the end");
}

void fields(Fields& f, rollout::RolloutSettings& s) {
    f.choice("stations", s.stations, stations_in_service_names,
             "Drawn stations that a run has: all, or those in service on the day");
    f.quantity("circle_km", s.circle_km, unit::kilometre, above_up_to(0, 50),
               "How far a station covers, as the crow flies");
    f.quantity("far_km", s.far_km, unit::kilometre, above_up_to(0, 200),
               "On roads; whoever has it further to a station counts as that far");
    f.require(s.far_km >= s.circle_km, {"far_km", "circle_km"}, "far is nearer than the circle",
              "distances are counted up to there", "raise far_km");
    f.section("new_station", s.new_station, "What a plan puts on each site");
    f.section("economics", s.economics, "What a station costs and earns");
}

}  // namespace yuchong::io
