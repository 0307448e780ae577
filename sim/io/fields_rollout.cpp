#include "sim/io/fields_domain.hpp"
#include "sim/io/site_plan_text.hpp"

namespace yuchong::io {

void fields(Fields& f, demand::Capability& s) {
    f.count("year", s.year, between(1990, 2200), "Year of registration");
    f.share("share", s.share, "Of its new battery-electric cars that can use a super terminal");
}

void fields(Fields& f, rollout::StockPoint& s) {
    f.civil_day("date", s.day, "Day of the count");
    f.number("vehicles", s.vehicles, above_up_to(0, 1e8), "New-energy vehicles in the city");
}

void fields(Fields& f, rollout::StockSettings& s) {
    f.choice("curve", s.curve, stock_curve_names,
             "Straight lines between the points, or a curve of adoption fitted to them");
    f.list("points", s.points, Length{.fewest = 2, .most = 1'000}, "Known stock by date");
    f.number("ceiling", s.ceiling, above_up_to(0, 1e8), "Vehicles in the end, of logistic and bass");
    f.civil_day("bass_begin", s.bass_begin, "Day of the first vehicle, of bass");
    f.civil_day("counted_on", s.counted_on, "Day for which fleets.private.vehicles holds");
    f.number("life_mean_years", s.life_mean_years, above_up_to(0.5, 100), "Life of a vehicle, mean");
    f.number("life_shape", s.life_shape, between(0.5, 20), "Its Weibull shape");
    f.list("capability", s.capability, one_or_more(), "New cars that can use a super terminal, by year");
    for (std::size_t i = 1; i < s.points.size(); ++i) {
        f.require(s.points[i - 1].day < s.points[i].day, "points", "the dates do not increase",
                  "time would go backwards", "sort them");
        f.require(s.curve == rollout::StockCurve::table || s.points[i - 1].vehicles < s.points[i].vehicles,
                  {"points", "curve"}, "the stock does not rise", "a curve of adoption does",
                  "write curve: table or other points");
    }
    bool const fitted = s.curve != rollout::StockCurve::table;
    f.require(!fitted || s.points.empty() || s.points.back().vehicles < s.ceiling, {"ceiling", "points"},
              "a point is not below the ceiling", "the curve would never get there", "raise the ceiling");
    f.require(s.curve != rollout::StockCurve::bass || s.points.empty() || s.bass_begin < s.points.front().day,
              {"bass_begin", "points"}, "a point lies before the first vehicle", "there was nobody yet",
              "write an earlier bass_begin");
    f.require(s.curve != rollout::StockCurve::bass || s.bass_begin < s.counted_on,
              {"counted_on", "bass_begin"}, "nobody was there on the day that counts",
              "fleets are reckoned from it", "write a later day");
    for (std::size_t i = 1; i < s.capability.size(); ++i)
        f.require(s.capability[i - 1].year < s.capability[i].year, "capability", "the years do not increase",
                  "it is a table by year", "sort them");
}

void fields(Fields& f, rollout::BuildTimes& s) {
    f.quantity("works_median_days", s.works_median_days, unit::day, above_up_to(0, 5'000), "Works, median");
    f.number("works_sigma", s.works_sigma, between(0, 2), "Lognormal spread of works");
    f.quantity("connection_median_days", s.connection_median_days, unit::day, above_up_to(0, 5'000),
               "After them until it is connected to the grid, median");
    f.number("connection_sigma", s.connection_sigma, between(0, 2), "Lognormal spread of that");
    f.quantity("longest_days", s.longest_days, unit::day, above_up_to(0, 5'000), "Neither takes longer");
}

void fields(Fields& f, rollout::RampUp& s) {
    f.quantity("known_after_days", s.known_after_days, unit::day, between(0, 5'000),
               "Until everybody knows a new station");
    f.number("constant", s.constant, between(-20, 0), "Utility of a station on its first day");
}

void fields(Fields& f, rollout::Programme& s) {
    f.text("name", s.name, "Short, begins the names of its stations");
    f.civil_day("from", s.from, "Works begin from this day on ...");
    f.civil_day("until", s.until, "... evenly until this one");
    f.count("stations", s.stations, between(1, 20'000), "Super stations, in the whole city");
    f.choice("policy", s.policy, siting_policy_names, "Where they go, as in yuchong plan");
    f.require(s.from < s.until, {"until", "from"}, "the programme ends before it begins", "",
              "check both days");
    bool const by_itself =
        s.policy != rollout::SitingPolicy::grid_aware && s.policy != rollout::SitingPolicy::simulated;
    f.require(by_itself, "policy", "a programme looks neither at feeders nor at simulations",
              "grid_aware and simulated are for yuchong plan",
              "plan the sites and name them in supply.added_stations");
}

void fields(Fields& f, rollout::Target& s) {
    f.text("id", s.id, "Short name");
    f.text("title", s.title, "What is promised");
    f.text("title_zh", s.title_zh, "The same in Chinese", Presence::optional);
    f.choice("measure", s.measure, measure_names, "What is counted");
    f.number("required", s.required, between(0, 1e8), "At least; shares from 0 to 1");
    f.civil_day("due", s.due, "By this day; else by the end of the run");
    f.text("source", s.source, "Who promised it");
}

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
    f.number("ac_pile_yuan_per_kw", s.ac_pile_yuan_per_kw, between(0, 1e5), "AC piles, by their kW");
    f.quantity("storage_yuan_per_kwh", s.storage_yuan_per_kwh, unit::yuan_per_kwh, between(0, 1e5),
               "Storage, by its nominal energy");
    f.number("pv_yuan_per_kw", s.pv_yuan_per_kw, between(0, 1e5), "Solar panels, by their rated kW");
    f.number("subsidy_yuan_per_kw", s.subsidy_yuan_per_kw, between(0, 1e5),
             "Paid to who builds, by kW of modules");
    f.share("fixed_share", s.fixed_share, between(0, 1), "Upkeep, rent and staff a year, of the capital");
    f.quantity("variable_yuan_per_kwh", s.variable_yuan_per_kwh, unit::yuan_per_kwh, between(0, 10),
               "Other costs of a kWh sold");
    f.share("efficiency", s.efficiency, above_up_to(0.5, 1), "Energy sold over energy bought");
    f.share("salvage_share", s.salvage_share, between(0, 1), "Of the capital, at the end");
}

void fields(Fields& f, rollout::RolloutSettings& s) {
    f.choice("stations", s.stations, in_service_names,
             "Drawn stations that a run has: all, or those in service on the day");
    f.choice("vehicles", s.vehicles, in_service_names,
             "Vehicles that a run has: as many as its fleets name, or the stock of the day");
    f.section("stock", s.stock, "The stock of new-energy vehicles by day");
    f.quantity("circle_km", s.circle_km, unit::kilometre, above_up_to(0, 50),
               "How far a station covers, as the crow flies");
    f.quantity("far_km", s.far_km, unit::kilometre, above_up_to(0, 200),
               "On roads; whoever has it further to a station counts as that far");
    f.require(s.far_km >= s.circle_km, {"far_km", "circle_km"}, "far is nearer than the circle",
              "distances are counted up to there", "raise far_km");
    f.section("new_station", s.new_station, "What a plan puts on each site");
    f.section("build_times", s.build_times, "From the beginning of works to service");
    f.section("ramp_up", s.ramp_up, "Until a new station is known");
    f.list("programmes", s.programmes, Length{.most = 100}, "Super stations to come", Presence::optional);
    f.list("targets", s.targets, Length{.most = 100}, "What plans promise", Presence::optional);
    for (std::size_t i = 0; i < s.programmes.size(); ++i) {
        f.require(!s.programmes[i].name.empty(), "programmes", "a programme has no name",
                  "it begins the names of its stations", "give it one");
        for (std::size_t j = 0; j < i; ++j)
            f.require(s.programmes[i].name != s.programmes[j].name, "programmes",
                      "two programmes have the same name", "their stations would be one another's twins",
                      "rename one");
    }
    f.section("economics", s.economics, "What a station costs and earns");
}

}  // namespace yuchong::io
