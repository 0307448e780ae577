#pragma once
// How fast a run may go: viewers may hold it, or let it do only so many simulated seconds per second. One
// thread gives orders, the thread of the simulation obeys them between two slices of work.
//
// A limit is a limit: time lost to slow work, or to a pause, is not made up for.

#include "sim/base/time.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>

namespace yuchong::serve {

inline constexpr double unlimited = std::numeric_limits<double>::infinity();

struct Orders {
    int pauses = 0;            // viewers who hold the run
    double limit = unlimited;  // simulated seconds per second; > 0

    bool operator==(Orders const&) const = default;
};

class Pace {
public:
    // By any thread.
    void order(Orders const& orders);
    [[nodiscard]] Orders orders() const;

    // By the simulation: it stands at `now` and begins to work.
    void begin(SimTime now);
    // Whether it goes on from `now` at once; if not, it has to wait().
    [[nodiscard]] bool passes(SimTime now);
    // Returns when it may go on from `now`, or soon after `stop` was raised.
    void wait(SimTime now, std::atomic<bool> const& stop);

private:
    using Clock = std::chrono::steady_clock;
    // All under the lock.
    [[nodiscard]] Clock::time_point due(SimTime now) const;  // of the limit alone
    [[nodiscard]] bool free(SimTime now) const { return orders_.pauses == 0 && due(now) <= Clock::now(); }
    void go_on(SimTime now);

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Orders orders_;
    SimTime since_;               // the slice of work in hand began here ...
    Clock::time_point since_at_;  // ... and at this time of the wall
};

}  // namespace yuchong::serve
