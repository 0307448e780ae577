#pragma once
// An event: when, in which phase of that instant, who and what. 16 bytes and no payload; the payload lives in
// the record of the slot it names.
//
// Events of one instant happen in the order of their phase, then slot, then kind, never in the order in which
// they were scheduled: results cannot depend on who happened to ask first.

#include "sim/base/time.hpp"

#include <compare>
#include <cstdint>
#include <type_traits>

namespace yuchong {

// What happens within one instant: chargers are let go and batteries fill up, prices and caps change, cars
// arrive, drivers decide, the state that results is measured.
enum class Phase : std::uint8_t { release, control, arrive, decide, measure };

class Event {
public:
    constexpr Event() = default;
    constexpr Event(SimTime time, Phase phase, std::uint32_t slot, std::uint8_t kind,
                    std::uint16_t generation)
        : tick_(time.ms),
          order_(static_cast<std::uint64_t>(phase) << 56 | static_cast<std::uint64_t>(slot) << 24 |
                 static_cast<std::uint64_t>(kind) << 16 | generation) {}

    [[nodiscard]] constexpr SimTime time() const { return {tick_}; }
    [[nodiscard]] constexpr Phase phase() const { return static_cast<Phase>(order_ >> 56); }
    [[nodiscard]] constexpr std::uint32_t slot() const { return static_cast<std::uint32_t>(order_ >> 24); }
    [[nodiscard]] constexpr std::uint8_t kind() const { return static_cast<std::uint8_t>(order_ >> 16); }
    // Tells a live event of its slot from superseded ones: see schedule.hpp.
    [[nodiscard]] constexpr std::uint16_t generation() const { return static_cast<std::uint16_t>(order_); }

    // The order among events of one instant.
    [[nodiscard]] constexpr std::uint64_t order() const { return order_; }
    // The order in which events happen.
    constexpr auto operator<=>(Event const&) const = default;

private:
    std::int64_t tick_ = 0;    // ms since SimTime{0}
    std::uint64_t order_ = 0;  // phase 8 | slot 32 | kind 8 | generation 16 bits
};

static_assert(sizeof(Event) == 16 && std::is_trivially_copyable_v<Event>);

}  // namespace yuchong
