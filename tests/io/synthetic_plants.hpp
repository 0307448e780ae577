#pragma once
// A storage with panels and panels alone at two stations of the made-up city, written through the real
// recorder.

#include "sim/measure/plant_recorder.hpp"
#include "tests/io/synthetic_result.hpp"

#include <cmath>
#include <vector>

namespace yuchong::test {

inline void equip(SyntheticCity& city) {
    city.network.stations[0].plant = {.storage_kwh = 200,
                                      .storage_kw = 100,
                                      .start_share = 0.5,
                                      .pv_peak_kw = 30,
                                      .rule = supply::StorageRule::arbitrage};
    city.network.stations[2].plant.pv_peak_kw = 60;
}

inline void run_plants(measure::PlantRecorder& recorder, std::int64_t until_minute) {
    for (std::int64_t minute = 1; minute <= until_minute; ++minute) {
        double const x = static_cast<double>(minute % 13);
        std::vector<supply::PlantFlows> const flows{{5.0 + x, 0.0, x, 0.0, 0.25},
                                                    {0.0, 0.5, 0.0, 0.0, 0.5 + x}};
        std::vector<double> const soc{0.1 + 0.001 * static_cast<double>(minute), NAN};
        recorder.minute({.end = SimTime{minute * 60'000},
                         .flows = flows,
                         .soc = soc,
                         .charging_kwh = 20.0 + x,
                         .hour = {8, static_cast<int>(minute / 60 % 24)}});
    }
}

}  // namespace yuchong::test
