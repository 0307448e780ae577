#pragma once
// How far a sweep is, on stderr: one line redrawn in place on a terminal, a line now and then elsewhere, or
// nothing.
//
//   runs: 12 done, 2 running, 0 failed, 10 left; 1 min 20 s left

#include "sim/sweep/agenda.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace yuchong::sweep {

enum class Show : std::uint8_t { automatic, plain, off };

// `elapsed` since `counts.done` was `done_before`; without a run done since, no time left is known.
[[nodiscard]] std::string progress_text(Counts const& counts, std::size_t running, std::size_t done_before,
                                        std::chrono::duration<double> elapsed);

class Table {
public:
    explicit Table(Show show);
    void update(Counts const& counts, std::size_t running);
    void end(Counts const& counts);
    void note(std::string const& text);  // a line of its own

private:
    using Clock = std::chrono::steady_clock;
    Show show_;
    bool redraws_;
    Clock::time_point began_, shown_{};
    std::size_t done_before_ = 0;
    bool first_ = true;
};

}  // namespace yuchong::sweep
