#include "sim/supply/plant_flow.hpp"

#include "sim/supply/metering.hpp"

#include <algorithm>

namespace yuchong::supply {

namespace {

// Constant flows until the storage is empty, full or at its reserve, then anew.
void run(BuiltPlant const& built, PlantState& plant, double draw_kw, double limit_kw, double hours) {
    for (double left_h = hours; left_h > 0.0;) {
        StorageFlow const now = plan_storage(built.storage, plant.storage, plant.order, draw_kw, limit_kw);
        double const flowing_h = std::min(left_h, hours_to_stop(built.storage, plant.storage, now));
        double const net_kwh = (draw_kw + now.charge_kw - now.discharge_kw) * flowing_h;
        plant.minute.import_kwh += std::max(net_kwh, 0.0);
        plant.minute.export_kwh += std::max(-net_kwh, 0.0);
        plant.minute.charged_kwh += now.charge_kw * flowing_h;
        plant.minute.discharged_kwh += now.discharge_kw * flowing_h;
        advance(built.storage, plant.storage, now, flowing_h);
        plant.lowest_kwh = std::min(plant.lowest_kwh, plant.storage.energy_kwh);
        plant.highest_kwh = std::max(plant.highest_kwh, plant.storage.energy_kwh);
        left_h -= flowing_h;
    }
}

PlantFlows sum(PlantFlows const& a, PlantFlows const& b) {
    return {a.import_kwh + b.import_kwh, a.export_kwh + b.export_kwh, a.charged_kwh + b.charged_kwh,
            a.discharged_kwh + b.discharged_kwh, a.pv_kwh + b.pv_kwh};
}

}  // namespace

double connection_limit_kw(Supply const& supply, BuiltPlant const& built, PlantState const& plant) {
    return std::min(supply.limit_kw[built.station.index()], plant.cap_kw);
}

void settle_plant(Supply const& supply, State& state, StationId station, SimTime now) {
    std::uint32_t const index = supply.plant_of_station[station.index()];
    if (index == no_plant) return;
    BuiltPlant const& built = supply.plants[index];
    PlantState& plant = state.plants[index];
    if (plant.at == now) return;
    double const hours = (now - plant.at).hours();
    double const drawn_kwh = unread_kwh(supply, state, station, now);
    plant.minute.pv_kwh += plant.pv_kw * hours;
    run(built, plant, (drawn_kwh - plant.drawn_kwh) / hours - plant.pv_kw,
        connection_limit_kw(supply, built, plant), hours);
    plant.drawn_kwh = drawn_kwh;
    plant.at = now;
}

PlantFlows take_flows(PlantState& plant) {
    PlantFlows const taken = plant.minute;
    plant.total = sum(plant.total, taken);
    plant.minute = {};
    return taken;
}

PlantFlows flows_of(PlantState const& plant) { return sum(plant.total, plant.minute); }

double kept_and_lost_kwh(BuiltPlant const& built, PlantState const& plant) {
    return plant.storage.energy_kwh - built.start_share * built.storage.usable_kwh + plant.storage.loss_kwh;
}

double storage_soc(Supply const& supply, State const& state, std::uint32_t index) {
    Station const& station = supply.network.stations[supply.plants[index].station.index()];
    return supply.settings.storage.lowest_soc +
           state.plants[index].storage.energy_kwh / station.plant.storage_kwh;
}

}  // namespace yuchong::supply
