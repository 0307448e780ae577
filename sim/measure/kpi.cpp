#include "sim/measure/kpi.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace yuchong::measure {

namespace {

using Kind = KpiDefinition::Kind;
using supply::Outcome;
using supply::PlugClass;

std::int64_t of(std::array<std::int64_t, outcomes> const& counts, Outcome outcome) {
    return counts[static_cast<std::size_t>(outcome)];
}

double utilisation_of(TallyState const& tally, PlugClass plug_class) {
    auto const c = static_cast<std::size_t>(plug_class);
    std::int64_t const available_ms = tally.closed.available_ms[c] - tally.opened.available_ms[c];
    if (available_ms == 0) return 0.0;
    return static_cast<double>(tally.closed.occupied_ms[c] - tally.opened.occupied_ms[c]) /
           static_cast<double>(available_ms);
}

double number(std::int64_t n) { return static_cast<double>(n); }

std::int64_t targets_with(Summary const& summary, std::int8_t met) {
    return std::ranges::count(summary.rollout.targets, met, &RolloutTarget::met);
}

constexpr std::array kpis{
    KpiDefinition{"vehicles", "1", "vehicles on the last day", Kind::count,
                  [](Summary const& s) { return number(s.vehicles); }},
    KpiDefinition{"stations", "1", "public charging stations in service on the last day", Kind::count,
                  [](Summary const& s) { return number(s.stations); }},
    KpiDefinition{"depots", "1", "stations that only the vehicles of a fleet use", Kind::count,
                  [](Summary const& s) { return number(s.depots); }},
    KpiDefinition{"ev_days", "day", "vehicle-days in the recorded span", Kind::real,
                  [](Summary const& s) { return s.ev_days; }},
    KpiDefinition{"sessions", "1", "plug-ins, home included", Kind::count,
                  [](Summary const& s) { return number(s.sessions); }},
    KpiDefinition{"sessions_home", "1", "plug-ins at home", Kind::count,
                  [](Summary const& s) { return number(s.sessions_home); }},
    KpiDefinition{"sessions_public", "1", "plug-ins at public stations", Kind::count,
                  [](Summary const& s) { return number(s.sessions_public); }},
    KpiDefinition{"sessions_depot", "1", "plug-ins at depots", Kind::count,
                  [](Summary const& s) { return number(s.sessions_depot); }},
    KpiDefinition{"visits", "1", "attempts at public stations, by arrival", Kind::count,
                  [](Summary const& s) { return number(s.visits); }},
    KpiDefinition{"visits_served", "1", "visits that charged and left", Kind::count,
                  [](Summary const& s) { return number(s.visits_served); }},
    KpiDefinition{"visits_balked", "1", "visits that did not join the queue", Kind::count,
                  [](Summary const& s) { return number(s.visits_balked); }},
    KpiDefinition{"visits_reneged", "1", "visits that gave up in the queue", Kind::count,
                  [](Summary const& s) { return number(s.visits_reneged); }},
    KpiDefinition{"visits_failed", "1", "visits that lost their plug to a fault", Kind::count,
                  [](Summary const& s) { return number(s.visits_failed); }},
    KpiDefinition{"visits_running", "1", "visits not over at the end of the run", Kind::count,
                  [](Summary const& s) { return number(s.visits_running); }},
    KpiDefinition{"served_share", "1", "served / (served + balked + reneged)", Kind::real,
                  [](Summary const& s) { return s.served_share; }},
    KpiDefinition{"wait_mean_s", "s", "mean wait of visits that stayed", Kind::real,
                  [](Summary const& s) { return s.wait.mean_s; }},
    KpiDefinition{"wait_p50_s", "s", "median wait", Kind::real,
                  [](Summary const& s) { return s.wait.p50_s; }},
    KpiDefinition{"wait_p90_s", "s", "90th percentile of the wait", Kind::real,
                  [](Summary const& s) { return s.wait.p90_s; }},
    KpiDefinition{"wait_p95_s", "s", "95th percentile of the wait", Kind::real,
                  [](Summary const& s) { return s.wait.p95_s; }},
    KpiDefinition{"wait_share_5_min", "1", "share of waits of at most 5 min", Kind::real,
                  [](Summary const& s) { return s.wait.share_5_min; }},
    KpiDefinition{"wait_share_10_min", "1", "share of waits of at most 10 min", Kind::real,
                  [](Summary const& s) { return s.wait.share_10_min; }},
    KpiDefinition{"wait_share_15_min", "1", "share of waits of at most 15 min", Kind::real,
                  [](Summary const& s) { return s.wait.share_15_min; }},
    KpiDefinition{"energy_kwh", "kW h", "energy metered at the plug", Kind::real,
                  [](Summary const& s) { return s.energy_kwh; }},
    KpiDefinition{"energy_home_kwh", "kW h", "energy metered at home", Kind::real,
                  [](Summary const& s) { return s.energy_home_kwh; }},
    KpiDefinition{"energy_public_kwh", "kW h", "energy metered at public plugs", Kind::real,
                  [](Summary const& s) { return s.energy_public_kwh; }},
    KpiDefinition{"energy_depot_kwh", "kW h", "energy metered at depots", Kind::real,
                  [](Summary const& s) { return s.energy_depot_kwh; }},
    KpiDefinition{"energy_super_kwh", "kW h", "energy at public super terminals", Kind::real,
                  [](Summary const& s) { return s.energy_super_kwh; }},
    KpiDefinition{"energy_fast_kwh", "kW h", "energy at public fast terminals", Kind::real,
                  [](Summary const& s) { return s.energy_fast_kwh; }},
    KpiDefinition{"energy_ac_kwh", "kW h", "energy at public AC piles", Kind::real,
                  [](Summary const& s) { return s.energy_ac_kwh; }},
    KpiDefinition{"unmet_kwh", "kW h", "energy that served sessions asked for and left without", Kind::real,
                  [](Summary const& s) { return s.unmet_kwh; }},
    KpiDefinition{"sessions_unmet", "1", "served sessions that lacked more than 0.5 kWh", Kind::count,
                  [](Summary const& s) { return number(s.sessions_unmet); }},
    KpiDefinition{"energy_owed_kwh", "kW h",
                  "energy that sessions still lacked which ran at the end of the recorded span", Kind::real,
                  [](Summary const& s) { return s.energy_owed_kwh; }},
    KpiDefinition{"energy_owed_begin_kwh", "kW h", "the same at its beginning", Kind::real,
                  [](Summary const& s) { return s.energy_owed_begin_kwh; }},
    KpiDefinition{"grid_energy_kwh", "kW h", "grid-side charging energy, losses and auxiliaries included",
                  Kind::real, [](Summary const& s) { return s.grid_energy_kwh; }},
    KpiDefinition{"base_energy_kwh", "kW h", "energy of the city's base load", Kind::real,
                  [](Summary const& s) { return s.base_energy_kwh; }},
    KpiDefinition{"peak_kw", "kW", "largest step mean of /city charging_kw", Kind::real,
                  [](Summary const& s) { return s.peak_kw; }},
    KpiDefinition{"peak_time", "", "beginning of the step of peak_kw", Kind::time,
                  [](Summary const& s) { return number(s.peak_time.ms); }},
    KpiDefinition{"energy_cost_yuan", "yuan", "price of the grid energy of charging, stations and homes",
                  Kind::real, [](Summary const& s) { return s.bill.energy_yuan(); }},
    KpiDefinition{"cost_public_yuan", "yuan", "of it what stations pay", Kind::real,
                  [](Summary const& s) { return s.bill.public_yuan; }},
    KpiDefinition{"cost_home_yuan", "yuan", "of it what homes pay", Kind::real,
                  [](Summary const& s) { return s.bill.home_yuan; }},
    KpiDefinition{"demand_charge_yuan", "yuan", "what stations pay for their highest power, with two parts",
                  Kind::real, [](Summary const& s) { return s.bill.demand_charge_yuan; }},
    KpiDefinition{"co2_kg", "kg", "carbon dioxide of the grid energy of charging", Kind::real,
                  [](Summary const& s) { return s.bill.carbon_kg; }},
    KpiDefinition{"net_energy_cost_yuan", "yuan",
                  "energy_cost_yuan less what is paid for energy that vehicles and stations feed in",
                  Kind::real, [](Summary const& s) { return s.net_energy_cost_yuan(); }},
    KpiDefinition{"net_cost_yuan", "yuan",
                  "net_energy_cost_yuan, demand_charge_yuan, v2g_wear_yuan and packs_wear_yuan", Kind::real,
                  [](Summary const& s) { return s.net_cost_yuan(); }},
    KpiDefinition{"net_co2_kg", "kg", "co2_kg less v2g_co2_kg and packs_co2_kg", Kind::real,
                  [](Summary const& s) { return s.net_carbon_kg(); }},
    KpiDefinition{"utilisation_super", "1", "occupied / available time of super terminals", Kind::real,
                  [](Summary const& s) { return s.utilisation.super; }},
    KpiDefinition{"utilisation_fast", "1", "occupied / available time of fast terminals", Kind::real,
                  [](Summary const& s) { return s.utilisation.fast; }},
    KpiDefinition{"utilisation_ac", "1", "occupied / available time of public AC piles", Kind::real,
                  [](Summary const& s) { return s.utilisation.ac; }},
    KpiDefinition{"plug_gini", "1", "Gini index over districts of public plugs by vehicle, at the end",
                  Kind::real, [](Summary const& s) { return s.plug_gini; }},
};

constexpr std::array target_kpis{
    KpiDefinition{"targets_met", "1", "targets of the plan that hold, of those that can be measured",
                  Kind::count, [](Summary const& s) { return number(targets_with(s, 1)); }},
    KpiDefinition{"targets_missed", "1", "targets of the plan that do not", Kind::count,
                  [](Summary const& s) { return number(targets_with(s, 0)); }},
};

constexpr std::array economics_kpis{
    KpiDefinition{"programme_capital_yuan", "yuan", "what all public stations cost to build", Kind::real,
                  [](Summary const& s) { return s.economics->capital_yuan; }},
    KpiDefinition{"programme_npv_yuan", "yuan", "net present value of all public stations together",
                  Kind::real, [](Summary const& s) { return s.economics->npv_yuan; }},
    KpiDefinition{"stations_profitable_share", "1", "stations with a net present value above 0", Kind::real,
                  [](Summary const& s) { return s.economics->profitable_share; }},
    KpiDefinition{"levelised_cost_yuan_per_kwh", "yuan/(kW h)",
                  "what a kWh sold at stations has to bring over their years", Kind::real,
                  [](Summary const& s) { return s.economics->levelised_cost_yuan_per_kwh; }},
};

constexpr std::array v2g_kpis{
    KpiDefinition{"v2g_kwh", "kW h", "energy that vehicles fed back", Kind::real,
                  [](Summary const& s) { return s.v2g->kwh; }},
    KpiDefinition{"v2g_stations_kwh", "kW h", "of it at stations", Kind::real,
                  [](Summary const& s) { return s.v2g->at_stations_kwh; }},
    KpiDefinition{"sessions_v2g", "1", "sessions that fed back", Kind::count,
                  [](Summary const& s) { return number(s.v2g->sessions); }},
    KpiDefinition{"v2g_revenue_yuan", "yuan", "paid for what vehicles fed back", Kind::real,
                  [](Summary const& s) { return s.v2g->paid_yuan; }},
    KpiDefinition{"v2g_wear_yuan", "yuan", "wear of batteries by feeding back", Kind::real,
                  [](Summary const& s) { return s.v2g->wear_yuan; }},
    KpiDefinition{"v2g_co2_kg", "kg", "carbon dioxide of the grid energy in whose place vehicles fed back",
                  Kind::real, [](Summary const& s) { return s.v2g->carbon_kg; }},
};

constexpr std::array battery_kpis{
    KpiDefinition{"battery_life_lfp_years", "a",
                  "mean life of LFP batteries if every year were like the span", Kind::real,
                  [](Summary const& s) { return s.batteries->life_lfp_years; }},
    KpiDefinition{"battery_life_nmc_years", "a",
                  "mean life of NMC batteries if every year were like the span", Kind::real,
                  [](Summary const& s) { return s.batteries->life_nmc_years; }},
    KpiDefinition{"battery_first_year_loss", "1", "mean loss of capacity in the first year", Kind::real,
                  [](Summary const& s) { return s.batteries->first_year_loss; }},
    KpiDefinition{"battery_full_cycles_per_year", "1/a", "mean full cycles in a year", Kind::real,
                  [](Summary const& s) { return s.batteries->full_cycles_per_year; }},
    KpiDefinition{"battery_cost_yuan", "yuan",
                  "of all batteries: price of the pack by the part of its life the span takes", Kind::real,
                  [](Summary const& s) { return s.batteries->cost_yuan; }},
};

constexpr std::array grid_kpis{
    KpiDefinition{"feeders", "1", "10 kV feeders", Kind::count,
                  [](Summary const& s) { return number(s.grid->feeders); }},
    KpiDefinition{"transformers", "1", "10/0.4 kV transformers", Kind::count,
                  [](Summary const& s) { return number(s.grid->transformers); }},
    KpiDefinition{"feeders_overloaded", "1", "feeders with a 10 kV branch above its rating at some step",
                  Kind::count, [](Summary const& s) { return number(s.grid->feeders_overloaded); }},
    KpiDefinition{"feeders_low_voltage", "1", "feeders with too low a voltage at some step", Kind::count,
                  [](Summary const& s) { return number(s.grid->feeders_low_voltage); }},
    KpiDefinition{"transformers_overloaded", "1", "transformers above the loading limit at some step",
                  Kind::count, [](Summary const& s) { return number(s.grid->transformers_overloaded); }},
    KpiDefinition{"transformers_hot", "1", "transformers above the hot-spot limit at some step", Kind::count,
                  [](Summary const& s) { return number(s.grid->transformers_hot); }},
    KpiDefinition{"substations_overloaded", "1", "substations above their rating at some step", Kind::count,
                  [](Summary const& s) { return number(s.grid->substations_overloaded); }},
    KpiDefinition{"grid_violations", "1", "rows of /violations", Kind::count,
                  [](Summary const& s) { return number(s.grid->violations); }},
    KpiDefinition{"feeder_steps_unsolved", "1", "steps of a feeder whose power flow has no solution",
                  Kind::count, [](Summary const& s) { return number(s.grid->unsolved_steps); }},
    KpiDefinition{"grid_losses_kwh", "kW h", "losses of feeders, their transformers and substations",
                  Kind::real, [](Summary const& s) { return s.grid->losses_kwh; }},
    KpiDefinition{"low_voltage_h", "h", "time of feeders with too low a voltage, summed over feeders",
                  Kind::real, [](Summary const& s) { return s.grid->low_voltage_h; }},
    KpiDefinition{"min_voltage_pu", "1", "lowest voltage of any feeder", Kind::real,
                  [](Summary const& s) { return s.grid->min_voltage_pu; }},
    KpiDefinition{"feeder_max_loading_pu", "1", "largest loading of any 10 kV branch", Kind::real,
                  [](Summary const& s) { return s.grid->max_loading_pu; }},
};

constexpr std::array volt_var_kpis{
    KpiDefinition{"volt_var_kvarh", "kvar h", "reactive energy that chargers gave where the voltage was low",
                  Kind::real, [](Summary const& s) { return s.grid->volt_var->given_kvarh; }},
    KpiDefinition{"volt_var_taken_kvarh", "kvar h", "and took where it was high", Kind::real,
                  [](Summary const& s) { return s.grid->volt_var->taken_kvarh; }},
};

constexpr std::array droop_kpis{
    KpiDefinition{"droop_up_kw", "kW", "what sessions offered to draw less by the frequency, mean",
                  Kind::real, [](Summary const& s) { return s.droop->up_kw; }},
    KpiDefinition{"droop_down_kw", "kW", "what sessions offered to draw more by the frequency, mean",
                  Kind::real, [](Summary const& s) { return s.droop->down_kw; }},
    KpiDefinition{"droop_up_kwh", "kW h", "energy they were told to draw less, at the plugs", Kind::real,
                  [](Summary const& s) { return s.droop->given_up_kwh; }},
    KpiDefinition{"droop_down_kwh", "kW h", "energy they were told to draw more, at the plugs", Kind::real,
                  [](Summary const& s) { return s.droop->given_down_kwh; }},
    KpiDefinition{"droop_revenue_yuan", "yuan", "what is paid for what was offered", Kind::real,
                  [](Summary const& s) { return s.droop->revenue_yuan; }},
};

constexpr GuidanceSummary::Side const& adopters(Summary const& s) {
    return s.guidance->side[static_cast<std::size_t>(Audience::adopters)];
}
constexpr GuidanceSummary::Side const& not_adopters(Summary const& s) {
    return s.guidance->side[static_cast<std::size_t>(Audience::others)];
}
constexpr auto by_reports = static_cast<std::size_t>(ForecastFrom::reports);
constexpr auto by_averages = static_cast<std::size_t>(ForecastFrom::averages);

constexpr std::array guidance_kpis{
    KpiDefinition{"guidance_choices", "1", "choices of a station by drivers who have the service",
                  Kind::count, [](Summary const& s) { return number(adopters(s).choices); }},
    KpiDefinition{"guidance_followed", "1", "choices that went where the service said", Kind::count,
                  [](Summary const& s) { return number(s.guidance->followed); }},
    KpiDefinition{"guidance_wait_mean_s", "s", "mean wait of drivers who have the service", Kind::real,
                  [](Summary const& s) { return adopters(s).wait_mean_s; }},
    KpiDefinition{"guidance_wait_p95_s", "s", "95th percentile of it", Kind::real,
                  [](Summary const& s) { return adopters(s).wait_p95_s; }},
    KpiDefinition{"guidance_others_wait_mean_s", "s", "mean wait of drivers who have not", Kind::real,
                  [](Summary const& s) { return not_adopters(s).wait_mean_s; }},
    KpiDefinition{"guidance_others_wait_p95_s", "s", "95th percentile of it", Kind::real,
                  [](Summary const& s) { return not_adopters(s).wait_p95_s; }},
    KpiDefinition{"guidance_extra_km", "km",
                  "driven beyond the nearest station, there and back: mean of a choice with the service",
                  Kind::real, [](Summary const& s) { return adopters(s).extra_km; }},
    KpiDefinition{"guidance_others_extra_km", "km", "the same without it", Kind::real,
                  [](Summary const& s) { return not_adopters(s).extra_km; }},
    KpiDefinition{"guidance_queue_mean", "1", "cars in line at a station, mean over stations and time",
                  Kind::real, [](Summary const& s) { return s.guidance->queue_mean; }},
    KpiDefinition{"guidance_queue_cv", "1", "their standard deviation over their mean", Kind::real,
                  [](Summary const& s) { return s.guidance->queue_cv; }},
    KpiDefinition{"guidance_oscillation", "1",
                  "lag-1 autocorrelation of the difference of cars at neighbouring stations", Kind::real,
                  [](Summary const& s) { return s.guidance->oscillation; }},
    KpiDefinition{"guidance_wait_error_min", "min", "mean size of forecast - real wait, at DC terminals",
                  Kind::real, [](Summary const& s) { return s.guidance->waits[by_reports].error_min; }},
    KpiDefinition{"guidance_wait_bias_min", "min", "mean of forecast - real wait, at DC terminals",
                  Kind::real, [](Summary const& s) { return s.guidance->waits[by_reports].bias_min; }},
    KpiDefinition{"guidance_wait_error_by_averages_min", "min",
                  "mean size of forecast - real wait, at DC terminals, without what cars report", Kind::real,
                  [](Summary const& s) { return s.guidance->waits[by_averages].error_min; }},
    KpiDefinition{"guidance_wait_bias_by_averages_min", "min",
                  "mean of forecast - real wait, at DC terminals, without what cars report", Kind::real,
                  [](Summary const& s) { return s.guidance->waits[by_averages].bias_min; }},
    KpiDefinition{"guidance_departure_error_min", "min", "mean size of forecast - departure from AC piles",
                  Kind::real, [](Summary const& s) { return s.guidance->departures[by_reports].error_min; }},
    KpiDefinition{"guidance_departure_error_by_averages_min", "min", "the same, without what cars report",
                  Kind::real, [](Summary const& s) { return s.guidance->departures[by_averages].error_min; }},
    KpiDefinition{"guidance_places_booked", "1", "places booked", Kind::count,
                  [](Summary const& s) { return number(s.guidance->reservations.booked); }},
    KpiDefinition{"guidance_places_refused", "1", "places asked for where all were kept for others",
                  Kind::count, [](Summary const& s) { return number(s.guidance->reservations.refused); }},
    KpiDefinition{"guidance_places_expired", "1", "places booked to which nobody came in time", Kind::count,
                  [](Summary const& s) { return number(s.guidance->reservations.expired); }},
};

constexpr std::array bound_kpis{
    KpiDefinition{"bound_sessions", "1", "sessions whose departure is known, for the bounds", Kind::count,
                  [](Summary const& s) { return number(s.bounds->sessions); }},
    KpiDefinition{"unmet_bound_kwh", "kW h", "least that could have been left unmet of what they asked for",
                  Kind::real, [](Summary const& s) { return s.bounds->unmet_bound_kwh; }},
    KpiDefinition{"unmet_gap_kwh", "kW h", "what the run left unmet beyond that", Kind::real,
                  [](Summary const& s) { return s.bounds->unmet_gap_kwh; }},
    KpiDefinition{"cost_bound_yuan", "yuan", "least price of the energy that each of them got", Kind::real,
                  [](Summary const& s) { return s.bounds->cost_bound_yuan; }},
    KpiDefinition{"cost_gap_yuan", "yuan", "what the run paid beyond that", Kind::real,
                  [](Summary const& s) { return s.bounds->cost_gap_yuan; }},
    KpiDefinition{"cost_gap_share", "1", "cost_gap_yuan / cost_bound_yuan", Kind::real,
                  [](Summary const& s) { return s.bounds->cost_gap_share; }},
    KpiDefinition{"peak_bound_kw", "kW", "lowest peak with which each of them gets what it got", Kind::real,
                  [](Summary const& s) { return s.bounds->peak_bound_kw; }},
    KpiDefinition{"peak_gap_kw", "kW", "how far their largest mean of a slot lay above it", Kind::real,
                  [](Summary const& s) { return s.bounds->peak_gap_kw; }},
    KpiDefinition{"peak_gap_share", "1", "peak_gap_kw / peak_bound_kw", Kind::real,
                  [](Summary const& s) { return s.bounds->peak_gap_share; }},
};

constexpr std::array response_kpis{
    KpiDefinition{"response_events", "1", "demand-response events", Kind::count,
                  [](Summary const& s) { return number(s.response->events); }},
    KpiDefinition{"response_settled", "1", "of them those with a baseline", Kind::count,
                  [](Summary const& s) { return number(s.response->settled); }},
    KpiDefinition{"response_pauses", "1", "pauses of sessions", Kind::count,
                  [](Summary const& s) { return number(s.response->pauses); }},
    KpiDefinition{"response_reduction_kw", "kW", "mean reduction against the baseline, mean of the events",
                  Kind::real, [](Summary const& s) { return s.response->reduction_kw; }},
    KpiDefinition{"response_reduction_kwh", "kW h", "energy not drawn during the events", Kind::real,
                  [](Summary const& s) { return s.response->reduction_kwh; }},
    KpiDefinition{"response_performance", "1", "all reductions over all targets", Kind::real,
                  [](Summary const& s) { return s.response->performance; }},
    KpiDefinition{"response_payment_yuan", "yuan", "what the reductions are paid", Kind::real,
                  [](Summary const& s) { return s.response->payment_yuan; }},
    KpiDefinition{"response_rebound_kw", "kW", "largest quarter after an event above its baseline",
                  Kind::real, [](Summary const& s) { return s.response->rebound_kw; }},
};

constexpr std::array outage_kpis{
    KpiDefinition{"outage_load_kwh", "kW h", "base load of feeders while they were out", Kind::real,
                  [](Summary const& s) { return s.outages->load_kwh; }},
    KpiDefinition{"outage_homes_kwh", "kW h", "of it behind public transformers", Kind::real,
                  [](Summary const& s) { return s.outages->homes_kwh; }},
    KpiDefinition{"outage_carried_kwh", "kW h", "of that what vehicles carried", Kind::real,
                  [](Summary const& s) { return s.outages->carried_kwh; }},
};

constexpr std::array plant_kpis{
    KpiDefinition{"stations_with_storage", "1", "stations with a storage", Kind::count,
                  [](Summary const& s) { return number(s.plants->with_storage); }},
    KpiDefinition{"stations_with_pv", "1", "stations with solar panels", Kind::count,
                  [](Summary const& s) { return number(s.plants->with_pv); }},
    KpiDefinition{"storage_nominal_kwh", "kW h", "nominal energy of all storages", Kind::real,
                  [](Summary const& s) { return s.plants->storage_kwh; }},
    KpiDefinition{"storage_rated_kw", "kW", "AC power of all storages", Kind::real,
                  [](Summary const& s) { return s.plants->storage_kw; }},
    KpiDefinition{"pv_peak_kw", "kW", "rated power of all solar panels", Kind::real,
                  [](Summary const& s) { return s.plants->pv_peak_kw; }},
    KpiDefinition{"storage_charged_kwh", "kW h", "energy into storages, AC", Kind::real,
                  [](Summary const& s) { return s.plants->flows.charged_kwh; }},
    KpiDefinition{"storage_discharged_kwh", "kW h", "energy out of storages, AC", Kind::real,
                  [](Summary const& s) { return s.plants->flows.discharged_kwh; }},
    KpiDefinition{"storage_cycles", "1",
                  "equivalent full cycles: energy out of the cells over nominal energy", Kind::real,
                  [](Summary const& s) { return s.plants->cycles(); }},
    KpiDefinition{"pv_kwh", "kW h", "energy of solar panels, AC", Kind::real,
                  [](Summary const& s) { return s.plants->flows.pv_kwh; }},
    KpiDefinition{"feed_in_kwh", "kW h", "solar energy fed into the grid", Kind::real,
                  [](Summary const& s) { return s.plants->flows.export_kwh; }},
    KpiDefinition{"feed_in_yuan", "yuan", "what it earned; no part of energy_cost_yuan", Kind::real,
                  [](Summary const& s) { return s.plants->feed_in_yuan; }},
    KpiDefinition{"self_consumption", "1", "share of solar energy not fed into the grid", Kind::real,
                  [](Summary const& s) { return s.plants->self_consumption(); }},
    KpiDefinition{"station_import_kwh", "kW h", "energy that public stations took from the grid", Kind::real,
                  [](Summary const& s) { return s.plants->import_kwh; }},
    KpiDefinition{"connection_peak_kw", "kW", "largest step mean of /city connection_kw", Kind::real,
                  [](Summary const& s) { return s.plants->peak_kw; }},
};

constexpr std::array swap_kpis{
    KpiDefinition{"swap_stations", "1", "swap stations", Kind::count,
                  [](Summary const& s) { return number(s.swaps->stations); }},
    KpiDefinition{"swap_packs", "1", "their packs", Kind::count,
                  [](Summary const& s) { return number(s.swaps->packs); }},
    KpiDefinition{"swaps", "1", "swaps begun", Kind::count,
                  [](Summary const& s) { return number(s.swaps->swaps); }},
    KpiDefinition{"energy_swap_kwh", "kW h",
                  "of energy_public_kwh by swaps: in the packs given beyond those taken", Kind::real,
                  [](Summary const& s) { return s.swaps->exchanged_kwh; }},
    KpiDefinition{"swap_wait_mean_s", "s", "mean wait of vehicles that were swapped", Kind::real,
                  [](Summary const& s) { return s.swaps->wait_mean_s; }},
    KpiDefinition{"swap_starved_share", "1", "share of the swap stations' time without a ready pack",
                  Kind::real, [](Summary const& s) { return s.swaps->starved_share; }},
    KpiDefinition{"utilisation_swap", "1", "share of the time in which a vehicle stands in a swap bay",
                  Kind::real, [](Summary const& s) { return s.swaps->bay_utilisation; }},
    KpiDefinition{"packs_fed_back_kwh", "kW h", "energy that packs of swap stations fed back", Kind::real,
                  [](Summary const& s) { return s.swaps->fed_back_kwh; }},
    KpiDefinition{"packs_fed_back_yuan", "yuan", "what was paid for it; no part of energy_cost_yuan",
                  Kind::real, [](Summary const& s) { return s.swaps->fed_back_yuan; }},
    KpiDefinition{"packs_wear_yuan", "yuan", "wear of packs by what they fed back", Kind::real,
                  [](Summary const& s) { return s.swaps->wear_yuan; }},
    KpiDefinition{"packs_co2_kg", "kg", "carbon dioxide that the grid is spared by it", Kind::real,
                  [](Summary const& s) { return s.bill.packs_carbon_kg; }},
};

}  // namespace

