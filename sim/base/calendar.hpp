#pragma once
// The civil calendar of Chongqing (UTC+8, no daylight saving) as a pure function of SimTime.

#include "sim/base/time.hpp"

#include <cstdint>
#include <string>

namespace yuchong {

struct CivilTime {
    std::int32_t year;
    std::int32_t month;  // 1..12
    std::int32_t day;    // 1..31
    std::int32_t hour = 0, minute = 0, second = 0;
};

// Days since 1970-01-01 of a date, and back. Proleptic Gregorian.
std::int32_t day_number(CivilTime const& date);
CivilTime civil_date(std::int32_t day_number);

// Time of day; and from one civil time to another.
Duration time_of_day(CivilTime const& time);
Duration time_between(CivilTime const& from, CivilTime const& to);

class Calendar {
public:
    // `origin` is the civil time of SimTime{0}.
    explicit Calendar(CivilTime const& origin);

    [[nodiscard]] std::int32_t day(SimTime t) const;          // days since 1970-01-01
    [[nodiscard]] SimTime midnight(std::int32_t day) const;   // may be negative
    [[nodiscard]] Duration since_midnight(SimTime t) const;
    [[nodiscard]] int hour(SimTime t) const;                  // 0..23
    [[nodiscard]] int month(SimTime t) const;                 // 1..12
    [[nodiscard]] static int weekday(std::int32_t day);       // 0 = Monday .. 6 = Sunday
    [[nodiscard]] static bool is_weekend(std::int32_t day) { return weekday(day) >= 5; }
    [[nodiscard]] CivilTime civil(SimTime t) const;
    [[nodiscard]] std::string iso(SimTime t) const;           // 2025-08-05T17:30:00

private:
    std::int64_t origin_ms_;  // ms from 1970-01-01 00:00 civil to SimTime{0}
};

}  // namespace yuchong
