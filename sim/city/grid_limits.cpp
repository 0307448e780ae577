#include "sim/city/grid_limits.hpp"

#include "sim/city/home_meter.hpp"
#include "sim/city/scheduling.hpp"
#include "sim/city/stations.hpp"
#include "sim/city/volt_var.hpp"
#include "sim/grid/station_caps.hpp"
#include "sim/supply/station.hpp"

namespace yuchong::city {

bool limits_stations(Inputs const& inputs) {
    return inputs.grid.flow.enforce != grid::Enforcement::none || reserves_for_volt_var(inputs);
}

void limits_tick(City const& city, State& state, SimTime now) {
    GridMeters& meters = state.grid->meters;
    Duration const step = city.grid->distribution.step_length();
    look_at_home_kwh(state, now, meters.home_kw);
    for (double& kw : meters.home_kw) kw /= step.hours();
    std::vector<double> cap_kw = city.supply.limit_kw;
    if (city.inputs.grid.flow.enforce != grid::Enforcement::none)
        grid::StationCaps(city.grid->distribution)
            .find(state.grid->flow, load_of(city, meters, now, now + step), city.supply.limit_kw,
                  city.inputs.grid.flow.enforce, cap_kw);
    if (reserves_for_volt_var(city.inputs)) reserve_for_volt_var(city, state.grid->flow, cap_kw);
    for (std::uint32_t s = 0; s < cap_kw.size(); ++s) {
        if (cap_kw[s] == meters.cap_kw[s]) continue;
        meters.cap_kw[s] = cap_kw[s];
        apply(city, state, s,
              supply::cap_station(city.supply, state.supply, supply::StationId{s}, Kilowatts{cap_kw[s]}, now),
              now);
    }
    schedule_slot(city, state, SlotClass::clock, static_cast<std::uint32_t>(Clock::grid_limits), now + step,
                  EventKind::grid_limits);
}

}  // namespace yuchong::city
