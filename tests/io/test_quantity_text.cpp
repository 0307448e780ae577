#include "sim/io/quantity_text.hpp"

#include <catch2/catch.hpp>

using namespace yuchong;
using namespace yuchong::io;

namespace {

double value(std::string_view text, Unit const& unit, BareNumber bare = BareNumber::refused) {
    auto const parsed = parse_quantity(text, unit, bare);
    INFO(text);
    REQUIRE(std::holds_alternative<double>(parsed));
    return std::get<double>(parsed);
}

std::string complaint(std::string_view text, Unit const& unit, BareNumber bare = BareNumber::refused) {
    auto const parsed = parse_quantity(text, unit, bare);
    INFO(text);
    REQUIRE(std::holds_alternative<Complaint>(parsed));
    auto const& c = std::get<Complaint>(parsed);
    return c.problem + " (" + c.why + ") " + c.hint;
}

}  // namespace

TEST_CASE("quantities are converted exactly") {
    CHECK(value("480 kW", unit::kilowatt) == 480.0);
    CHECK(value("480kW", unit::kilowatt) == 480.0);
    CHECK(value("0.48 MW", unit::kilowatt) == 480.0);
    CHECK(value("  7 d ", unit::hour) == 168.0);
    CHECK(value("15 min", unit::hour) == 0.25);
    CHECK(value("1 h 30 min", unit::minute) == 90.0);
    CHECK(value("1.5 MWh", unit::kilowatt_hour) == 1500.0);
    CHECK(value("20 %", unit::share) == 0.2);
    CHECK(value("35 %", unit::share) == 0.35);
    CHECK(value("0.35", unit::share, BareNumber::allowed) == 0.35);
    CHECK(value("-5 degC", unit::celsius) == -5.0);
    CHECK(value("35 °C", unit::celsius) == 35.0);
    CHECK(value("0.5 yuan/kWh", unit::yuan_per_kwh) == 0.5);
    CHECK(value("600 A", unit::ampere) == 600.0);
    CHECK(value("36 km/h", unit::kilometre_per_hour) == 36.0);
    CHECK(value("10 m/s", unit::kilometre_per_hour) == 36.0);
    CHECK(value("1e-3 kW", unit::kilowatt) == 1e-3);
    CHECK(value("+.5 kW", unit::kilowatt) == 0.5);
}

TEST_CASE("wrong units name the ones that are accepted") {
    CHECK(complaint("480 A", unit::kilowatt) ==
          "the unit \"A\" does not fit (a power is wanted, A measures current) write it in kW, W, MW, GW");
    CHECK(complaint("480 kw", unit::kilowatt) ==
          "the unit \"kw\" does not fit (a power is wanted) did you mean kW?");
    CHECK(complaint("480", unit::kilowatt) ==
          "\"480\" has no unit (a power is wanted) add the unit, for example 10 kW");
    CHECK(complaint("7 days", unit::hour).starts_with("the unit \"days\" does not fit (a time is wanted)"));
    CHECK(complaint("7 kW", unit::none).ends_with("write it without a unit"));
    CHECK(complaint("1 h 30", unit::minute) ==
          "\"1 h 30\" has no unit (a time is wanted) add the unit, for example 10 min");
}

TEST_CASE("only finite decimal numbers are numbers") {
    for (std::string const text : {"nan", ".nan", "NaN kW", ".inf", "-inf", "Infinity"}) {
        CHECK(complaint(text, unit::kilowatt, BareNumber::allowed).find(" is not a") != std::string::npos);
    }
    CHECK(complaint(".nan", unit::kilowatt) ==
          ".nan is not a finite number (it cannot be calculated with) write a number");
    for (std::string const text :
         {"", "kW", "0x10 kW", "1_000 kW", "1,000 kW", "1e999 kW", "--1 kW", "１ kW"}) {
        complaint(text, unit::kilowatt);
    }
    CHECK(std::holds_alternative<Complaint>(parse_whole("1.5")));
    CHECK(std::get<std::int64_t>(parse_whole("1e6")) == 1'000'000);
    CHECK(std::get<std::int64_t>(parse_whole("010")) == 10);
    CHECK(std::holds_alternative<Complaint>(parse_whole("99999999999999999999")));
}

TEST_CASE("dates and times of day") {
    auto const date = std::get<CivilTime>(parse_civil_time("2025-08-05"));
    CHECK((date.year == 2025 && date.month == 8 && date.day == 5 && date.hour == 0));
    auto const time = std::get<CivilTime>(parse_civil_time("2025-08-05T06:30"));
    CHECK((time.hour == 6 && time.minute == 30));
    CHECK(civil_text(time) == "2025-08-05T06:30");
    CHECK(civil_text(date) == "2025-08-05");
    CHECK(std::get<Duration>(parse_time_of_day("8:05")) == hours(8) + minutes(5));
    CHECK(std::get<Duration>(parse_time_of_day("23:59:30")).ms == 86'370'000);
    CHECK(time_of_day_text(hours(8) + minutes(5)) == "08:05");
    for (std::string const text : {"2025-02-29", "2025-13-01", "2025-8-5", "05.08.2025", "2025-08-05T24:00",
                                   "2025-08-05x", "today", "1969-01-01"}) {
        INFO(text);
        CHECK(std::holds_alternative<Complaint>(parse_civil_time(text)));
    }
    CHECK(std::get<Complaint>(parse_civil_time("2025-02-29")).problem == "2025-02-29 does not exist");
    for (std::string const text : {"24:00", "8", "08:60", "08-00", "08:00:60"}) {
        CHECK(std::holds_alternative<Complaint>(parse_time_of_day(text)));
    }
}
