#pragma once
// Numbers with units, dates and times as people write them: "480 kW", "15 min", "1 h 30 min", "20 %", "0.5
// yuan/kWh", 2025-08-05, 2025-08-05T06:00, 08:00. Strict: decimal notation only, finite numbers only, unit
// symbols exactly as unit.hpp has them. A text that cannot be used says why and what would be accepted.

#include "sim/base/calendar.hpp"
#include "sim/base/time.hpp"
#include "sim/io/unit.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace yuchong::io {

struct Complaint {
    std::string problem, why, hint;
};

template <class T>
using Parsed = std::variant<T, Complaint>;

Parsed<double> parse_number(std::string_view text);
Parsed<std::int64_t> parse_whole(std::string_view text);

enum class BareNumber { allowed, refused };  // refused where no key suffix names the unit

// The value in `unit`. Times may add up ("1 h 30 min").
Parsed<double> parse_quantity(std::string_view text, Unit const& unit, BareNumber bare);

// A date, with or without a time of day; civil time of the city (UTC+8).
Parsed<CivilTime> parse_civil_time(std::string_view text);
// "08:00", "23:59:30": time since midnight.
Parsed<Duration> parse_time_of_day(std::string_view text);

// "2025-08-05" or "2025-08-05T06:00" or with seconds: the shortest that says it all.
std::string civil_text(CivilTime const& time);
std::string time_of_day_text(Duration since_midnight);

}  // namespace yuchong::io
