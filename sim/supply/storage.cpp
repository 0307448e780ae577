#include "sim/supply/storage.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <limits>

namespace yuchong::supply {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

StorageFlow discharge(double power_kw, double draw_kw, double grid_limit_kw, double stop_kwh) {
    double const served_kw = std::min(draw_kw, grid_limit_kw + power_kw);
    return {0.0, power_kw, served_kw, served_kw - power_kw, stop_kwh};
}

StorageFlow charge(double power_kw, double draw_kw, double stop_kwh) {
    return {power_kw, 0.0, std::max(draw_kw, 0.0), draw_kw + power_kw, stop_kwh};
}

// Of the cells per hour; below 0 while discharging.
double cell_kw(Storage const& storage, StorageFlow const& flow) {
    return storage.charge_efficiency * flow.charge_kw - flow.discharge_kw / storage.discharge_efficiency;
}

}  // namespace

Storage storage_of(StorageSettings const& settings, double nominal_kwh) {
    check(nominal_kwh > 0.0, "a storage holds nothing (nominal energy not above 0)");
    double const usable_kwh = (settings.highest_soc - settings.lowest_soc) * nominal_kwh;
    return {.power_kw = settings.c_rate * nominal_kwh,
            .usable_kwh = usable_kwh,
            .reserve_kwh = settings.reserve_share * usable_kwh,
            .charge_efficiency = settings.charge_efficiency,
            .discharge_efficiency = settings.discharge_efficiency};
}

StorageFlow plan_storage(Storage const& storage, StorageState const& state, StorageOrder order,
                         double draw_kw, double grid_limit_kw) {
    bool const full = state.energy_kwh >= storage.usable_kwh, empty = state.energy_kwh <= 0.0;
    double const excess_kw = std::max(draw_kw - grid_limit_kw, 0.0), surplus_kw = std::max(-draw_kw, 0.0);
    if (order == StorageOrder::relieve && draw_kw > 0.0 && state.energy_kwh > storage.reserve_kwh) {
        return discharge(std::min(draw_kw, storage.power_kw), draw_kw, grid_limit_kw, storage.reserve_kwh);
    }
    if (excess_kw > 0.0) {
        double const power_kw = empty ? 0.0 : std::min(excess_kw, storage.power_kw);
        return discharge(power_kw, draw_kw, grid_limit_kw, 0.0);
    }
    double const room_kw = order == StorageOrder::recharge ? grid_limit_kw - draw_kw : surplus_kw;
    return charge(full ? 0.0 : std::min(room_kw, storage.power_kw), draw_kw, storage.usable_kwh);
}

double hours_to_stop(Storage const& storage, StorageState const& state, StorageFlow const& flow) {
    double const rate_kw = cell_kw(storage, flow);
    return rate_kw == 0.0 ? never : std::max((flow.stop_kwh - state.energy_kwh) / rate_kw, 0.0);
}

void advance(Storage const& storage, StorageState& state, StorageFlow const& flow, double hours) {
    double const stop_h = hours_to_stop(storage, state, flow), flowing_h = std::min(hours, stop_h);
    double const in_kwh = flow.charge_kw * flowing_h, out_kwh = flow.discharge_kw * flowing_h;
    state.charged_kwh += in_kwh;
    state.discharged_kwh += out_kwh;
    state.loss_kwh += (1.0 - storage.charge_efficiency) * in_kwh;
    state.loss_kwh += (1.0 / storage.discharge_efficiency - 1.0) * out_kwh;
    state.energy_kwh = hours >= stop_h ? flow.stop_kwh : state.energy_kwh + cell_kw(storage, flow) * hours;
}

}  // namespace yuchong::supply
