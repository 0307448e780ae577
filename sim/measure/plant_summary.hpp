#pragma once
// What a run with storages or solar panels at stations ends with, beside the numbers of charging.

#include "sim/supply/state.hpp"

#include <cstdint>

namespace yuchong::measure {

struct PlantSummary {
    std::int64_t with_storage = 0, with_pv = 0;                    // stations
    double storage_kwh = 0.0, storage_kw = 0.0, pv_peak_kw = 0.0;  // of all, rated
    supply::PlantFlows flows{};   // at stations with a plant, in the recorded span
    double from_cells_kwh = 0.0;  // what discharging took from them
    double import_kwh = 0.0;      // of all public stations
    double peak_kw = 0.0;         // largest step mean of /city connection_kw
    double feed_in_yuan = 0.0;

    // Of the sun's energy, what did not go to the grid; storages never feed it. 0 without sun.
    [[nodiscard]] double self_consumption() const {
        return flows.pv_kwh > 0.0 ? 1.0 - flows.export_kwh / flows.pv_kwh : 0.0;
    }
    // Energy out of the cells over their nominal energy; 0 without storages.
    [[nodiscard]] double cycles() const { return storage_kwh > 0.0 ? from_cells_kwh / storage_kwh : 0.0; }
};

}  // namespace yuchong::measure
