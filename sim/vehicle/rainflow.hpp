#pragma once
// Cycles in a trace of SoC by rainflow counting (ASTM E1049-85, 5.4.4), while the trace unfolds. Kept are the
// turning points that belong to no closed cycle yet, in whole steps of SoC, so that sums are exact:
//
//   sum over counted cycles of range * count, plus half the range still under way = half the way travelled
//
//   Rainflow trace;
//   for (Cycle const& cycle : follow(trace, soc, 0.02)) add_cycle(...);    // at least at every reversal
//   for (Cycle const& cycle : settle(trace)) add_cycle(...);               // say, once a month
//
// A reversal is one once SoC has come back by `smallest` (hysteresis): smaller ones are not part of the way.
// The ranges that are kept shrink from one to the next. Where they would need more room than there is, the
// oldest, which is the widest, is counted as a half cycle and its first point dropped, as settle does with
// all of them: nothing is lost, but a cycle that would have closed around the others is counted as two
// halves.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace yuchong::vehicle {

inline constexpr double steps_per_soc = 50'000.0;  // a step is 0.002 % and fits 16 bits

// From one turning point to another and, if two halves are counted, back.
struct Cycle {
    std::uint16_t from, to;  // steps
    std::uint16_t halves;    // 1 or 2

    [[nodiscard]] std::uint16_t range() const {
        return static_cast<std::uint16_t>(from < to ? to - from : from - to);
    }
    [[nodiscard]] double depth() const { return range() / steps_per_soc; }
    [[nodiscard]] double mean_soc() const { return 0.5 * (from + to) / steps_per_soc; }
    [[nodiscard]] double full_cycles() const { return 0.5 * halves * depth(); }  // full equivalents
};

// Plain data, one a vehicle. The last point follows the trace until it turns; the ones before have turned.
struct Rainflow {
    static constexpr std::size_t capacity = 23;  // 300 unrelated values need 19 at most, in 2,000 traces
    std::array<std::uint16_t, capacity> points{};
    std::uint16_t count = 0;
};
template <class A>
void archive(A& a, Rainflow& s) {
    a(s.points, s.count);
}

// The cycles that one call closes; no allocation.
class Cycles {
public:
    void push(Cycle cycle) { cycles_[count_++] = cycle; }
    [[nodiscard]] Cycle const* begin() const { return cycles_.data(); }
    [[nodiscard]] Cycle const* end() const { return cycles_.data() + count_; }
    [[nodiscard]] std::size_t size() const { return count_; }

private:
    std::array<Cycle, Rainflow::capacity> cycles_;
    std::size_t count_ = 0;
};

// The trace has come to this SoC. Pre: 0 <= soc <= 1, and `smallest` too.
Cycles follow(Rainflow& trace, double soc, double smallest);

// Counts what is kept as half cycles, all but the range under way, which goes on.
Cycles settle(Rainflow& trace);

// The trace ends: counts all that is left.
Cycles finish(Rainflow& trace);

}  // namespace yuchong::vehicle
