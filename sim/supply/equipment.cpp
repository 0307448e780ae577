#include "sim/supply/equipment.hpp"

#include "sim/supply/network_scope.hpp"
#include "sim/supply/station_builder.hpp"

#include <algorithm>

namespace yuchong::supply {

double storage_kwh_for(StorageSettings const& settings, double transformer_kva) {
    double const least_kw = settings.least_power_share * transformer_kva;
    // Its power is c_rate times its energy, so the least power may ask for more energy than the hours do.
    return std::max(least_kw * std::max(settings.least_hours, 1.0 / settings.c_rate), settings.least_kwh);
}

Plant plant_with_storage(StorageSettings const& settings, double nominal_kwh) {
    return {.storage_kwh = nominal_kwh,
            .storage_kw = settings.c_rate * nominal_kwh,
            .start_share = settings.start_share,
            .rule = settings.rule};
}

void equip_stations(Network& network, SupplySettings const& settings, double power_factor,
                    RandomSource const& random) {
    for (Station& station : network.stations) {
        auto const best = static_cast<std::size_t>(best_plug(network, station));
        Block const block = random.draw(
            {DrawClass::station, static_cast<std::uint16_t>(DraftPurpose::equipment), station.ordinal, 0, 0});
        double const u = block.uniform(0);
        if (u < settings.storage.share[best]) {
            double const kva = station.grid_limit_kw / power_factor;
            station.plant = plant_with_storage(settings.storage, storage_kwh_for(settings.storage, kva));
        }
        if (u < settings.photovoltaics.share[best])
            station.plant.pv_peak_kw = settings.photovoltaics.kw_per_plug * station.plug_count;
    }
}

}  // namespace yuchong::supply