char const* name(Status status) {
    switch (status) {
        case Status::done: return "done";
        case Status::audit_failed: return "audit_failed";
        case Status::stopped: return "stopped";
    }
    return "unknown";
}

Summary summarise(TallyState const& tally, RecorderState const& recorder) {
    Summary s;
    s.sessions_home = tally.sessions[static_cast<std::size_t>(Place::home)];
    s.sessions_public = tally.sessions[static_cast<std::size_t>(Place::public_station)];
    s.sessions_depot = tally.sessions[static_cast<std::size_t>(Place::depot)];
    s.sessions = s.sessions_home + s.sessions_public + s.sessions_depot;

    s.visits = std::accumulate(tally.visits.begin(), tally.visits.end(), std::int64_t{0});
    s.visits_served = of(tally.visits, Outcome::served);
    s.visits_balked = of(tally.visits, Outcome::balked);
    s.visits_reneged = of(tally.visits, Outcome::reneged);
    s.visits_failed = of(tally.visits, Outcome::failed);
    s.visits_running = of(tally.visits, Outcome::running);
    if (std::int64_t const decided = s.visits_served + s.visits_balked + s.visits_reneged; decided > 0)
        s.served_share = number(s.visits_served) / number(decided);
    s.wait = summarise_waits(tally);

    s.energy_home_kwh = tally.energy_kwh[static_cast<std::size_t>(Place::home)];
    s.energy_public_kwh = tally.energy_kwh[static_cast<std::size_t>(Place::public_station)];
    s.energy_depot_kwh = tally.energy_kwh[static_cast<std::size_t>(Place::depot)];
    s.energy_kwh = s.energy_home_kwh + s.energy_public_kwh + s.energy_depot_kwh;
    s.energy_super_kwh = tally.public_energy_kwh[static_cast<std::size_t>(PlugClass::super)];
    s.energy_fast_kwh = tally.public_energy_kwh[static_cast<std::size_t>(PlugClass::fast)];
    s.energy_ac_kwh = tally.public_energy_kwh[static_cast<std::size_t>(PlugClass::ac)];
    s.utilisation = {utilisation_of(tally, PlugClass::super), utilisation_of(tally, PlugClass::fast),
                     utilisation_of(tally, PlugClass::ac)};

    s.unmet_kwh = tally.unmet_kwh;
    s.sessions_unmet = tally.sessions_unmet;
    s.energy_owed_kwh = tally.owed_kwh;
    s.energy_owed_begin_kwh = tally.owed_begin_kwh;
    s.grid_energy_kwh = recorder.grid_kwh;
    s.base_energy_kwh = recorder.base_total_kwh;
    s.peak_kw = recorder.peak_kw;
    s.peak_time = recorder.peak_time;
    return s;
}

