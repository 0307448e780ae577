#pragma once
// The fingerprint of a run: a rolling hash of what happened. Two runs with the same digest popped the same
// events in the same order. Control, measurement and clocks do not count (they may run at another rate and
// change nothing), nor do superseded events and generations; slots count by class and index, so that a run
// keeps its digest when another class grows.

#include "sim/base/hash.hpp"
#include "sim/kernel/event.hpp"
#include "sim/kernel/schedule.hpp"

#include <cstdint>

namespace yuchong {

class Digest {
public:
    void add(Event const& event, SlotPlace place) {
        if (event.phase() == Phase::control || event.phase() == Phase::measure) return;
        std::uint64_t const what = static_cast<std::uint64_t>(event.phase()) << 48 |
                                   static_cast<std::uint64_t>(place.slot_class) << 40 |
                                   static_cast<std::uint64_t>(event.kind()) << 32 | place.index;
        value_ = mix(value_ ^ mix(static_cast<std::uint64_t>(event.time().ms)) ^ what);
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    template <class A>
    friend void archive(A& a, Digest& digest) {
        a(digest.value_);
    }

    std::uint64_t value_ = 0;
};

}  // namespace yuchong
