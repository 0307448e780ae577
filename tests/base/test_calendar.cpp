#include "sim/base/calendar.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>

namespace {
using namespace yuchong;
}

TEST_CASE("day numbers are those of the proleptic Gregorian calendar, both ways", "[calendar]") {
    for (std::int32_t day = -800'000; day < 800'000; day += 1) {
        CivilTime const date = civil_date(day);
        std::chrono::year_month_day const expected{std::chrono::sys_days{std::chrono::days{day}}};
        if (date.year != static_cast<int>(expected.year()) ||
            date.month != static_cast<std::int32_t>(static_cast<unsigned>(expected.month())) ||
            date.day != static_cast<std::int32_t>(static_cast<unsigned>(expected.day())) ||
            day_number(date) != day) {
            FAIL("day " << day);
        }
    }
    CHECK(day_number({1970, 1, 1}) == 0);
    CHECK(day_number({2025, 8, 5}) == 20'305);
    CHECK(day_number({2024, 3, 1}) - day_number({2024, 2, 28}) == 2);
    CHECK(day_number({2100, 3, 1}) - day_number({2100, 2, 28}) == 1);
}

TEST_CASE("weekdays", "[calendar]") {
    CHECK(Calendar::weekday(0) == 3);                           // 1970-01-01 was a Thursday
    CHECK(Calendar::weekday(day_number({2025, 8, 4})) == 0);    // Monday
    CHECK(Calendar::weekday(day_number({1969, 12, 28})) == 6);  // Sunday
    CHECK(Calendar::is_weekend(day_number({2025, 8, 9})));
    CHECK_FALSE(Calendar::is_weekend(day_number({2025, 8, 8})));
}

TEST_CASE("civil time of the simulated clock", "[calendar]") {
    Calendar const calendar{{2024, 2, 28, 17, 30, 0}};
    CHECK(calendar.iso(SimTime{0}) == "2024-02-28T17:30:00");
    CHECK(calendar.iso(SimTime{0} + hours(6) + minutes(29) + milliseconds(59'999)) == "2024-02-28T23:59:59");
    CHECK(calendar.iso(SimTime{0} + hours(6) + minutes(30)) == "2024-02-29T00:00:00");
    CHECK(calendar.iso(SimTime{0} - days(1)) == "2024-02-27T17:30:00");
    CHECK(calendar.iso(SimTime{0} + days(366)) == "2025-02-28T17:30:00");

    SimTime const t = SimTime{0} + days(3) + seconds(5);
    CHECK(calendar.day(t) == day_number({2024, 3, 2}));
    CHECK(calendar.midnight(calendar.day(t)) + calendar.since_midnight(t) == t);
    CHECK(calendar.since_midnight(t) == hours(17) + minutes(30) + seconds(5));
    CHECK(calendar.hour(t) == 17);
    CHECK(calendar.month(t) == 3);
    CHECK(calendar.midnight(day_number({2024, 2, 28})).ms == -(hours(17) + minutes(30)).ms);

    CivilTime const civil = calendar.civil(t);
    CHECK(civil.hour == 17);
    CHECK(civil.minute == 30);
    CHECK(civil.second == 5);
}

TEST_CASE("spans are rounded up to the clock", "[time]") {
    CHECK(duration_from_hours_up(1.0) == hours(1));
    CHECK(duration_from_hours_up(1e-12) == milliseconds(1));
    CHECK(duration_from_hours_up(0.0) == milliseconds(0));
}
