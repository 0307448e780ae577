#include "sim/io/fields_domain.hpp"

namespace yuchong::io {

namespace {

constexpr std::string_view weights_differ = "the list is not as long as the one it weighs";

void require_weights(Fields& f, std::vector<double> const& weights, std::size_t size, std::string_view name) {
    f.require(weights.size() == size, name, weights_differ, "one weight is needed for each",
              "check both lists");
    f.require(any_positive(weights), name, "all weights are zero", "something has to be drawn",
              "make one positive");
}

}  // namespace

void fields(Fields& f, demand::FleetSettings& s) {
    f.number("vehicles", s.vehicles, between(0, 1e8), "Vehicles of the whole city at the scenario's date");
    f.share("bev_share", s.bev_share, "Battery-electric cars; the rest are range extenders");
    f.share("swappable_share", s.swappable_share,
            "Of the battery-electric cars, made for swapping: drawn among the models with a swap_standard");
    f.number("home_pile_factor", s.home_pile_factor, between(0, 3),
             "Times the district's share of cars with a pile");
    f.numbers("home_pile_kw", s.home_pile_kw, unit::kilowatt, between(1, 22), one_or_more(),
              "Ratings of private piles");
    f.numbers("home_pile_weights", s.home_pile_weights, unit::none, weighing, one_or_more(),
              "And their shares");
    require_weights(f, s.home_pile_weights, s.home_pile_kw.size(), "home_pile_weights");
    f.number("pack_sigma", s.pack_sigma, between(0, 0.5), "Lognormal spread of usable energy between cars");
    f.number("curve_sigma", s.curve_sigma, between(0, 0.5),
             "Lognormal spread of the charging curve between cars");
    f.number("consumption_sigma", s.consumption_sigma, between(0, 0.5),
             "Lognormal spread of consumption between drivers");
    f.number("first_vintage", s.first_vintage, between(1990, 2200), "Oldest model year on the road");
    f.number("last_vintage", s.last_vintage, between(1990, 2200), "Newest model year on the road");
    f.require(s.first_vintage <= s.last_vintage, {"last_vintage", "first_vintage"},
              "the newest model year lies before the oldest", "time would go backwards", "swap them");
    f.numbers("vintage_weights", s.vintage_weights, unit::none, weighing, one_or_more(),
              "Share of the stock by model year");
    require_weights(f, s.vintage_weights, static_cast<std::size_t>(s.last_vintage - s.first_vintage + 1),
                    "vintage_weights");
    f.share("soc_start_low", s.soc_start_low,
            "Least SoC when the simulation opens, cars without a pile of their own");
    f.share("soc_start_high", s.soc_start_high, "Largest SoC of these");
    f.require(s.soc_start_low <= s.soc_start_high, {"soc_start_high", "soc_start_low"},
              "the largest SoC is below the least", "soc_start_low <= soc_start_high", "swap them");
    f.share("soc_start_low_with_pile", s.soc_start_low_with_pile, "The same for cars with a pile");
    f.share("soc_start_high_with_pile", s.soc_start_high_with_pile, "Largest SoC of these");
    f.require(s.soc_start_low_with_pile <= s.soc_start_high_with_pile,
              {"soc_start_high_with_pile", "soc_start_low_with_pile"}, "the largest SoC is below the least",
              "soc_start_low_with_pile <= soc_start_high_with_pile", "swap them");
}

void fields(Fields& f, demand::TripSettings& s) {
    Length const chains = exactly(6);
    f.share("used_weekday", s.used_weekday, "Cars driven on a weekday");
    f.share("used_weekend", s.used_weekend, "Cars driven on a Saturday or Sunday");
    f.numbers("chains_weekday", s.chains_weekday, unit::none, weighing, chains,
              "Shares of home-work-home, home-work-other-home, home-other-work-home, home and one, two or "
              "three others");
    f.numbers("chains_weekend", s.chains_weekend, unit::none, weighing, chains, "The same at the weekend");
    require_weights(f, s.chains_weekday, 6, "chains_weekday");
    require_weights(f, s.chains_weekend, 6, "chains_weekend");
    f.quantity("to_work_mean_h", s.to_work_mean_h, unit::hour, between(0, 24),
               "Departure from home to work, hour of day");
    f.quantity("to_work_sd_h", s.to_work_sd_h, unit::hour, between(0, 12), "Its spread");
    f.quantity("from_work_mean_h", s.from_work_mean_h, unit::hour, between(0, 24),
               "Departure from work, hour of day");
    f.quantity("from_work_sd_h", s.from_work_sd_h, unit::hour, between(0, 12), "Its spread");
    f.numbers("other_start_mean_h", s.other_start_mean_h, unit::hour, between(0, 24), one_or_more(),
              "Departures from home to other purposes, hour of day, a mixture");
    f.numbers("other_start_sd_h", s.other_start_sd_h, unit::hour, between(0, 12), one_or_more(),
              "Their spreads");
    f.numbers("other_start_weights", s.other_start_weights, unit::none, weighing, one_or_more(),
              "Their weights");
    require_weights(f, s.other_start_weights, s.other_start_mean_h.size(), "other_start_weights");
    f.require(s.other_start_sd_h.size() == s.other_start_mean_h.size(), "other_start_sd_h", weights_differ,
              "one spread is needed for each mean", "check both lists");
    f.quantity("other_dwell_median_min", s.other_dwell_median_min, unit::minute, above_up_to(0, 1440),
               "Median stay at other places");
    f.number("other_dwell_sigma", s.other_dwell_sigma, between(0, 3), "Lognormal spread of that stay");
    f.quantity("shortest_stay_min", s.shortest_stay_min, unit::minute, between(1, 120),
               "Nobody leaves a place sooner");
    f.number("trip_consumption_sigma", s.trip_consumption_sigma, between(0, 0.5),
             "Lognormal spread of consumption between trips");
}

void fields(Fields& f, demand::ChargingChoiceSettings& s) {
    f.share("reserve_mean", s.reserve_mean, "Drivers charge below this SoC whatever it costs: mean");
    f.share("reserve_sd", s.reserve_sd, "Its spread between drivers");
    f.share("reserve_low", s.reserve_low, "Least reserve");
    f.share("reserve_high", s.reserve_high, "Largest reserve");
    f.require(s.reserve_low <= s.reserve_high, {"reserve_high", "reserve_low"},
              "the largest reserve is below the least", "reserve_low <= reserve_high", "swap them");
    f.share("start_soc50", s.start_soc50, "SoC at which half the drivers start a charge at a stop");
    f.share("start_width", s.start_width, above_up_to(0, 1), "Width of that logistic curve");
    f.share("start_soc50_range_extender", s.start_soc50_range_extender, "The same for range extenders");
    f.number("price_shift", s.price_shift, between(-1, 0), "Shift of that SoC per ln(price / reference)");
    f.quantity("price_reference_yuan_per_kwh", s.price_reference_yuan_per_kwh, unit::yuan_per_kwh,
               above_up_to(0, 10), "Reference price");
    f.quantity("usual_fee_yuan_per_kwh", s.usual_fee_yuan_per_kwh, unit::yuan_per_kwh, between(0, 10),
               "Service fee that drivers reckon with before they choose a station");
    f.number("long_stay_shift", s.long_stay_shift, between(-1, 1), "Shift of that SoC at a long stay");
    f.quantity("long_stay_min", s.long_stay_min, unit::minute, between(0, 1440), "What counts as long");
    f.share("home_plug_base", s.home_plug_base, "Chance to plug in at home = base + slope (1 - SoC)");
    f.share("home_plug_slope", s.home_plug_slope, "Slope of that chance");
    f.share("home_plug_above", s.home_plug_above, "Nobody plugs in at home above this SoC");
    f.share("home_timer_share", s.home_timer_share, "Private piles with a timer set to the valley price");
    f.quantity("home_timer_spread_min", s.home_timer_spread_min, unit::minute, between(0, 480),
               "Spread of their starts");
    f.numbers("habit_by_hour", s.habit_by_hour, unit::none, weighing,
              "Weight of the hours in which people go and charge");
    f.require(any_positive(s.habit_by_hour), "habit_by_hour", "all weights are zero",
              "people charge at some hour", "make one positive");
    f.quantity("saving_scale_yuan", s.saving_scale_yuan, unit::yuan, between(0.01, 1e6),
               "Money that matters when an hour is chosen");
    f.quantity("usual_energy_kwh", s.usual_energy_kwh, unit::kilowatt_hour, between(1, 200),
               "Energy of a usual charge");
    f.numbers("target_soc", s.target_soc, unit::share, above_up_to(0, 1), one_or_more(),
              "SoC at which public charges end");
    f.numbers("target_weights", s.target_weights, unit::none, weighing, one_or_more(),
              "Their weights, NMC packs");
    f.numbers("target_weights_lfp", s.target_weights_lfp, unit::none, weighing, one_or_more(),
              "Their weights, LFP packs");
    require_weights(f, s.target_weights, s.target_soc.size(), "target_weights");
    require_weights(f, s.target_weights_lfp, s.target_soc.size(), "target_weights_lfp");
    f.share("home_target_soc", s.home_target_soc, above_up_to(0, 1), "SoC at which home charges end");
    f.share("park_home_share", s.park_home_share,
            "Cars without a pile of their own that are left overnight at an AC pile near home");
    f.share("park_work_share", s.park_work_share, "And at work for the day");
    f.share("park_soc50", s.park_soc50, "SoC at which these are left there every other time");
    f.quantity("park_least_h", s.park_least_h, unit::hour, between(0, 24),
               "Shortest night at home or day at work for which a car is left at a pile");
    f.quantity("park_fetch_from_h", s.park_fetch_from_h, unit::hour, between(0, 24),
               "A car at a pile near home is fetched for its next trip, or in the morning after this hour");
    f.quantity("park_fetch_until_h", s.park_fetch_until_h, unit::hour, between(0, 24), "And before this one");
    f.require(s.park_fetch_from_h <= s.park_fetch_until_h, {"park_fetch_until_h", "park_fetch_from_h"},
              "the latest hour lies before the earliest", "park_fetch_from_h <= park_fetch_until_h",
              "swap them");
    f.share("shortest_top_up", s.shortest_top_up, "Nobody goes for less");
    f.quantity("usual_visit_min", s.usual_visit_min, unit::minute, between(0, 1440),
               "Left for a visit to a station before the next trip");
    f.share("range_extender_hold_soc", s.range_extender_hold_soc,
            "SoC that a range extender holds by burning fuel");
}

void fields(Fields& f, demand::StationChoiceSettings& s) {
    f.number("detour_per_min", s.detour_per_min, between(-10, 0), "Utility per minute of detour");
    f.number("wait_per_min", s.wait_per_min, between(-10, 0), "Utility per minute of waiting");
    f.number("charge_per_min", s.charge_per_min, between(-10, 0), "Utility per minute of charging");
    f.number("price_per_yuan", s.price_per_yuan, between(-100, 0), "Utility per yuan/kWh");
    f.number("power_log", s.power_log, between(-10, 10), "Utility per ln(kW / power_reference_kw)");
    f.quantity("power_reference_kw", s.power_reference_kw, unit::kilowatt, above_up_to(0, 1e6),
               "Reference power");
    f.number("super_constant", s.super_constant, between(-20, 20),
             "Utility of super terminals for super-capable cars");
    f.number("ac_constant", s.ac_constant, between(-20, 20), "Utility of an AC pile while parked anyway");
    f.number("swap_constant", s.swap_constant, between(-20, 20), "Utility of a swap instead of a charge");
    f.number("nest_dissimilarity", s.nest_dissimilarity, between(0.2, 1), "Nested logit; 1: no nests");
    f.quantity("farthest_min", s.farthest_min, unit::minute, between(1, 300),
               "Candidates lie within this drive");
    f.share("lowest_arrival_soc", s.lowest_arrival_soc,
            "Stations that would be reached with less are out of reach");
    f.count("candidates", s.candidates, between(1, 32), "Best stations kept");
    f.count("listed", s.listed, between(1, 64), "Stations per zone in travel-time order");
    f.count("attempts", s.attempts, between(1, 10), "Stations tried before giving up until the next stop");
    f.quantity("walk_min", s.walk_min, unit::minute, between(0, 120),
               "From an AC pile to the place and back");
    f.quantity("park_farthest_km", s.park_farthest_km, unit::kilometre, between(0, 100),
               "By road from home or work to a pile where the car stays for the whole stop");
}

void fields(Fields& f, demand::V2gChoiceSettings& s) {
    f.number("constant", s.constant, between(-20, 20), "Utility of taking part for nothing");
    f.number("reward_per_yuan", s.reward_per_yuan, between(0, 20), "Utility of a yuan, net of wear");
    f.number("spare_per_soc", s.spare_per_soc, between(0, 20),
             "Utility of charge beyond the need, for a whole battery");
}

void fields(Fields& f, demand::PatienceSettings& s) {
    f.number("shape", s.shape, between(0.1, 20), "Weibull shape of patience");
    f.quantity("mean_min", s.mean_min, unit::minute, above_up_to(0, 1440),
               "Mean patience of a waiting driver");
    f.share("idle_share", s.idle_share, "Drivers who stay on after the charge has ended");
    f.quantity("idle_mean_min", s.idle_mean_min, unit::minute, between(0, 1440), "Mean of that stay");
    f.share("slow_stay_share", s.slow_stay_share,
            "Drivers who leave the car at an AC pile until the next trip");
    f.quantity("retry_after_failure_min", s.retry_after_failure_min, unit::minute, between(0, 1440),
               "Before trying again after a failure");
}

void fields(Fields& f, demand::DemandSettings& s) {
    f.section("trips", s.trips, "Weekday and weekend chains of activities");
    f.section("charging", s.charging, "When, where and how much to charge");
    f.section("choice", s.choice, "Which station");
    f.section("patience", s.patience, "Waiting and staying on");
    f.section("v2g_choice", s.v2g_choice, "Whether an owner lets the car feed back during a stay");
}

}  // namespace yuchong::io
