#pragma once
// The clock: whole milliseconds, never a floating-point number. SimTime counts from the first simulated
// instant (warm-up included); Duration is a difference of two. Physics between events runs in hours as double.

#include <cmath>
#include <compare>
#include <cstdint>

namespace yuchong {

struct Duration {
    std::int64_t ms = 0;

    [[nodiscard]] constexpr double hours() const { return static_cast<double>(ms) / 3'600'000.0; }
    [[nodiscard]] constexpr double minutes() const { return static_cast<double>(ms) / 60'000.0; }
    [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ms) / 1'000.0; }
    constexpr auto operator<=>(Duration const&) const = default;
    friend constexpr Duration operator+(Duration a, Duration b) { return {a.ms + b.ms}; }
    friend constexpr Duration operator-(Duration a, Duration b) { return {a.ms - b.ms}; }
    friend constexpr Duration operator*(std::int64_t k, Duration a) { return {k * a.ms}; }
};

constexpr Duration milliseconds(std::int64_t n) { return {n}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration minutes(std::int64_t n) { return {n * 60'000}; }
constexpr Duration hours(std::int64_t n) { return {n * 3'600'000}; }
constexpr Duration days(std::int64_t n) { return {n * 86'400'000}; }

// A span of physics rounded UP to the clock, so that an event never fires before its cause; the state is then
// advanced by the time that really passed and no energy is lost to rounding. Pre: 0 <= hours < 1e8, not NaN.
inline Duration duration_from_hours_up(double hours) {
    return {static_cast<std::int64_t>(std::ceil(hours * 3'600'000.0))};
}

struct SimTime {
    std::int64_t ms = 0;

    constexpr auto operator<=>(SimTime const&) const = default;
    friend constexpr SimTime operator+(SimTime t, Duration d) { return {t.ms + d.ms}; }
    friend constexpr SimTime operator-(SimTime t, Duration d) { return {t.ms - d.ms}; }
    friend constexpr Duration operator-(SimTime a, SimTime b) { return {a.ms - b.ms}; }
};

constexpr SimTime never{INT64_MAX};

}  // namespace yuchong
