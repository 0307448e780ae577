#include "sim/city/response_settlement.hpp"

#include "sim/control/demand_response.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <span>

namespace yuchong::city {

namespace {

constexpr std::size_t quarters_a_day = 96;
constexpr double quarter_h = 0.25;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

double mean(std::span<double const> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Load by quarter of a day, counted from the first.
std::vector<double> day_kw(State const& state, std::size_t day) {
    std::vector<double> kw(quarters_a_day, 0.0);
    auto const& quarters = state.response.quarter_kwh;
    for (std::size_t k = 0; k < quarters_a_day && day * quarters_a_day + k < quarters.size(); ++k)
        kw[k] = quarters[day * quarters_a_day + k] / quarter_h;
    return kw;
}

std::size_t day_of(City const& city, SimTime t) {
    return static_cast<std::size_t>(city.calendar.day(t) - city.calendar.day(SimTime{0}));
}

// The most recent first.
std::vector<std::vector<double>> comparable_days(City const& city, State const& state, SimTime event) {
    std::size_t const first = city.calendar.since_midnight(SimTime{0}).ms == 0 ? 0 : 1;
    std::size_t const today = day_of(city, event);
    auto const is_weekend = [&](std::size_t day) {
        return Calendar::is_weekend(city.calendar.day(SimTime{0}) + static_cast<std::int32_t>(day));
    };
    std::vector<std::vector<double>> days;
    for (std::size_t day = today; day-- > first;) {
        bool const disturbed = std::ranges::any_of(
            city.response.events, [&](ResponseWindow const& w) { return day_of(city, w.from) == day; });
        if (!disturbed && is_weekend(day) == is_weekend(today)) days.push_back(day_kw(state, day));
    }
    return days;
}

struct Expectation {
    control::Baseline baseline;
    std::int64_t days;
};

// Of quarters of the event's day. Today counts up to the notice.
std::optional<Expectation> expect(City const& city, State const& state, ResponseWindow const& event,
                                  control::SlotRange quarters) {
    control::ResponseSettings const& settings = city.inputs.control.response;
    auto const days = comparable_days(city, state, event.from);
    if (days.empty()) return std::nullopt;
    std::size_t const midnight = day_of(city, event.from) * quarters_a_day;
    control::SlotRange before{0, 0};
    if (std::size_t const notice = quarter_of(city, std::max(event.notice, SimTime{0})); notice > midnight) {
        before.until = static_cast<std::uint32_t>(notice - midnight);
        auto const length = static_cast<std::uint32_t>(settings.adjustment_h / quarter_h);
        before.from = before.until - std::min(before.until, length);
    }
    auto const today = day_kw(state, day_of(city, event.from));
    return Expectation{
        control::baseline({.days_kw = days, .today_kw = today, .event = quarters, .before = before},
                          settings.baseline),
        std::min(std::ssize(days), static_cast<std::int64_t>(settings.baseline.days_seen))};
}

control::SlotRange quarters_of(City const& city, ResponseWindow const& event) {
    std::size_t const midnight = day_of(city, event.from) * quarters_a_day;
    auto const from = static_cast<std::uint32_t>(quarter_of(city, event.from) - midnight);
    return {from, from + static_cast<std::uint32_t>((event.to - event.from).ms / minutes(15).ms)};
}

double target_kw(control::ResponseEvent const& event, double reference_kw) {
    return event.target_kw ? *event.target_kw : event.target_share.value_or(0.0) * reference_kw;
}

// The hours after an event, on the same day and inside the run.
double rebound_kw(City const& city, State const& state, ResponseWindow const& event) {
    std::uint32_t const from = quarters_of(city, event).until;
    double const watched_h =
        std::min(city.inputs.control.response.watched_h, (city.window.end - event.to).hours());
    auto const until =
        std::min<std::uint32_t>(quarters_a_day, from + static_cast<std::uint32_t>(watched_h / quarter_h));
    if (from >= until) return unknown;
    auto const expected = expect(city, state, event, {from, until});
    if (!expected) return unknown;
    auto const today = day_kw(state, day_of(city, event.from));
    double largest_kw = -std::numeric_limits<double>::infinity();
    for (std::uint32_t k = from; k < until; ++k)
        largest_kw = std::max(largest_kw, today[k] - expected->baseline.kw[k - from]);
    return largest_kw;
}

measure::ResponseRow settle_event(City const& city, State const& state, std::size_t e) {
    ResponseWindow const& event = city.response.events[e];
    control::ResponseSettings const& settings = city.inputs.control.response;
    control::SlotRange const quarters = quarters_of(city, event);
    auto const today = day_kw(state, day_of(city, event.from));
    auto const actual = std::span<double const>(today).subspan(quarters.from, quarters.until - quarters.from);
    measure::ResponseRow row{event.from, event.to,     state.response.pauses[e],
                             0,          unknown,      unknown,
                             unknown,    mean(actual), unknown,
                             unknown,    unknown,      unknown,
                             unknown};
    if (settings.events[e].target_kw) row.target_kw = *settings.events[e].target_kw;
    auto const expected = expect(city, state, event, quarters);
    if (!expected) return row;
    row.baseline_days = expected->days;
    row.adjustment = expected->baseline.adjustment;
    row.baseline_kw = mean(expected->baseline.kw);
    row.target_kw = target_kw(settings.events[e], row.baseline_kw);
    row.rebound_kw = rebound_kw(city, state, event);
    if (row.target_kw <= 0.0) return row;  // a share of nothing
    control::Settlement const settlement =
        control::settle(expected->baseline.kw, actual, quarter_h, row.target_kw, settings.pay);
    row.reduction_kw = settlement.mean_reduction_kw;
    row.reduction_kwh = settlement.energy_kwh;
    row.performance = settlement.performance;
    row.payment_yuan = settlement.payment_yuan;
    return row;
}

}  // namespace

double allowed_kw(City const& city, State const& state, std::size_t e, SimTime now) {
    ResponseWindow const& event = city.response.events[e];
    control::ResponseEvent const& asked = city.inputs.control.response.events[e];
    auto const expected = expect(city, state, event, quarters_of(city, event));
    if (!expected) {
        double const before_kw = state.response.load_before_kw[e];
        return before_kw - target_kw(asked, before_kw);
    }
    std::vector<double> const& kw = expected->baseline.kw;
    return kw[quarter_of(city, now) - quarter_of(city, event.from)] - target_kw(asked, mean(kw));
}

std::vector<measure::ResponseRow> settle_response(City const& city, State const& state) {
    std::vector<measure::ResponseRow> rows;
    for (std::size_t e = 0; e < city.response.events.size(); ++e)
        rows.push_back(settle_event(city, state, e));
    return rows;
}

}  // namespace yuchong::city
