#pragma once
// A swap station among those of the made-up city, written through the real recorder.

#include "sim/measure/swap_recorder.hpp"
#include "tests/io/synthetic_result.hpp"

#include <array>

namespace yuchong::test {

inline void equip_swaps(SyntheticCity& city) { city.network.stations[1].swap = {4, vehicle::ModelId{0}}; }

// Accounts that grow evenly: two packs ready, one on charge, a swap in four steps.
inline void run_swaps(measure::SwapRecorder& recorder, SyntheticCity const& city) {
    Duration const step = city.settings.station_step;
    std::int64_t const steps = city.window().length().ms / step.ms;
    for (std::int64_t k = 0; k <= steps; ++k) {
        supply::SwapReading const reading{.ready_ms = 2 * k * step.ms,
                                          .charging_ms = k * step.ms,
                                          .feeding_ms = k * minutes(2).ms,
                                          .bay_ms = k * minutes(1).ms,
                                          .starved_ms = 0,
                                          .waited_ms = k * seconds(30).ms,
                                          .ready = 2,
                                          .charging = 1,
                                          .feeding = 0,
                                          .swaps = static_cast<std::uint32_t>(k / 4),
                                          .exchanged_kwh = 40.0 * static_cast<double>(k / 4)};
        recorder.read(city.window().begin + k * step, std::array{reading});
    }
}

}  // namespace yuchong::test
