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
    since_ = now;
    since_at_ = Clock::now();
}

Pace::Clock::time_point Pace::due(SimTime now) const {
    using Seconds = std::chrono::duration<double>;
    Seconds const least((now - since_).seconds() / orders_.limit);
    return since_at_ + std::chrono::ceil<Clock::duration>(std::min<Seconds>(least, 24h));
}

bool Pace::holds(SimTime now) const {
    std::scoped_lock const lock(mutex_);
    return orders_.pauses > 0 || due(now) > Clock::now();
}

void Pace::pass(SimTime now, std::atomic<bool> const& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.load(std::memory_order_relaxed)) {
        auto const soon = Clock::now() + look_at_stop_every;
        auto const at = due(now);
        if (orders_.pauses == 0 && at <= Clock::now()) break;
        changed_.wait_until(lock, orders_.pauses > 0 ? soon : std::min(soon, at));
    }
    since_ = now;
    since_at_ = Clock::now();
}

}  // namespace yuchong::serve
