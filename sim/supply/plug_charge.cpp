#include "sim/supply/plug_charge.hpp"

#include <algorithm>

namespace yuchong::supply {

vehicle::Chemistry derating_row(Supply const& supply, SessionRequest const& request) {
    vehicle::Model const& model = supply.catalogue.models[request.model.index()];
    return vehicle::derating_row(supply.charging.thermal, model,
                                 supply.catalogue.curves[model.curve.index()]);
}

vehicle::Charge plug_charge(Supply const& supply, PlugId plug, SessionRequest const& request, double pack_c) {
    vehicle::Model const& model = supply.catalogue.models[request.model.index()];
    vehicle::CarPack const car{request.energy_kwh, request.curve_scale};
    Plug const& built = supply.network.plugs[plug.index()];
    if (model.flat)
        return vehicle::flat_charge(model, car, supply.plug_limit_kw[plug.index()], request.target_soc);
    if (!built.host) {
        return vehicle::ac_charge(supply.charging, model, car, supply.plug_limit_kw[plug.index()],
                                  request.target_soc);
    }
    double const derating = vehicle::derating(supply.charging.thermal, derating_row(supply, request), pack_c);
    return vehicle::dc_charge(supply.charging, supply.catalogue.curves[model.curve.index()], model, car,
                              {built.power_kw, built.current_a, built.voltage_max_v}, derating, request.soc,
                              request.target_soc);
}

double warm_peak_kw(Supply const& supply, PlugId plug, SessionRequest const& request) {
    vehicle::Model const& model = supply.catalogue.models[request.model.index()];
    double const peak_kw = vehicle::peak_kw(supply.catalogue.curves[model.curve.index()], model,
                                            {request.energy_kwh, request.curve_scale});
    return std::min(peak_kw + supply.charging.thermal.heater_kw, supply.plug_limit_kw[plug.index()]);
}

vehicle::PackHeat session_heat(Supply const& supply, SessionRequest const& request,
                               vehicle::Charge const& charge, double pack_c, double soc) {
    double const waste_kw = (1.0 - charge.pack.efficiency) * charge.acceptance.power_kw(soc);
    return vehicle::pack_heat(supply.charging.thermal, request.energy_kwh, pack_c, request.ambient_c,
                              waste_kw);
}

vehicle::Charge with_heater(vehicle::Charge const& charge, double heater_kw, double soc,
                            double plug_limit_kw) {
    if (heater_kw <= 0.0) return charge;
    double const factor = 1.0 + heater_kw / charge.acceptance.power_kw(soc);
    vehicle::Charge heated{{}, {charge.pack.energy_kwh, charge.pack.efficiency / factor}, charge.stop_soc};
    for (vehicle::Breakpoint const point : charge.acceptance.points()) {
        heated.acceptance.push({point.soc, factor * point.power_kw});
    }
    heated.acceptance.limit_by_line(plug_limit_kw, plug_limit_kw);
    return heated;
}

}  // namespace yuchong::supply
