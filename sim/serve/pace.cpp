#include "sim/serve/pace.hpp"

#include <algorithm>

namespace yuchong::serve {

namespace {

using namespace std::chrono_literals;

constexpr auto look_at_stop_every = 50ms;

}  // namespace

void Pace::order(Orders const& orders) {
    {
        std::scoped_lock const lock(mutex_);
        if (orders_ == orders) return;
        orders_ = orders;
    }
    changed_.notify_all();
}

Orders Pace::orders() const {
    std::scoped_lock const lock(mutex_);
    return orders_;
}

void Pace::begin(SimTime now) {
    std::scoped_lock const lock(mutex_);
    go_on(now);
}

Pace::Clock::time_point Pace::due(SimTime now) const {
    using Seconds = std::chrono::duration<double>;
    Seconds const least((now - since_).seconds() / orders_.limit);
    return since_at_ + std::chrono::ceil<Clock::duration>(std::min<Seconds>(least, 24h));
}

void Pace::go_on(SimTime now) {
    since_ = now;
    since_at_ = Clock::now();
}

bool Pace::passes(SimTime now) {
    std::scoped_lock const lock(mutex_);
    if (!free(now)) return false;
    go_on(now);
    return true;
}

void Pace::wait(SimTime now, std::atomic<bool> const& stop) {
    std::unique_lock lock(mutex_);
    while (!free(now) && !stop.load(std::memory_order_relaxed)) {
        auto const soon = Clock::now() + look_at_stop_every;
        changed_.wait_until(lock, orders_.pauses > 0 ? soon : std::min(soon, due(now)));
    }
    go_on(now);
}

}  // namespace yuchong::serve
