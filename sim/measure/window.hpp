#pragma once
// The recorded part of a run: [begin, end). What lies before is warm-up and is measured by nobody.

#include "sim/base/time.hpp"

#include <algorithm>
#include <cstdint>

namespace yuchong::measure {

struct Window {
    SimTime begin, end;

    [[nodiscard]] constexpr bool contains(SimTime t) const { return begin <= t && t < end; }
    [[nodiscard]] constexpr Duration length() const { return end - begin; }
    // How much of [from, to] lies inside; 0 if none does.
    [[nodiscard]] constexpr Duration overlap(SimTime from, SimTime to) const {
        return {std::max<std::int64_t>(0, std::min(to.ms, end.ms) - std::max(from.ms, begin.ms))};
    }
};

}  // namespace yuchong::measure
