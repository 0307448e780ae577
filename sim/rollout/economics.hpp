#pragma once
// What a station is worth: yearly flows of money, their present value, the rate at which that is nothing, the
// year in which it is paid back, and what a kWh sold costs over its life. Year 0 is the day of the
// investment; flows fall at the ends of years.

#include "sim/rollout/settings.hpp"

#include <optional>
#include <span>
#include <vector>

namespace yuchong::rollout {

// Part of a loan that is paid each year. Pre: years > 0.
double capital_recovery_factor(double rate, double years);
double net_present_value(std::span<double const> flows, double rate);
// The rate at which the present value is nothing, by bisection between -99 % and 1,000 %; nothing if there
// is none there or the flows change their sign more than once.
std::optional<double> internal_rate_of_return(std::span<double const> flows);
// Years until the sum of the flows is nothing, linear within the year; nothing if it never is.
std::optional<double> payback_years(std::span<double const> flows);
// As the value of money at `rate`.
std::optional<double> discounted_payback_years(std::span<double const> flows, double rate);

struct StationCosts {
    double capital_yuan;
    double fixed_yuan_per_year;
    double bought_yuan_per_kwh;     // price of energy at the meter, losses not included
    double efficiency;              // sold over bought
    double variable_yuan_per_kwh;   // sold
    double capacity_yuan_per_year;  // demand charge of a tariff with two parts
};

// What stands on a site.
struct StationBuild {
    double dc_kw = 0.0;  // of modules
    double ac_kw = 0.0;  // of piles
    double connection_kw = 0.0;
    double storage_kwh = 0.0;
    double pv_kw = 0.0;
};
// Pre: bought at this price, before losses.
StationCosts costs_of(StationEconomics const& settings, StationBuild const& build, double bought_yuan_per_kwh,
                      double capacity_yuan_per_year);

// What a kWh sold must bring over the years so that all costs are carried, subsidy and salvage left out
// [yuan/kWh].
double levelised_cost(StationCosts const& costs, double rate, double years, double sold_kwh_per_year);

// Sales by year; the fee comes on top of the price of energy, which is passed on at cost, so what is lost
// between meter and plug is the station's. Subsidies count in the year they are paid, year 0 included.
struct StationSales {
    std::vector<double> sold_kwh;  // by year, from year 1 on
    double fee_yuan_per_kwh;
    double salvage_share;              // of the capital, at the end
    std::vector<double> subsidy_yuan;  // by year, from year 0 on; shorter: none
};
std::vector<double> station_flows(StationCosts const& costs, StationSales const& sales);

// Share of the rated power that has to be sold all year round so that the present value is nothing; nothing
// if a kWh sold loses money. `subsidy_yuan` is paid in year 0.
std::optional<double> break_even_utilisation(StationCosts const& costs, double rated_kw,
                                             double fee_yuan_per_kwh, double salvage_share, double rate,
                                             int years, double subsidy_yuan = 0.0);

}  // namespace yuchong::rollout
