#include "sim/supply/equipment.hpp"

#include "sim/supply/network_scope.hpp"
#include "sim/supply/station_builder.hpp"

#include <algorithm>

namespace yuchong::supply {

namespace {

Block draw_for(RandomSource const& random, Station const& station, std::uint32_t k) {
    return random.draw(
        {DrawClass::station, static_cast<std::uint16_t>(DraftPurpose::equipment), station.ordinal, 0, k});
}

// One number a pile: a larger share keeps all that could.
void make_bidirectional(Network& network, Station const& station, BidirectionalSettings const& settings,
                        RandomSource const& random) {
    std::uint32_t pile = 0;
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p) {
        Plug& plug = network.plugs[p];
        if (plug.plug_class != PlugClass::ac) continue;
        if (draw_for(random, station, ++pile).uniform(0) < settings.share)
            plug.discharge_kw = std::min(settings.discharge_kw, plug.power_kw);
    }
}

}  // namespace

double storage_kwh_for(StorageSettings const& settings, double transformer_kva) {
    double const least_kw = settings.least_power_share * transformer_kva;
    // Its power is c_rate times its energy, so the least power may ask for more energy than the hours do.
    return std::max(least_kw * std::max(settings.least_hours, 1.0 / settings.c_rate), settings.least_kwh);
}

bool meets_storage_rule(StorageSettings const& settings, Plant const& plant, double transformer_kva) {
    double const least_kw = settings.least_power_share * transformer_kva;
    return plant.storage_kw >= least_kw && plant.storage_kwh >= least_kw * settings.least_hours &&
           plant.storage_kwh >= settings.least_kwh;
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
        double const u = draw_for(random, station, 0).uniform(0);
        if (u < settings.storage.share[best]) {
            double const kva = station.grid_limit_kw / power_factor;
            station.plant = plant_with_storage(settings.storage, storage_kwh_for(settings.storage, kva));
        }
        if (u < settings.photovoltaics.share[best])
            station.plant.pv_peak_kw = settings.photovoltaics.kw_per_plug * station.plug_count;
        if (settings.bidirectional.share > 0.0)
            make_bidirectional(network, station, settings.bidirectional, random);
    }
}

}  // namespace yuchong::supply
