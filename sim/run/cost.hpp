#pragma once
// What a run costs: processor time, wall time, memory. Goes to /run of the result, never into a result
// proper.

#include <chrono>

namespace yuchong::run {

[[nodiscard]] double process_cpu_s();  // [s] user and system, all threads, since the process began
[[nodiscard]] double thread_cpu_s();   // [s] likewise, the calling thread alone
[[nodiscard]] double peak_rss_mb();    // [MB = 1e6 bytes] largest resident memory so far

class WallClock {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace yuchong::run
