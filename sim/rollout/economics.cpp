#include "sim/rollout/economics.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::rollout {

namespace {

constexpr double hours_a_year = 8'760.0;

// (1 + rate)^years for whole years by products: the same bits everywhere.
double growth(double rate, std::size_t years) {
    double factor = 1.0;
    for (std::size_t y = 0; y < years; ++y) factor *= 1.0 + rate;
    return factor;
}

int sign_changes(std::span<double const> flows) {
    int changes = 0;
    double last = 0.0;
    for (double const flow : flows) {
        if (flow == 0.0) continue;
        if (last != 0.0 && (flow < 0.0) != (last < 0.0)) ++changes;
        last = flow;
    }
    return changes;
}

// When a running sum that begins below 0 gets there, linear within the year.
template <class Value>
std::optional<double> first_zero(std::span<double const> flows, Value value_of_year) {
    double sum = 0.0;
    for (std::size_t year = 0; year < flows.size(); ++year) {
        double const more = value_of_year(year), before = sum;
        sum += more;
        if (sum >= 0.0) return year == 0 ? 0.0 : static_cast<double>(year) - 1.0 - before / more;
    }
    return std::nullopt;
}

}  // namespace

double capital_recovery_factor(double rate, double years) {
    check(years > 0.0 && years == std::floor(years), "capital is recovered over whole years");
    if (rate == 0.0) return 1.0 / years;
    double const factor = growth(rate, static_cast<std::size_t>(years));
    return rate * factor / (factor - 1.0);
}

double net_present_value(std::span<double const> flows, double rate) {
    double sum = 0.0, factor = 1.0;
    for (double const flow : flows) {
        sum += flow / factor;
        factor *= 1.0 + rate;
    }
    return sum;
}

std::optional<double> internal_rate_of_return(std::span<double const> flows) {
    double low = -0.99, high = 10.0;
    if (sign_changes(flows) != 1) return std::nullopt;
    bool const falls = net_present_value(flows, low) > 0.0;
    if ((net_present_value(flows, high) > 0.0) == falls) return std::nullopt;
    for (int i = 0; i < 200; ++i) {
        double const middle = 0.5 * (low + high);
        if ((net_present_value(flows, middle) > 0.0) == falls) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return 0.5 * (low + high);
}

std::optional<double> payback_years(std::span<double const> flows) {
    return first_zero(flows, [&](std::size_t year) { return flows[year]; });
}

std::optional<double> discounted_payback_years(std::span<double const> flows, double rate) {
    return first_zero(flows, [&](std::size_t year) { return flows[year] / growth(rate, year); });
}

StationCosts costs_of(StationEconomics const& settings, StationBuild const& build, double bought_yuan_per_kwh,
                      double capacity_yuan_per_year) {
    double const capital =
        build.dc_kw * (settings.host_yuan_per_kw + settings.civil_yuan_per_kw) +
        build.ac_kw * settings.ac_pile_yuan_per_kw + build.connection_kw * settings.connection_yuan_per_kw +
        build.storage_kwh * settings.storage_yuan_per_kwh + build.pv_kw * settings.pv_yuan_per_kw;
    return {.capital_yuan = capital,
            .fixed_yuan_per_year = settings.fixed_share * capital,
            .bought_yuan_per_kwh = bought_yuan_per_kwh,
            .efficiency = settings.efficiency,
            .variable_yuan_per_kwh = settings.variable_yuan_per_kwh,
            .capacity_yuan_per_year = capacity_yuan_per_year};
}

double levelised_cost(StationCosts const& costs, double rate, double years, double sold_kwh_per_year) {
    check(sold_kwh_per_year > 0.0, "nothing is sold, so a kWh has no cost");
    double const a_year = capital_recovery_factor(rate, years) * costs.capital_yuan +
                          costs.fixed_yuan_per_year + costs.capacity_yuan_per_year +
                          sold_kwh_per_year / costs.efficiency * costs.bought_yuan_per_kwh +
                          costs.variable_yuan_per_kwh * sold_kwh_per_year;
    return a_year / sold_kwh_per_year;
}

std::vector<double> station_flows(StationCosts const& costs, StationSales const& sales) {
    double const lost_yuan_per_kwh = (1.0 / costs.efficiency - 1.0) * costs.bought_yuan_per_kwh;
    double const margin = sales.fee_yuan_per_kwh - lost_yuan_per_kwh - costs.variable_yuan_per_kwh;
    std::vector<double> flows{-costs.capital_yuan};
    for (double const sold_kwh : sales.sold_kwh)
        flows.push_back(sold_kwh * margin - costs.fixed_yuan_per_year - costs.capacity_yuan_per_year);
    flows.back() += sales.salvage_share * costs.capital_yuan;
    for (std::size_t y = 0; y < std::min(flows.size(), sales.subsidy_yuan.size()); ++y)
        flows[y] += sales.subsidy_yuan[y];
    return flows;
}

// The present value is linear in what is sold.
std::optional<double> break_even_utilisation(StationCosts const& costs, double rated_kw,
                                             double fee_yuan_per_kwh, double salvage_share, double rate,
                                             int years, double subsidy_yuan) {
    check(rated_kw > 0.0 && years > 0, "a station without power or years never breaks even");
    auto const value_at = [&](double utilisation) {
        std::vector<double> const sold(static_cast<std::size_t>(years),
                                       utilisation * rated_kw * hours_a_year);
        return net_present_value(
            station_flows(costs, {sold, fee_yuan_per_kwh, salvage_share, {subsidy_yuan}}), rate);
    };
    double const idle = value_at(0.0), full = value_at(1.0);
    if (full <= idle) return std::nullopt;
    return -idle / (full - idle);
}

}  // namespace yuchong::rollout
