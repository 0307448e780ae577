#pragma once
// Grid-side energy of charging, and of what vehicles fed back, over the recorded span, by month and hour of
// the day: all that is needed to price it at any tariff afterwards, for prices change at full hours only. A
// minute belongs to the hour in which it begins; a scenario that starts at a full minute has none that lies
// in two.

#include "sim/base/quantity.hpp"
#include "sim/control/tariff.hpp"

#include <array>
#include <cstddef>

namespace yuchong::measure {

struct HourOfYear {
    int month, hour;  // 1..12, 0..23
};

using HomeEnergy = std::array<double, control::home_plans>;  // [kWh] by control::HomePlan

struct FedBackEnergy {
    double at_plug_kwh, from_battery_kwh;
    double at_stations_kwh = 0.0;  // of at_plug_kwh; the rest at home
    double by_packs_kwh = 0.0;     // beside it: packs of swap stations
};

struct EnergyByHour {
    static constexpr std::size_t hours = 12 * 24;
    static constexpr std::size_t index(HourOfYear at) {
        return static_cast<std::size_t>((at.month - 1) * 24 + at.hour);
    }

    std::array<double, hours> public_kwh;
    std::array<HomeEnergy, hours> home_kwh;
    std::array<FedBackEnergy, hours> fed_back;

    void add(HourOfYear at, KilowattHours at_stations, HomeEnergy const& at_homes, FedBackEnergy const& fed) {
        std::size_t const i = index(at);
        public_kwh[i] += at_stations.value();
        fed_back[i].at_plug_kwh += fed.at_plug_kwh;
        fed_back[i].from_battery_kwh += fed.from_battery_kwh;
        fed_back[i].at_stations_kwh += fed.at_stations_kwh;
        fed_back[i].by_packs_kwh += fed.by_packs_kwh;
        for (std::size_t plan = 0; plan < at_homes.size(); ++plan) home_kwh[i][plan] += at_homes[plan];
    }
};

}  // namespace yuchong::measure
