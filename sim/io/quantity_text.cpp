#include "sim/io/quantity_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace yuchong::io {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t'; }

std::string_view trim(std::string_view s) {
    while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
    while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
    return s;
}

std::string quoted(std::string_view text) {
    return fmt::format("\"{}{}\"", text.substr(0, 60), text.size() > 60 ? "..." : "");
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

bool says_not_finite(std::string_view text) {
    std::string word = lower(text);
    std::erase_if(word, [](char c) { return c == '.' || c == '+' || c == '-'; });
    return word == "nan" || word == "inf" || word == "infinity";
}

Complaint not_a_number(std::string_view text) {
    if (says_not_finite(text))
        return {fmt::format("{} is not a finite number", text), "it cannot be calculated with",
                "write a number"};
    return {quoted(text) + " is not a number", "decimal notation such as 480, 0.5 or 1e-3 is read",
            "write a number"};
}

// The longest decimal number at the front; its length is 0 if there is none. from_chars alone would take
// "nan" and "inf", so the first character is looked at before.
struct Leading {
    double value = 0.0;
    std::size_t length = 0;
};
Leading leading_number(std::string_view text) {
    std::size_t const sign = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
    bool const digits = text.size() > sign && (is_digit(text[sign]) || text[sign] == '.');
    if (!digits) return {};
    double value = 0.0;
    char const* first = text.data() + (text[0] == '+' ? 1 : 0);
    auto const [end, error] = std::from_chars(first, text.data() + text.size(), value);
    if (error != std::errc{} || !std::isfinite(value)) return {};
    return {value, static_cast<std::size_t>(end - text.data())};
}

std::string example(Unit const& unit) {
    if (unit.dimension == "share") return "for example 20 % or 0.2";
    return fmt::format("for example 10 {}", unit.symbol);
}

Complaint wrong_unit(std::string_view symbol, Unit const& unit) {
    std::string const accepted = fmt::format("{}", fmt::join(accepted_symbols(unit), ", "));
    auto const measured = dimension_of(symbol);
    std::string why = fmt::format("a {} is wanted", unit.dimension);
    if (!measured.empty()) why += fmt::format(", {} measures {}", symbol, measured);
    std::string hint = accepted.empty() ? "write it without a unit" : "write it in " + accepted;
    for (auto const known : accepted_symbols(unit)) {
        if (measured.empty() && lower(known) == lower(symbol)) hint = fmt::format("did you mean {}?", known);
    }
    return {fmt::format("the unit {} does not fit", quoted(symbol)), why, hint};
}

// Two digits at `position`, or -1.
int two_digits(std::string_view text, std::size_t position) {
    if (text.size() < position + 2 || !is_digit(text[position]) || !is_digit(text[position + 1])) return -1;
    return (text[position] - '0') * 10 + (text[position + 1] - '0');
}

// h:mm or hh:mm, and seconds; -1 ms if it is no time of day.
std::int64_t clock_ms(std::string_view text) {
    std::string padded(text);
    if (padded.size() > 1 && padded[1] == ':') padded.insert(padded.begin(), '0');
    bool const with_seconds = padded.size() == 8;
    if (padded.size() != 5 && !with_seconds) return -1;
    int const hour = two_digits(padded, 0), minute = two_digits(padded, 3);
    int const second = with_seconds ? two_digits(padded, 6) : 0;
    bool const colons = padded[2] == ':' && (!with_seconds || padded[5] == ':');
    if (!colons || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
    return ((hour * 60 + minute) * 60 + second) * 1'000LL;
}

}  // namespace

Parsed<double> parse_number(std::string_view text) {
    text = trim(text);
    auto const number = leading_number(text);
    if (number.length == 0 || number.length != text.size()) return not_a_number(text);
    return number.value;
}

Parsed<std::int64_t> parse_whole(std::string_view text) {
    text = trim(text);
    std::int64_t value = 0;
    char const* first = text.data() + (!text.empty() && text[0] == '+' ? 1 : 0);
    auto const [end, error] = std::from_chars(first, text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size()) return value;
    auto const number = leading_number(text);
    bool const whole = number.length == text.size() && number.length > 0 &&
                       std::floor(number.value) == number.value && std::abs(number.value) <= 9.0e15;
    if (whole) return static_cast<std::int64_t>(number.value);
    if (number.length == text.size() && number.length > 0) {
        return Complaint{fmt::format("{} is not a whole number", text), "it counts things",
                         "write a whole number"};
    }
    return not_a_number(text);
}

Parsed<double> parse_quantity(std::string_view text, Unit const& unit, BareNumber bare) {
    std::string_view rest = trim(text);
    double sum = 0.0;
    int parts = 0;
    do {
        auto const number = leading_number(rest);
        if (number.length == 0) return not_a_number(text);
        rest = trim(rest.substr(number.length));
        std::size_t const end = unit.dimension == "time" ? rest.find_first_of(" \t0123456789") : rest.npos;
        std::string_view const symbol = trim(rest.substr(0, end));
        rest = end == rest.npos ? std::string_view{} : trim(rest.substr(end));
        bool const alone = symbol.empty() && rest.empty() && parts == 0;
        if (alone && bare == BareNumber::allowed) return number.value;
        if (symbol.empty() && !unit.symbol.empty()) {
            return Complaint{fmt::format("{} has no unit", quoted(text)),
                             fmt::format("a {} is wanted", unit.dimension), "add the unit, " + example(unit)};
        }
        auto const value = convert(number.value, symbol, unit);
        if (!value || !std::isfinite(*value)) return wrong_unit(symbol, unit);
        sum += *value;
        ++parts;
    } while (!rest.empty());
    return sum;
}

Parsed<CivilTime> parse_civil_time(std::string_view text) {
    text = trim(text);
    Complaint const bad{quoted(text) + " is not a date",
                        "dates are read as year-month-day, with or without a time",
                        "write for example 2025-08-05 or 2025-08-05T06:00"};
    bool const shape = text.size() >= 10 && text[4] == '-' && text[7] == '-';
    if (!shape || two_digits(text, 0) < 0 || two_digits(text, 2) < 0) return bad;
    CivilTime time{.year = two_digits(text, 0) * 100 + two_digits(text, 2),
                   .month = two_digits(text, 5),
                   .day = two_digits(text, 8)};
    if (time.month < 1 || time.month > 12 || time.day < 1 || time.year < 1970) return bad;
    CivilTime const back = civil_date(day_number(time));
    if (back.month != time.month || back.day != time.day) {
        return Complaint{fmt::format("{} does not exist", text.substr(0, 10)), "the month is shorter",
                         "check the day"};
    }
    if (text.size() == 10) return time;
    std::int64_t const ms = text[10] == 'T' || text[10] == ' ' ? clock_ms(text.substr(11)) : -1;
    if (ms < 0) return bad;
    time.hour = static_cast<int>(ms / 3'600'000);
    time.minute = static_cast<int>(ms / 60'000 % 60);
    time.second = static_cast<int>(ms / 1'000 % 60);
    return time;
}

Parsed<Duration> parse_time_of_day(std::string_view text) {
    std::int64_t const ms = clock_ms(trim(text));
    if (ms >= 0) return Duration{ms};
    return Complaint{quoted(text) + " is not a time of day", "00:00 to 23:59:59 is read",
                     "write for example \"08:00\""};
}

std::string time_of_day_text(Duration since_midnight) {
    std::int64_t const s = since_midnight.ms / 1'000;
    if (s % 60 == 0) return fmt::format("{:02}:{:02}", s / 3'600, s / 60 % 60);
    return fmt::format("{:02}:{:02}:{:02}", s / 3'600, s / 60 % 60, s % 60);
}

std::string civil_text(CivilTime const& time) {
    std::string text = fmt::format("{:04}-{:02}-{:02}", time.year, time.month, time.day);
    Duration const clock = time_of_day(time);
    return clock.ms == 0 ? text : text + "T" + time_of_day_text(clock);
}

}  // namespace yuchong::io
