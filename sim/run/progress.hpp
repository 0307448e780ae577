#pragma once
// How far a run is. The simulation thread writes, the thread that draws reads; both only through atomics, so
// the simulation never waits for a terminal and its results cannot depend on who looks.

#include "sim/base/calendar.hpp"
#include "sim/base/time.hpp"
#include "sim/run/cost.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace yuchong::run {

enum class Stage : std::uint8_t { preparing, simulating, writing };

struct ProgressReading {
    std::string civil;  // simulated date and time, "2025-08-05 14:20"
    double share;       // [0..1] of the whole span, warm-up included
    double days_per_s;  // simulated days per second of wall time; 0 before the first step
    std::int64_t sessions;
    double left_s;  // [s] wall time; negative if unknown
};

class Progress {
public:
    // By the simulation thread: begin() once, then advance() as often as it likes. A resumed run begins at
    // its checkpoint, a fresh one at SimTime{0}.
    void begin(Calendar const& calendar, SimTime begin, SimTime end);
    void advance(SimTime now, std::int64_t sessions);
    void write();

    // By any thread.
    [[nodiscard]] Stage stage() const { return stage_.load(std::memory_order_acquire); }
    [[nodiscard]] ProgressReading read() const;  // @pre stage() was seen past `preparing`

private:
    // Set by begin() before it stores the stage, read only by those who saw the stage change.
    std::optional<Calendar> calendar_;
    SimTime begin_, end_;
    WallClock clock_;

    std::atomic<Stage> stage_{Stage::preparing};
    std::atomic<std::int64_t> now_ms_{0}, sessions_{0};
};

// "2025-08-05 14:20   42 %   3.2 days/s   812,345 sessions   12 s left"
std::string progress_line(ProgressReading const& reading);
// "########............" for a share of 0.4 and 20 cells.
std::string progress_bar(double share, int cells);

}  // namespace yuchong::run
