#include "sim/measure/swap_recorder.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <array>

namespace yuchong::measure {

namespace {

float mean_over(std::int64_t ms, Duration step) {
    return static_cast<float>(static_cast<double>(ms) / static_cast<double>(step.ms));
}

std::array<std::vector<float>*, 4> all_of(SwapRecorderState& s) {
    return {&s.packs_ready, &s.packs_charging, &s.packs_feeding, &s.bay_busy};
}

}  // namespace

SwapRecorder::SwapRecorder(RecordSettings const& settings, Window const& window, std::size_t stations,
                           Sink& sink)
    : step_(settings.station_step), window_(window), sink_(&sink) {
    std::size_t const cells = static_cast<std::size_t>(block_steps) * stations;
    // A window that opens with the simulation is never read at its beginning: all accounts are zero.
    state_.opened.assign(stations, {});
    state_.last = state_.opened;
    for (auto* series : all_of(state_)) series->reserve(cells);
    state_.swaps.reserve(cells);
}

void SwapRecorder::read(SimTime now, std::span<supply::SwapReading const> readings) {
    SwapRecorderState& s = state_;
    if (now == window_.begin) {
        s.opened.assign(readings.begin(), readings.end());
        s.last = s.opened;
        return;
    }
    check(readings.size() == s.last.size() && now == window_.begin + (s.written + s.rows + 1) * step_,
          "readings of swap stations out of order or of the wrong size");
    for (std::size_t i = 0; i < readings.size(); ++i) {
        s.packs_ready.push_back(mean_over(readings[i].ready_ms - s.last[i].ready_ms, step_));
        s.packs_charging.push_back(mean_over(readings[i].charging_ms - s.last[i].charging_ms, step_));
        s.packs_feeding.push_back(mean_over(readings[i].feeding_ms - s.last[i].feeding_ms, step_));
        s.bay_busy.push_back(mean_over(readings[i].bay_ms - s.last[i].bay_ms, step_));
        s.swaps.push_back(static_cast<std::int32_t>(readings[i].swaps - s.last[i].swaps));
    }
    s.last.assign(readings.begin(), readings.end());
    if ((s.written + ++s.rows) % block_steps == 0) flush();
}

void SwapRecorder::flush() {
    SwapRecorderState& s = state_;
    if (s.rows == 0) return;
    sink_->append(
        SwapBlock{s.written, s.rows, s.packs_ready, s.packs_charging, s.packs_feeding, s.bay_busy, s.swaps});
    s.written += s.rows;
    s.rows = 0;
    for (auto* series : all_of(s)) series->clear();
    s.swaps.clear();
}

SwapSummary summarise(SwapRecorderState const& state, Window const& window) {
    SwapSummary sum;
    sum.stations = static_cast<std::int64_t>(state.last.size());
    std::int64_t waited_ms = 0, starved_ms = 0, bay_ms = 0;
    for (std::size_t i = 0; i < state.last.size(); ++i) {
        supply::SwapReading const &from = state.opened[i], &to = state.last[i];
        sum.swaps += to.swaps - from.swaps;
        sum.exchanged_kwh += to.exchanged_kwh - from.exchanged_kwh;
        waited_ms += to.waited_ms - from.waited_ms;
        starved_ms += to.starved_ms - from.starved_ms;
        bay_ms += to.bay_ms - from.bay_ms;
    }
    double const all_ms = static_cast<double>(window.length().ms * sum.stations);
    if (sum.swaps > 0)
        sum.wait_mean_s = static_cast<double>(waited_ms) / 1e3 / static_cast<double>(sum.swaps);
    sum.starved_share = static_cast<double>(starved_ms) / all_ms;
    sum.bay_utilisation = static_cast<double>(bay_ms) / all_ms;
    return sum;
}

}  // namespace yuchong::measure
