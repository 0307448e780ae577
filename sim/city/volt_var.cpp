#include "sim/city/volt_var.hpp"

#include "sim/city/city.hpp"

#include <algorithm>
#include <cmath>

namespace yuchong::city {

namespace {

enum class StationPurpose : std::uint16_t { volt_var = 1'001 };  // of draws in class `station`, by the city

// Of its AC piles together.
double piles_kw(City const& city, supply::Station const& station) {
    double sum_kw = 0.0;
    for (std::uint32_t p = station.first_plug; p < station.first_plug + station.plug_count; ++p)
        if (!city.network().plugs[p].host) sum_kw += city.supply.plug_limit_kw[p];
    return sum_kw;
}

}  // namespace

grid::StationInverters station_inverters(Inputs const& inputs, supply::Network const& network,
                                         RandomSource const& random) {
    grid::VoltVarSettings const& settings = inputs.control.volt_var;
    if (!settings.on) return {};
    grid::StationInverters inverters{settings.curve, {}};
    for (supply::Station const& station : network.stations) {
        Block const draw = random.draw(
            {DrawClass::station, static_cast<std::uint16_t>(StationPurpose::volt_var), station.ordinal});
        double converters_kw = 0.0;
        for (std::uint32_t h = station.first_host; h < station.first_host + station.host_count; ++h)
            converters_kw += network.hosts[h].modules * network.hosts[h].module_kw;
        double const rating_kva = std::min(settings.rating_kva_per_kw * converters_kw, station.grid_limit_kw);
        inverters.rating_kva.push_back(draw.uniform(0) < settings.site_share ? rating_kva : 0.0);
    }
    return inverters;
}

bool reserves_for_volt_var(Inputs const& inputs) {
    return inputs.control.volt_var.on && inputs.grid.flow.flow != grid::FlowScope::none &&
           inputs.control.volt_var.priority == grid::PowerPriority::reactive;
}

void reserve_for_volt_var(City const& city, grid::DistributionState const& flow, std::span<double> cap_kw) {
    grid::Network const& network = city.grid->network;
    grid::StationInverters const& inverters = city.grid->distribution.inverters();
    for (std::size_t s = 0; s < cap_kw.size(); ++s) {
        double const rating_kva = inverters.rating_kva[s];
        grid::TransformerId const transformer = network.station_transformer[s];
        bool const solved =
            flow.feeders[network.feeder_of(transformer).index()].solution != grid::Solution::none;
        if (rating_kva == 0.0 || !solved) continue;
        double const voltage_pu =
            grid::magnitude(flow.voltage[network.transformers[transformer.index()].node]);
        double const wanted_kvar = rating_kva * grid::volt_var(voltage_pu, inverters.curve).reactive_pu;
        double const left_kw =
            grid::within_rating({rating_kva, wanted_kvar}, rating_kva, grid::PowerPriority::reactive)
                .active_kw;
        cap_kw[s] = std::min(cap_kw[s], left_kw + piles_kw(city, city.network().stations[s]));
    }
}

}  // namespace yuchong::city
