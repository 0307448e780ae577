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

}  // namespace yuchong::city
