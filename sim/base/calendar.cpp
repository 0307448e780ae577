#include "sim/base/calendar.hpp"

#include <fmt/format.h>

namespace yuchong {

namespace {

constexpr std::int64_t ms_per_day = 86'400'000;

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

// The Gregorian calendar repeats every 400 years = 146,097 days. Counting years from March puts the leap day
// last, so that the month lengths 31 30 31 30 31 | 31 30 31 30 31 | 31 follow (153 m + 2) / 5.
constexpr std::int64_t days_per_era = 146'097;
constexpr std::int64_t march_0000_to_1970 = 719'468;  // days from 0000-03-01 to 1970-01-01

}  // namespace

std::int32_t day_number(CivilTime const& date) {
    std::int64_t const year = date.month > 2 ? date.year : date.year - 1;
    std::int64_t const month_from_march = (date.month + 9) % 12;
    std::int64_t const era = floor_divide(year, 400);
    std::int64_t const year_of_era = year - era * 400;
    std::int64_t const day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    std::int64_t const day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return static_cast<std::int32_t>(era * days_per_era + day_of_era - march_0000_to_1970);
}

CivilTime civil_date(std::int32_t day_number) {
    std::int64_t const days = std::int64_t{day_number} + march_0000_to_1970;
    std::int64_t const era = floor_divide(days, days_per_era);
    std::int64_t const day_of_era = days - era * days_per_era;
    // Leap days so far: one each 4 years (1,461 days), none each 100 (36,524), one at the end of the era.
    std::int64_t const year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    std::int64_t const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    std::int64_t const month_from_march = (5 * day_of_year + 2) / 153;
    std::int64_t const day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    std::int64_t const month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    std::int64_t const year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return {static_cast<std::int32_t>(year), static_cast<std::int32_t>(month),
            static_cast<std::int32_t>(day)};
}

Duration time_of_day(CivilTime const& time) {
    return hours(time.hour) + minutes(time.minute) + seconds(time.second);
}

Duration time_between(CivilTime const& from, CivilTime const& to) {
    return days(day_number(to) - day_number(from)) + time_of_day(to) - time_of_day(from);
}

Calendar::Calendar(CivilTime const& origin)
    : origin_ms_(day_number(origin) * ms_per_day + time_of_day(origin).ms) {}

std::int32_t Calendar::day(SimTime t) const {
    return static_cast<std::int32_t>(floor_divide(origin_ms_ + t.ms, ms_per_day));
}

SimTime Calendar::midnight(std::int32_t day) const { return {day * ms_per_day - origin_ms_}; }

Duration Calendar::since_midnight(SimTime t) const { return t - midnight(day(t)); }

int Calendar::hour(SimTime t) const { return static_cast<int>(since_midnight(t).ms / hours(1).ms); }

int Calendar::month(SimTime t) const { return civil_date(day(t)).month; }

int Calendar::weekday(std::int32_t day) {
    constexpr int thursday = 3;  // 1970-01-01
    std::int64_t const days = std::int64_t{day} + thursday;
    return static_cast<int>(days - floor_divide(days, 7) * 7);
}

CivilTime Calendar::civil(SimTime t) const {
    CivilTime c = civil_date(day(t));
    auto const second_of_day = static_cast<std::int32_t>(since_midnight(t).ms / seconds(1).ms);
    c.hour = second_of_day / 3'600;
    c.minute = second_of_day / 60 % 60;
    c.second = second_of_day % 60;
    return c;
}

std::string Calendar::iso(SimTime t) const {
    CivilTime const c = civil(t);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", c.year, c.month, c.day, c.hour, c.minute,
                       c.second);
}

}  // namespace yuchong