double Summary::net_energy_cost_yuan() const {
    return bill.energy_yuan() - (v2g ? v2g->paid_yuan : 0.0) - (plants ? plants->feed_in_yuan : 0.0) -
           bill.packs_yuan;
}

double Summary::net_cost_yuan() const {
    return net_energy_cost_yuan() + bill.demand_charge_yuan + (v2g ? v2g->wear_yuan : 0.0) +
           (swaps ? swaps->wear_yuan : 0.0);
}

double Summary::net_carbon_kg() const {
    return bill.carbon_kg - (v2g ? v2g->carbon_kg : 0.0) - bill.packs_carbon_kg;
}

std::span<KpiDefinition const> kpi_definitions() { return kpis; }

std::vector<KpiDefinition> kpis_of(Summary const& summary) {
    std::vector<KpiDefinition> all(kpis.begin(), kpis.end());
    if (!summary.rollout.targets.empty()) all.insert(all.end(), target_kpis.begin(), target_kpis.end());
    if (summary.economics) all.insert(all.end(), economics_kpis.begin(), economics_kpis.end());
    if (summary.v2g) all.insert(all.end(), v2g_kpis.begin(), v2g_kpis.end());
    if (summary.batteries) all.insert(all.end(), battery_kpis.begin(), battery_kpis.end());
    if (summary.bounds) all.insert(all.end(), bound_kpis.begin(), bound_kpis.end());
    if (summary.response) all.insert(all.end(), response_kpis.begin(), response_kpis.end());
    if (summary.grid) all.insert(all.end(), grid_kpis.begin(), grid_kpis.end());
    if (summary.outages) all.insert(all.end(), outage_kpis.begin(), outage_kpis.end());
    if (summary.guidance) all.insert(all.end(), guidance_kpis.begin(), guidance_kpis.end());
    if (summary.droop) all.insert(all.end(), droop_kpis.begin(), droop_kpis.end());
    if (summary.grid && summary.grid->volt_var)
        all.insert(all.end(), volt_var_kpis.begin(), volt_var_kpis.end());
    if (summary.plants) all.insert(all.end(), plant_kpis.begin(), plant_kpis.end());
    if (summary.swaps) all.insert(all.end(), swap_kpis.begin(), swap_kpis.end());
    return all;
}

}  // namespace yuchong::measure
