#pragma once
// Time series and sums of swap stations, in the steps of /stations; only a city that has some has one. What
// is read are accounts that only grow: a step is the difference of two readings.
//
//   SwapRecorder swaps(settings, window, stations, sink);
//   swaps.read(now, readings);   // when the window opens and at the end of each step
//   swaps.flush();               // whenever Recorder::flush() is called

#include "sim/measure/settings.hpp"
#include "sim/measure/sink.hpp"
#include "sim/measure/window.hpp"
#include "sim/supply/swap_station.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuchong::measure {

struct SwapRecorderState {
    std::vector<supply::SwapReading> opened,
        last;                    // by station: when the window opened, and at the last step
    std::int64_t written, rows;  // steps handed over, and whole ones that are not
    std::vector<float> packs_ready, packs_charging, packs_feeding, bay_busy;  // row-major
    std::vector<std::int32_t> swaps;
};

template <class A>
void archive(A& a, SwapRecorderState& s) {
    a(s.opened, s.last, s.written, s.rows, s.packs_ready, s.packs_charging, s.packs_feeding, s.bay_busy,
      s.swaps);
}

// What a run with swap stations ends with, over the recorded window.
struct SwapSummary {
    std::int64_t stations = 0, packs = 0;
    std::int64_t swaps = 0;      // begun
    double exchanged_kwh = 0.0;  // by swaps that ended: what cars were given beyond what they brought
    double wait_mean_s = 0.0;    // of cars that were swapped, in line
    double starved_share = 0.0;  // of the stations' time: no pack ready
    double bay_utilisation = 0.0;
    double fed_back_kwh = 0.0, fed_back_yuan = 0.0;  // by packs, and what is paid for it
    double wear_yuan = 0.0;                          // of packs that fed back
};

class SwapRecorder {
public:
    // The sink must outlive the recorder.
    SwapRecorder(RecordSettings const& settings, Window const& window, std::size_t stations, Sink& sink);

    // Pre: one reading a station; `now` inside the window, at its beginning first, then a step apart
    // (checked).
    void read(SimTime now, std::span<supply::SwapReading const> readings);
    // Hands over all whole steps.
    void flush();

    [[nodiscard]] SwapRecorderState& state() { return state_; }
    [[nodiscard]] SwapRecorderState const& state() const { return state_; }

private:
    Duration step_;
    Window window_;
    Sink* sink_;
    SwapRecorderState state_{};
};

// Without `packs` and what they fed back, which the caller knows.
[[nodiscard]] SwapSummary summarise(SwapRecorderState const& state, Window const& window);

}  // namespace yuchong::measure
