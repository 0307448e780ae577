#include "sim/measure/bill.hpp"

namespace yuchong::measure {

Bill price(EnergyByHour const& energy, control::Tariff const& tariff) {
    Bill bill{};
    for (int month = 1; month <= 12; ++month) {
        for (int hour = 0; hour < 24; ++hour) {
            std::size_t const i = EnergyByHour::index({month, hour});
            double kwh = energy.public_kwh[i];
            bill.public_yuan += kwh * tariff.price(month, hour).value();
            for (std::size_t plan = 0; plan < control::home_plans; ++plan) {
                double const home_kwh = energy.home_kwh[i][plan];
                auto const home_plan = static_cast<control::HomePlan>(plan);
                bill.home_yuan += home_kwh * tariff.home_price(home_plan, month, hour).value();
                kwh += home_kwh;
            }
            FedBackEnergy const& fed = energy.fed_back[i];
            bill.fed_back_kwh += fed.at_plug_kwh;
            bill.fed_back_at_stations_kwh += fed.at_stations_kwh;
            bill.fed_back_yuan +=
                (fed.at_plug_kwh - fed.at_stations_kwh) * tariff.feed_in(month, hour).value() +
                fed.at_stations_kwh * tariff.station_feed_in(month, hour).value();
            bill.fed_back_carbon_kg += fed.at_plug_kwh * tariff.carbon(month, hour).value();
            bill.from_battery_kwh += fed.from_battery_kwh;
            bill.packs_kwh += fed.by_packs_kwh;
            bill.packs_yuan += fed.by_packs_kwh * tariff.station_feed_in(month, hour).value();
            bill.packs_carbon_kg += fed.by_packs_kwh * tariff.carbon(month, hour).value();
            bill.carbon_kg += kwh * tariff.carbon(month, hour).value();
        }
    }
    return bill;
}

double carbon_kg(std::array<double, EnergyByHour::hours> const& kwh, control::Tariff const& tariff) {
    double kg = 0.0;
    for (int month = 1; month <= 12; ++month) {
        for (int hour = 0; hour < 24; ++hour)
            kg += kwh[EnergyByHour::index({month, hour})] * tariff.carbon(month, hour).value();
    }
    return kg;
}

}  // namespace yuchong::measure
