#pragma once
// What charging costs by the tariff, and the carbon dioxide of its energy.
//
//   Bill const bill = price(state.energy_by_hour, tariff);   // without the charge for power

#include "sim/control/tariff.hpp"
#include "sim/measure/energy_by_hour.hpp"

namespace yuchong::measure {

struct Bill {
    double public_yuan, home_yuan;  // for energy, without service fees
    double demand_charge_yuan;      // for the highest power of stations
    double carbon_kg;
    double fed_back_kwh, fed_back_yuan;  // by vehicles, and what is paid for it at the prices of the place
    double fed_back_at_stations_kwh;     // of it
    double fed_back_carbon_kg;           // that the grid is spared in the same hours
    double from_battery_kwh;             // what left batteries for it: wears them
    double packs_kwh, packs_yuan;        // fed back by packs of swap stations, and what is paid for it
    double packs_carbon_kg;              // that the grid is spared in the same hours

    [[nodiscard]] double energy_yuan() const { return public_yuan + home_yuan; }
};

// Every hour's energy at the price and the intensity of the hour; demand_charge_yuan is 0.
[[nodiscard]] Bill price(EnergyByHour const& energy, control::Tariff const& tariff);

// Of energy by month and hour, as in EnergyByHour.
[[nodiscard]] double carbon_kg(std::array<double, EnergyByHour::hours> const& kwh,
                               control::Tariff const& tariff);

}  // namespace yuchong::measure
