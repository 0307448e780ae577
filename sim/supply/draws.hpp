#pragma once
// What plugs draw, keyed by the plug's ordinal and a number that says which draw it is. Numbers are part of
// every result: append only.

#include "sim/base/time.hpp"
#include "sim/supply/supply.hpp"

namespace yuchong::supply {

enum class PlugDraw : std::uint16_t { ending = 1, up_time = 2, repair = 3, hidden = 4, swap_time = 5 };

inline Block draw_kth(Supply const& supply, PlugId plug, PlugDraw purpose, std::uint32_t k) {
    return supply.random.draw(
        {DrawClass::terminal, static_cast<std::uint16_t>(purpose), supply.plug_ordinal[plug.index()], 0, k});
}

// Of what happens at this plug at this millisecond.
inline Block draw_at(Supply const& supply, PlugId plug, PlugDraw purpose, SimTime now) {
    auto const ms = static_cast<std::uint64_t>(now.ms);
    return supply.random.draw({DrawClass::terminal, static_cast<std::uint16_t>(purpose),
                               supply.plug_ordinal[plug.index()], static_cast<std::uint32_t>(ms >> 32),
                               static_cast<std::uint32_t>(ms)});
}

}  // namespace yuchong::supply
