#include "sim/city/billing.hpp"

namespace yuchong::city {

measure::Bill bill_of(City const& city, State const& state) {
    measure::Bill bill = measure::price(state.recorder.state().energy_by_hour, city.tariff);
    if (state.plants) {
        auto const& export_kwh = state.plants->state().export_kwh;
        bill.carbon_kg -= measure::carbon_kg(export_kwh, city.tariff);
    }
    if (state.demand_meter)
        bill.demand_charge_yuan =
            city.inputs.tariff.demand_charge_yuan_per_kw_month * state.demand_meter->kw_months(state.now);
    return bill;
}

std::optional<measure::V2gSummary> v2g_summary_of(City const& city, State const& state,
                                                  measure::Bill const& bill) {
    control::V2gSettings const& settings = city.inputs.control.v2g;
    if (settings.strategy == control::V2gStrategy::none) return std::nullopt;
    bool const for_prices = settings.strategy == control::V2gStrategy::v2g_arbitrage;
    return measure::V2gSummary{
        .sessions = state.tally.state().sessions_fed_back,
        .kwh = bill.fed_back_kwh,
        .paid_yuan = for_prices ? bill.fed_back_yuan : settings.reward_yuan_per_kwh * bill.fed_back_kwh,
        .wear_yuan = settings.wear_yuan_per_kwh * bill.from_battery_kwh,
        .carbon_kg = bill.fed_back_carbon_kg,
        .at_stations_kwh = bill.fed_back_at_stations_kwh};
}

}  // namespace yuchong::city
