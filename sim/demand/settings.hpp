#pragma once
// What drivers do, as numbers: filled by io from models/demand.yaml and a scenario's `fleets` and `demand`
// sections. Nothing here has a default: every figure and its source stands in models/.

#include <array>
#include <cstdint>
#include <vector>

namespace yuchong::demand {

// One private-car fleet: who owns what. Section `fleets.private`.
struct FleetSettings {
    double vehicles;                   // [vehicles, 0..1e8] at the scenario's date, whole city
    double bev_share;                  // [share, 0..1] battery-electric; the rest are range extenders
    double home_pile_factor;           // [-, 0..3] times the district's share of cars with a pile
    double swappable_share;            // [share, 0..1] of the battery-electric cars; drawn among the models
                                       // that have a swap_standard
    std::vector<double> home_pile_kw;  // [kW, 1..22] pile ratings ...
    std::vector<double> home_pile_weights;  // [-, >= 0] ... and their shares, same length
    double pack_sigma;                      // [-, 0..0.5] lognormal spread of usable energy between cars
    double curve_sigma;                     // [-, 0..0.5] lognormal spread of the charging curve between cars
    double consumption_sigma;               // [-, 0..0.5] lognormal spread of consumption between drivers
    double first_vintage, last_vintage;     // [year] model years on the road; weights by vintage_weights
    std::vector<double> vintage_weights;    // [-, >= 0] share of the stock by model year, first to last
    double soc_start_low, soc_start_high;   // [share, 0..1] uniform SoC when the simulation opens, cars
                                            // without a pile of their own
    double soc_start_low_with_pile, soc_start_high_with_pile;  // [share, 0..1] and those with one
};

// Weekday and weekend chains of activities. Section `demand.trips`.
struct TripSettings {
    double used_weekday, used_weekend;  // [share, 0..1] cars driven on such a day
    // Chain shares in this order: home-work-home, home-work-other-home, home-other-work-home,
    // home-other-home, home-other-other-home, home-other-other-other-home; normalised on reading.
    std::vector<double> chains_weekday, chains_weekend;
    double to_work_mean_h, to_work_sd_h;      // [h of day] departure home to work
    double from_work_mean_h, from_work_sd_h;  // [h of day] departure from work
    std::vector<double> other_start_mean_h;   // [h of day] departure from home to other purposes: a mixture
    std::vector<double> other_start_sd_h, other_start_weights;
    double other_dwell_median_min, other_dwell_sigma;  // [min], [-] lognormal stay at other places
    double shortest_stay_min;                          // [min, 1..120] nobody leaves a place sooner
    double trip_consumption_sigma;                     // [-, 0..0.5] lognormal spread between trips
};

// When, where and how much to charge. Section `demand.charging`.
struct ChargingChoiceSettings {
    double reserve_mean, reserve_sd;  // [SoC] forced below: N(mean, sd) clipped to low..high
    double reserve_low, reserve_high;
    double start_soc50, start_width;    // [SoC] logistic start probability at a stop, models.md 3.3
    double start_soc50_range_extender;  // [SoC]
    double price_shift;                 // [SoC per ln(price / reference)] < 0: dearer, later
    double price_reference_yuan_per_kwh;
    double usual_fee_yuan_per_kwh;  // [yuan/kWh] service fee that drivers reckon with before they choose
    double long_stay_shift, long_stay_min;   // [SoC], [min] shift when the stay there is longer
    double home_plug_base, home_plug_slope;  // [share] nightly plug-in p = base + slope (1 - s)
    double home_plug_above;                  // [SoC] nobody plugs in above
    double home_timer_share;                 // [share] home piles with a timer set to the valley price
    double home_timer_spread_min;            // [min] uniform spread after the valley's start
    std::array<double, 24> habit_by_hour;    // [-] weight of the hours in which people go and charge
    double saving_scale_yuan;                // [yuan] logit scale of money saved by going at another hour
    double usual_energy_kwh;                 // [kWh] energy with which a driver reckons that saving
    std::vector<double> target_soc, target_weights;  // [SoC], [-] public DC, NMC packs
    std::vector<double> target_weights_lfp;          // [-] same targets, LFP packs
    double home_target_soc;                          // [SoC]
    // Cars without a pile of their own that are left at a public AC pile for a whole stop.
    double park_home_share, park_work_share;       // [share] whose drivers do so overnight; at work
    double park_soc50;                             // [SoC] at which they do so every other time
    double park_least_h;                           // [h] long enough
    double park_fetch_from_h, park_fetch_until_h;  // [h of day] fetched then, or at the next trip
    double shortest_top_up;                        // [SoC] nobody goes for less
    double usual_visit_min;          // [min] a driver leaves this long for a visit before the next trip
    double range_extender_hold_soc;  // [SoC] a range extender keeps this much by burning fuel
};

// Which station. Section `demand.choice`, models.md 3.4.
struct StationChoiceSettings {
    double detour_per_min, wait_per_min, charge_per_min;  // [utility/min] < 0
    double price_per_yuan;                                // [utility per yuan/kWh] < 0
    double power_log;                                     // [utility per ln(kW / power_reference_kw)]
    double power_reference_kw;
    double super_constant;      // [utility] for super-capable cars at super terminals
    double ac_constant;         // [utility] AC pile while parked anyway
    double swap_constant;       // [utility] a charged pack instead of a charge
    double nest_dissimilarity;  // [-, 0.2..1]
    double farthest_min;        // [min] candidates within this drive
    double lowest_arrival_soc;  // [SoC] else out of reach
    std::uint32_t candidates;   // [count, 1..32] best ones kept
    std::uint32_t listed;       // [count, 1..64] stations per zone in travel-time order
    std::uint32_t attempts;     // [count, 1..10] stations tried before giving up until the next stop
    double walk_min;            // [min] from an AC pile to the place and back
    double park_farthest_km;  // [km] by road from the place to a pile where the car stays for the whole stop
};

// Waiting and staying on. Section `demand.patience`, models.md 2.2, 2.6.
struct PatienceSettings {
    double shape;                    // [-] Weibull
    double mean_min;                 // [min]
    double idle_share;               // [share] stay on after the charge has ended
    double idle_mean_min;            // [min] for an exponential time
    double slow_stay_share;          // [share] leave the car at an AC pile until the next trip
    double retry_after_failure_min;  // [min]
};

// Whether an owner lets the car feed back during a stay. Section `demand.v2g_choice`; utilities.
struct V2gChoiceSettings {
    double constant;
    double reward_per_yuan;  // by stay
    double spare_per_soc;    // for all of the battery
};

struct DemandSettings {
    TripSettings trips;
    ChargingChoiceSettings charging;
    StationChoiceSettings choice;
    PatienceSettings patience;
    V2gChoiceSettings v2g_choice;
};

}  // namespace yuchong::demand
