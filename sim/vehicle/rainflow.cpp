#include "sim/vehicle/rainflow.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace yuchong::vehicle {

namespace {

using Step = std::uint16_t;

Step step_of(double soc) {
    check(soc >= 0.0 && soc <= 1.0, "no such state of charge (it lies outside 0 to 1)");
    return static_cast<Step>(soc * steps_per_soc + 0.5);
}

Step range(Step a, Step b) { return static_cast<Step>(a < b ? b - a : a - b); }

// Drops `many` points, the first of them at `at`.
void drop(Rainflow& trace, std::size_t at, std::size_t many) {
    auto const first = trace.points.begin() + static_cast<std::ptrdiff_t>(at);
    std::copy(first + static_cast<std::ptrdiff_t>(many), trace.points.begin() + trace.count, first);
    trace.count = static_cast<std::uint16_t>(trace.count - many);
}

Cycle take_oldest_half(Rainflow& trace) {
    Cycle const half{trace.points[0], trace.points[1], 1};
    drop(trace, 0, 1);
    return half;
}

// The last point has turned: the ranges before it that are no wider than the one that leads to it are cycles,
// or half cycles if the trace began with them.
void close(Rainflow& trace, Cycles& closed) {
    while (trace.count >= 3) {
        std::size_t const last = trace.count - std::size_t{1};
        Step const a = trace.points[last - 2], b = trace.points[last - 1], c = trace.points[last];
        if (range(b, c) < range(a, b)) return;
        if (last == 2) {
            closed.push(take_oldest_half(trace));
            return;
        }
        closed.push({a, b, 2});
        drop(trace, last - 2, 2);
    }
}

void append(Rainflow& trace, Step point, Cycles& closed) {
    if (trace.count == Rainflow::capacity) closed.push(take_oldest_half(trace));
    trace.points[trace.count++] = point;
}

}  // namespace

Cycles follow(Rainflow& trace, double soc, double smallest) {
    Cycles closed;
    Step const now = step_of(soc), least = std::max(step_of(smallest), Step{1});
    if (trace.count == 0) {
        append(trace, now, closed);
        return closed;
    }
    Step& last = trace.points[trace.count - std::size_t{1}];
    bool const rising = trace.count > 1 && last > trace.points[trace.count - std::size_t{2}];
    bool const falling = trace.count > 1 && !rising;
    if ((rising && now >= last) || (falling && now <= last)) {
        last = now;
    } else if (range(last, now) >= least) {
        close(trace, closed);
        append(trace, now, closed);
    }
    return closed;
}

Cycles settle(Rainflow& trace) {
    Cycles closed;
    while (trace.count > 2) closed.push(take_oldest_half(trace));
    return closed;
}

Cycles finish(Rainflow& trace) {
    Cycles closed;
    if (trace.count > 1) close(trace, closed);
    while (trace.count > 1) closed.push(take_oldest_half(trace));
    trace.count = 0;
    return closed;
}

}  // namespace yuchong::vehicle
