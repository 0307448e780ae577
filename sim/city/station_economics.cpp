#include "sim/city/station_economics.hpp"

#include "sim/rollout/economics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace yuchong::city {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double days_a_year = 365.0, months_a_year = 12.0;

// Of the recorded time.
double days_in_service(City const& city, supply::Station const& station) {
    auto const midnight = [&](std::int32_t day) {
        std::int32_t const first = city.calendar.day(city.window.begin);
        std::int32_t const last = city.calendar.day(city.window.end) + 1;
        return city.calendar.midnight(std::clamp(day, first, last));
    };
    SimTime const from = std::max(midnight(station.in_service_day), city.window.begin),
                  to = std::min(midnight(station.retired_day), city.window.end);
    return std::max(0.0, (to - from).hours() / 24.0);
}

// Nothing is known of what depots earn and of what swap stations cost.
void add_unknown(measure::EconomicsTable& table) {
    for (std::vector<double>* column :
         {&table.sold_kwh_per_year, &table.utilisation, &table.capital_yuan, &table.capacity_yuan_per_year,
          &table.npv_yuan, &table.irr, &table.payback_years, &table.levelised_cost_yuan_per_kwh,
          &table.break_even_utilisation})
        column->push_back(nothing);
}

rollout::StationBuild build_of(City const& city, supply::Station const& station) {
    supply::Network const& network = city.network();
    rollout::StationBuild build{.connection_kw = station.grid_limit_kw,
                                .storage_kwh = station.plant.storage_kwh,
                                .pv_kw = station.plant.pv_peak_kw};
    for (std::uint32_t h = station.first_host; h < station.first_host + station.host_count; ++h)
        build.dc_kw += network.hosts[h].modules * network.hosts[h].module_kw;
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p)
        if (network.plugs[p].plug_class == supply::PlugClass::ac) build.ac_kw += network.plugs[p].power_kw;
    return build;
}

}  // namespace

measure::EconomicsTable station_economics(City const& city, State const& state, measure::Bill const& bill) {
    rollout::StationEconomics const& settings = city.inputs.rollout.economics;
    auto const& stations = city.network().stations;
    // What was paid over what it was paid for, depots and swap stations included.
    auto const& by_hour = state.recorder.state().energy_by_hour.public_kwh;
    double const paid_for_kwh = std::accumulate(by_hour.begin(), by_hour.end(), 0.0);
    double const price = paid_for_kwh > 0.0 ? bill.public_yuan / paid_for_kwh : 0.0;
    auto const years = static_cast<std::size_t>(settings.years);

    measure::EconomicsTable table;
    for (std::size_t s = 0; s < stations.size(); ++s) {
        double const open_days = days_in_service(city, stations[s]);
        if (!stations[s].is_public() || open_days <= 0.0) {
            add_unknown(table);
            continue;
        }
        rollout::StationBuild const build = build_of(city, stations[s]);
        double const capacity_yuan = state.demand_meter
                                         ? city.inputs.tariff.demand_charge_yuan_per_kw_month *
                                               state.demand_meter->mean_month_kw(s, state.now) * months_a_year
                                         : 0.0;
        rollout::StationCosts const costs = rollout::costs_of(settings, build, price, capacity_yuan);
        double const bought_kwh = state.supply.metered_kwh[s] - state.metered_kwh_at_begin[s];
        double const sold_kwh = bought_kwh * settings.efficiency * days_a_year / open_days;
        double const fee = stations[s].service_fee_yuan_per_kwh, rated_kw = build.dc_kw + build.ac_kw;
        std::vector<double> const flows =
            rollout::station_flows(costs, {std::vector<double>(years, sold_kwh),
                                           fee,
                                           settings.salvage_share,
                                           {settings.subsidy_yuan_per_kw * build.dc_kw}});
        table.sold_kwh_per_year.push_back(sold_kwh);
        table.utilisation.push_back(sold_kwh / (rated_kw * days_a_year * 24.0));
        table.capital_yuan.push_back(costs.capital_yuan);
        table.capacity_yuan_per_year.push_back(capacity_yuan);
        table.npv_yuan.push_back(rollout::net_present_value(flows, settings.discount_rate));
        table.irr.push_back(rollout::internal_rate_of_return(flows).value_or(nothing));
        table.payback_years.push_back(rollout::payback_years(flows).value_or(nothing));
        table.levelised_cost_yuan_per_kwh.push_back(
            sold_kwh > 0.0 ? rollout::levelised_cost(costs, settings.discount_rate, settings.years, sold_kwh)
                           : nothing);
        table.break_even_utilisation.push_back(
            rollout::break_even_utilisation(costs, rated_kw, fee, settings.salvage_share,
                                            settings.discount_rate, static_cast<int>(settings.years),
                                            settings.subsidy_yuan_per_kw * build.dc_kw)
                .value_or(nothing));
    }
    return table;
}

measure::EconomicsSummary summarise_economics(measure::EconomicsTable const& table) {
    double capital = 0.0, npv = 0.0, sold_kwh = 0.0, costs_yuan = 0.0, profitable = 0.0, stations = 0.0;
    for (std::size_t s = 0; s < table.npv_yuan.size(); ++s) {
        if (std::isnan(table.npv_yuan[s])) continue;
        stations += 1.0;
        capital += table.capital_yuan[s];
        npv += table.npv_yuan[s];
        profitable += table.npv_yuan[s] > 0.0 ? 1.0 : 0.0;
        if (table.sold_kwh_per_year[s] <= 0.0) continue;
        sold_kwh += table.sold_kwh_per_year[s];
        costs_yuan += table.sold_kwh_per_year[s] * table.levelised_cost_yuan_per_kwh[s];
    }
    return {capital, npv, stations > 0.0 ? profitable / stations : 0.0,
            sold_kwh > 0.0 ? costs_yuan / sold_kwh : nothing};
}

}  // namespace yuchong::city
